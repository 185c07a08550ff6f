import { createHash } from 'node:crypto';
import { SIGN_ROLES, type SignRole } from '#shared/model/vocabulary.ts';
import { openSource } from './byte-source.ts';
import { holderOf } from './certificate-name.ts';
import { parseCertificates } from './certificates.ts';
import { certificatePath, envelopePath, PAYLOAD_MANIFEST, TAG_MANIFEST } from './layout.ts';
import { parseManifest } from './manifest.ts';
import { openPackage } from './open-package.ts';

export interface PackageInfo {
  /** Name of the bag's folder. */
  id: string;
  tagManifestSha256: string;
  payloadFiles: number;
  /** Subject of the certificate that lies beside each signature, by role. */
  signers: Partial<Record<SignRole, string>>;
}

/** What a package says of itself, unchecked. Throws PACKAGE_INVALID when the file is no ZIP. */
export async function readPackageInfo(file: string): Promise<PackageInfo> {
  const source = await openSource(file);
  try {
    const opened = await openPackage(source);
    const tags = await opened.readSmall(TAG_MANIFEST);
    const signers: PackageInfo['signers'] = {};
    for (const role of SIGN_ROLES) {
      if (!opened.files.has(envelopePath(role))) continue;
      const [leaf] = parseCertificates(await opened.readSmall(certificatePath(role))) ?? [];
      signers[role] = leaf === undefined ? '' : holderOf(leaf);
    }
    return {
      id: opened.folder,
      tagManifestSha256: createHash('sha256').update(tags).digest('hex'),
      payloadFiles: parseManifest(await opened.readSmall(PAYLOAD_MANIFEST), 'sha256').digests.size,
      signers,
    };
  } finally {
    await source.close();
  }
}
