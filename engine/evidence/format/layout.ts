import type { SignRole } from '#shared/model/vocabulary.ts';

/** Version of the package format, stated in bag-info.txt. Every earlier version stays verifiable. */
export const PACKAGE_VERSION = '1';
export const PACKAGE_VERSION_LABEL = 'Tickmark-Package-Version';

export const BAGIT_TXT = 'bagit.txt';
export const BAG_INFO_TXT = 'bag-info.txt';
export const PAYLOAD_MANIFEST = 'manifest-sha256.txt';
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';
export const VERIFY_MD = 'VERIFY.md';
export const REPORT_PDF = 'data/report.pdf';
export const SIGNED_REPORT_PDF = 'signatures/report.pdf';

/** The tag files that the tag manifest of a package must list: no fewer. */
export const REQUIRED_TAG_FILES = [BAGIT_TXT, BAG_INFO_TXT, PAYLOAD_MANIFEST, VERIFY_MD] as const;

export function envelopePath(role: SignRole): string {
  return `signatures/${role}.dsse.json`;
}

/** The same signature in the form of a Sigstore bundle. */
export function bundlePath(role: SignRole): string {
  return `signatures/${role}.sigstore.json`;
}

/** The signer's own certificate, alone in its file so that `openssl x509 -pubkey` reads the right one. */
export function certificatePath(role: SignRole): string {
  return `certs/${role}.pem`;
}

/** The issuers of the signer's certificate, nearest first. Absent when the key came without any. */
export function issuersPath(role: SignRole): string {
  return `certs/${role}-ca.pem`;
}

export function timeRequestPath(role: SignRole): string {
  return `time/${role}.tsq`;
}

export function timeResponsePath(role: SignRole): string {
  return `time/${role}.tsr`;
}

/** Name of the folder inside the ZIP: `EV-` and the first 12 hex digits of the tag manifest's SHA-256. */
export function bagName(tagManifestSha256: string): string {
  return `EV-${tagManifestSha256.slice(0, 12)}`;
}

/** Name of the folder of a redacted package. */
export function redactedBagName(tagManifestSha256: string): string {
  return `${bagName(tagManifestSha256)}-redacted`;
}
