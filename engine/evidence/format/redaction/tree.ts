import { createHmac, hash as digest } from 'node:crypto';

/** First byte of what is hashed (RFC 6962 section 2.1): no cell can pass for a node, no node for a row. */
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
const ROW = Buffer.of(2);

/** Bytes of a salt. */
export const SALT_LENGTH = 32;

/** In one call: there are millions of small ones. */
function sha256(...parts: readonly Uint8Array[]): Buffer {
  return digest('sha256', Buffer.concat(parts), 'buffer');
}

/** Hash of one cell with its delimiter or line end. The salt keeps a withheld cell from being guessed. */
export function cellHash(salt: Uint8Array, bytes: Uint8Array): Buffer {
  return sha256(LEAF, salt, bytes);
}

/** Root over the hashes of a row's cells, bound to their number. */
export function rowHash(cells: readonly Uint8Array[]): Buffer {
  const tree = new MerkleTree();
  for (const cell of cells) tree.add(cell);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(cells.length);
  return sha256(ROW, count, tree.root());
}

/** Salt of a cell; row and column count from 1. `source` is the SHA-256 of the whole file, in hex. */
export function cellSalt(seed: Uint8Array, source: string, row: number, column: number): Buffer {
  const place = Buffer.alloc(12);
  place.writeBigUInt64BE(BigInt(row), 0);
  place.writeUInt32BE(column, 8);
  return createHmac('sha256', seed).update(source, 'hex').update(place).digest();
}

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
    if (right === undefined) return sha256();
    return this.#roots.slice(0, -1).reduceRight((hash, left) => join(left.hash, hash), right.hash);
  }
}

function join(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE, left, right);
}
