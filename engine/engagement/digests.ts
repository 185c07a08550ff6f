import { createHmac, hash } from 'node:crypto';
import type { Digests } from '#engine/integrity/index.ts';

/** Node's hash functions, in the form that integrity/ takes them. Hex, lower case. */
export const nodeDigests: Digests = {
  // crypto.hash does many small records faster than createHash.
  hash: (algorithm, bytes) => hash(algorithm, bytes, 'hex'),
  hmac: (algorithm, key, bytes) => createHmac(algorithm, key).update(bytes).digest('hex'),
};
