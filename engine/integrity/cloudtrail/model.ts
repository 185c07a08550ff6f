/** Functions that the host passes in. All answer lowercase hex. */
export interface TrailCrypto {
  sha256(bytes: Uint8Array): string;
  /** Only names keys: a fingerprint of CloudTrail is the MD5 of the key. */
  md5(bytes: Uint8Array): string;
  /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2). False for whatever is no valid signature. */
  verifyRsa(
    key: { der: Uint8Array; encoding: KeyEncoding },
    message: Uint8Array,
    signature: Uint8Array,
  ): boolean;
}

/** `pkcs1`: RSAPublicKey (RFC 8017 appendix A.1.1), as AWS gives it; `spki`: SubjectPublicKeyInfo (RFC 5280). */
export type KeyEncoding = 'pkcs1' | 'spki';

/** A public key of `aws cloudtrail list-public-keys`. Times in ms since 1970; null = not stated. */
export interface TrailKey {
  fingerprint: string;
  der: Uint8Array;
  encoding: KeyEncoding;
  validFrom: number | null;
  validUntil: number | null;
}

/** The signature of one digest, carried in a file of its own because S3 keeps it in the metadata of the object. */
export interface TrailSignature {
  /** Name of the file that it came in; the digest that it belongs to is found by it, or by trying. */
  file: string;
  hex: string;
}

/** A log file that a digest names. */
export interface ListedLog {
  object: string;
  bucket: string;
  hash: string;
}

/** A digest file as its bytes say it. Times in ms since 1970. */
export interface TrailDigest {
  file: string;
  object: string;
  bucket: string;
  start: number;
  end: number;
  fingerprint: string;
  algorithm: string;
  previousObject: string | null;
  previousBucket: string | null;
  previousHash: string | null;
  previousSignature: string | null;
  logs: ListedLog[];
  /** SHA-256 of the uncompressed digest. */
  sha256: string;
  /** The text whose signature is kept with the object. */
  signed: string;
}

/** A log file as it was found: SHA-256 of its uncompressed bytes, or why they could not be read. */
export interface FoundLog {
  file: string;
  sha256: string | null;
  fault?: string;
}

export interface TrailFiles {
  digests: readonly TrailDigest[];
  logs: readonly FoundLog[];
  keys: readonly TrailKey[];
  signatures: readonly TrailSignature[];
  /** Digest files that could not be read, with the reason. */
  broken?: readonly { file: string; reason: string }[];
}
