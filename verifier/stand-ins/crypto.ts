// Stands in the place of node:crypto in the page: the names that the verifier imports, and no others.
import type { PublicKey } from './public-key.ts';

export { createHash, createHmac, hash } from './hashes.ts';
export { X509Certificate } from './x509.ts';

/** `crypto.verify`. */
export function verify(
  hash: string | null,
  bytes: Uint8Array,
  key: PublicKey,
  signature: Uint8Array,
): boolean {
  return key.holds(hash, bytes, signature);
}
