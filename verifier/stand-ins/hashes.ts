import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

const HASHES = { sha1, sha256, sha384, sha512 };

function algorithm(name: string): (typeof HASHES)[keyof typeof HASHES] {
  if (!Object.hasOwn(HASHES, name)) throw new RangeError(`no digest ${name}`);
  return HASHES[name as keyof typeof HASHES];
}

interface State {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** The part of Node's Hash and Hmac that the verifier uses. */
class Digest {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  update(data: Uint8Array | string, encoding: BufferEncoding = 'utf8'): this {
    this.#state.update(typeof data === 'string' ? Buffer.from(data, encoding) : data);
    return this;
  }

  digest(): Buffer;
  digest(encoding: BufferEncoding): string;
  digest(encoding?: BufferEncoding): Buffer | string {
    const bytes = Buffer.from(this.#state.digest());
    return encoding === undefined ? bytes : bytes.toString(encoding);
  }
}

export function createHash(name: string): Digest {
  return new Digest(algorithm(name).create());
}

export function createHmac(name: string, key: Uint8Array): Digest {
  return new Digest(hmac.create(algorithm(name), key));
}

/** `crypto.hash` with its result as bytes. */
export function hash(name: string, data: Uint8Array, encoding: 'buffer'): Buffer {
  if (encoding !== 'buffer') throw new RangeError(`no result as ${String(encoding)}`);
  return Buffer.from(algorithm(name)(data));
}

/** Digest of `bytes` under a name of Node's. */
export function digestOf(name: string, bytes: Uint8Array): Uint8Array {
  return algorithm(name)(bytes);
}
