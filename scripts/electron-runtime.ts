import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Path of the Electron runtime, where it is installed. The package is looked at, never loaded: loading it fetches
 * the runtime. @param packageFolder node_modules/electron
 */
export function electronRuntime(
  packageFolder: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const pathFile = join(packageFolder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : '';
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist');
  const runtime = join(folder, name === '' ? 'electron' : name);
  return existsSync(runtime) ? runtime : undefined;
}
