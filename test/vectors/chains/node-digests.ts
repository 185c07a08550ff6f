import { createHmac, createHash } from 'node:crypto';
import type { Digests } from '#engine/integrity/index.ts';

/** The hash functions of Node, in the shape that integrity asks for. */
export const nodeDigests: Digests = {
  hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex'),
  hmac: (algorithm, key, bytes) => createHmac(algorithm, key).update(bytes).digest('hex'),
};
