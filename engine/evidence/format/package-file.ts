import { TickmarkError } from '#shared/model/errors.ts';
import { openSource } from './byte-source.ts';
import { openPackage } from './open-package.ts';

/** One small file of a package, unchecked, with the name of the package. Throws PACKAGE_INVALID when it has none. */
export async function readPackageFile(
  file: string,
  path: string,
): Promise<{ id: string; bytes: Uint8Array }> {
  const source = await openSource(file);
  try {
    const opened = await openPackage(source);
    if (!opened.files.has(path)) throw new TickmarkError('PACKAGE_INVALID', `${file} has no ${path}`);
    return { id: opened.folder, bytes: await opened.readSmall(path) };
  } finally {
    await source.close();
  }
}
