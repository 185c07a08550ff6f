import { createHash } from 'node:crypto';
import { openSource } from './byte-source.ts';
import { PAYLOAD_MANIFEST, TAG_MANIFEST } from './layout.ts';
import { parseManifest } from './manifest.ts';
import { openPackage } from './open-package.ts';

export interface PackageInfo {
  /** Name of the bag's folder. */
  id: string;
  tagManifestSha256: string;
  payloadFiles: number;
}

/** What a package says of itself, unchecked. Throws PACKAGE_INVALID when the file is no ZIP. */
export async function readPackageInfo(file: string): Promise<PackageInfo> {
  const source = await openSource(file);
  try {
    const opened = await openPackage(source);
    const tags = await opened.readSmall(TAG_MANIFEST);
    return {
      id: opened.folder,
      tagManifestSha256: createHash('sha256').update(tags).digest('hex'),
      payloadFiles: parseManifest(await opened.readSmall(PAYLOAD_MANIFEST), 'sha256').digests.size,
    };
  } finally {
    await source.close();
  }
}
