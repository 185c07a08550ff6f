import { createHash, createHmac } from 'node:crypto';
import type { Digests } from '#engine/integrity/index.ts';

/** Node's hash functions, in the form that integrity/ takes them. Hex, lower case. */
export const nodeDigests: Digests = {
  hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex'),
  hmac: (algorithm, key, bytes) => createHmac(algorithm, key).update(bytes).digest('hex'),
};
