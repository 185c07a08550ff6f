import { hash as digest } from 'node:crypto';

/** First byte of what is hashed (RFC 6962 section 2.1): no row can pass for a node. */
const NODE = 1;
const PAIR = Buffer.alloc(65, NODE);

/** Merkle tree hash of RFC 6962 section 2.1 over hashes that come one by one; memory grows with log2 of their number. */
export class MerkleTree {
  /** Roots of complete subtrees, the largest first. */
  readonly #roots: { size: number; hash: Uint8Array }[] = [];

  add(hash: Uint8Array): void {
    let added = { size: 1, hash };
    for (let last = this.#roots.at(-1); last?.size === added.size; last = this.#roots.at(-1)) {
      this.#roots.pop();
      added = { size: added.size * 2, hash: join(last.hash, added.hash) };
    }
    this.#roots.push(added);
  }

  root(): Uint8Array {
    const right = this.#roots.at(-1);
    if (right === undefined) return digest('sha256', new Uint8Array(), 'buffer');
    return this.#roots.slice(0, -1).reduceRight((hash, left) => join(left.hash, hash), right.hash);
  }
}

function join(left: Uint8Array, right: Uint8Array): Buffer {
  PAIR.set(left, 1);
  PAIR.set(right, 33);
  return digest('sha256', PAIR, 'buffer');
}
