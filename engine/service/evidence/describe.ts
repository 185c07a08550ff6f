import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readPackageInfo } from '#engine/evidence/index.ts';

export interface PackageFacts {
  file: string;
  package_id: string;
  sha256: string;
  tag_manifest_sha256: string;
  payload_files: number;
  bytes: number;
}

/** Identity of a package file: its name inside, digests and size. */
export async function describePackage(path: string): Promise<PackageFacts> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  const info = await readPackageInfo(path);
  return {
    file: path,
    package_id: info.id,
    sha256: hash.digest('hex'),
    tag_manifest_sha256: info.tagManifestSha256,
    payload_files: info.payloadFiles,
    bytes: (await stat(path)).size,
  };
}
