import type { ChunkRows } from './chunk-facts.ts';

const CHUNK = 1 << 14;
const WORDS = 4;

/** 128 bits of a hash text: its first 32 hex digits, or a mix of its characters when it is no hex. */
function words(hash: string, out: Uint32Array, at: number): void {
  let from = hash.startsWith('0x') ? 2 : 0;
  if (hash.length - from < 32) return mix(hash, out, at);
  for (let word = 0; word < 4; word++) {
    let value = 0;
    for (let i = 0; i < 8; i++) {
      const c = hash.charCodeAt(from++);
      const digit = c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 102 ? c - 87 : -1;
      if (digit < 0) return mix(hash, out, at);
      value = (value << 4) | digit;
    }
    out[at + word] = value;
  }
}

function mix(text: string, out: Uint32Array, at: number): void {
  for (let word = 0; word < 4; word++) {
    let value = 0x811c9dc5 ^ Math.imul(word + 1, 0x9e3779b1);
    for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
    out[at + word] = value ^ (value >>> 15);
  }
}

/** Log indexes of the records of one chunk: a first one, and a list only where they do not count up one by one. */
interface Indexes {
  first: number;
  list: Uint32Array | null;
}

/**
 * Hash of every record of a chain, 16 bytes each, and its log index. It answers "which record has this hash?" after the
 * stream has passed; whether a link holds is decided on the whole hash before, never on these bits.
 */
export class HashLog {
  length = 0;
  private readonly chunks: Uint32Array[] = [];
  private readonly indexes: Indexes[] = [];

  push(hash: string, index: number): void {
    const at = this.place(index);
    words(hash, this.chunks[this.chunks.length - 1]!, at);
  }

  /** The same for the hash of a row. */
  pushRow(rows: ChunkRows, row: number, index: number): void {
    const at = this.place(index);
    const chunk = this.chunks[this.chunks.length - 1]!;
    for (let word = 0; word < WORDS; word++) chunk[at + word] = rows.word(row, word);
  }

  private place(index: number): number {
    const within = this.length++ % CHUNK;
    if (within === 0) {
      this.chunks.push(new Uint32Array(CHUNK * WORDS));
      this.indexes.push({ first: index, list: null });
    }
    const indexes = this.indexes[this.indexes.length - 1]!;
    if (indexes.list === null && index !== indexes.first + within) {
      indexes.list = Uint32Array.from({ length: CHUNK }, (_, i) => indexes.first + i);
    }
    if (indexes.list !== null) indexes.list[within] = index;
    return within * WORDS;
  }

  /** Log index of the record at this position of the chain. */
  indexAt(position: number): number {
    const { first, list } = this.indexes[Math.floor(position / CHUNK)]!;
    const within = position % CHUNK;
    return list === null ? first + within : list[within]!;
  }

  sameHash(a: number, b: number): boolean {
    const left = this.chunks[Math.floor(a / CHUNK)]!;
    const right = this.chunks[Math.floor(b / CHUNK)]!;
    const i = (a % CHUNK) * WORDS;
    const j = (b % CHUNK) * WORDS;
    return (
      left[i] === right[j] &&
      left[i + 1] === right[j + 1] &&
      left[i + 2] === right[j + 2] &&
      left[i + 3] === right[j + 3]
    );
  }

  /** Positions of the records that have these hashes, in file order; one pass over the log for any number of hashes. */
  find(hashes: Iterable<string>): Map<string, number[]> {
    const found = new Map<string, number[]>();
    const byWord = new Map<number, { hash: string; bits: Uint32Array }[]>();
    for (const hash of new Set(hashes)) {
      const bits = new Uint32Array(4);
      words(hash, bits, 0);
      const list = byWord.get(bits[0]!);
      if (list === undefined) byWord.set(bits[0]!, [{ hash, bits }]);
      else list.push({ hash, bits });
    }
    for (let position = 0; position < this.length; position++) {
      const chunk = this.chunks[Math.floor(position / CHUNK)]!;
      const at = (position % CHUNK) * WORDS;
      for (const { hash, bits } of byWord.get(chunk[at]!) ?? []) {
        if (chunk[at + 1] !== bits[1] || chunk[at + 2] !== bits[2] || chunk[at + 3] !== bits[3]) continue;
        const list = found.get(hash);
        if (list === undefined) found.set(hash, [position]);
        else list.push(position);
      }
    }
    return found;
  }
}
