// Stands in the place of node:crypto in the page: the names that the verifier imports, and no others.
import type { PublicKey } from './public-key.ts';

export { createHash, createHmac, hash } from './hashes.ts';
export { X509Certificate } from './x509.ts';

/** RSASSA-PSS: the one padding that is asked for by name. */
export const constants = { RSA_PKCS1_PSS_PADDING: 6 };

/** `crypto.verify`. A key beside a padding and the bytes of its salt is one that signed with RSASSA-PSS. */
export function verify(
  hash: string | null,
  bytes: Uint8Array,
  key: PublicKey | { key: PublicKey; padding: number; saltLength: number },
  signature: Uint8Array,
): boolean {
  if ('padding' in key) return key.key.holds(hash, bytes, signature, key.saltLength);
  return key.holds(hash, bytes, signature);
}
