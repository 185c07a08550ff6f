import type { HASH_ALGORITHMS } from './profiles/digest-size.ts';

export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number];

/** Hash functions, passed in by the host. Both answer lowercase hex. The bytes are only valid during the call. */
export interface Digests {
  hash(algorithm: HashAlgorithm, bytes: Uint8Array): string;
  hmac(algorithm: HashAlgorithm, key: Uint8Array, bytes: Uint8Array): string;
}
