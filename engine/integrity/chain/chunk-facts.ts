import { INPUT, ROW, ROW_WORDS } from '../scanner/layout.ts';
import { textOf } from '../json/utf8.ts';
import type { RecordFacts } from './facts.ts';

/** What was read and hashed of one chunk of a log. Can be sent from thread to thread. */
export interface ChunkFacts {
  /** The chunk itself: the rows hold offsets into it. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Records of the chunk. */
  records: number;
  /** The records that simply continue their chain: sound, linked to the one before, time not backwards. See layout.ts. */
  rows: Int32Array<ArrayBuffer>;
  /** All others, in order; `index` counts from the first record of the chunk. */
  facts: RecordFacts[];
  /** Records that only another canonical form explains, for each candidate of the reader. */
  decisive: number[];
}

/** Reads the rows of a chunk. */
export class ChunkRows {
  readonly count: number;
  private readonly words: Int32Array;
  private readonly unsigned: Uint32Array;
  private readonly numbers: Float64Array;
  private readonly bytes: Uint8Array;
  private readonly prefix: string;
  private readonly characters: number;

  /** `prefix`, `characters`: how the profile writes a digest. */
  constructor(chunk: ChunkFacts, prefix: string, characters: number) {
    const { buffer } = chunk.rows;
    this.words = chunk.rows;
    this.unsigned = new Uint32Array(buffer);
    this.numbers = new Float64Array(buffer);
    this.bytes = chunk.bytes;
    this.prefix = prefix;
    this.characters = characters;
    this.count = chunk.rows.length / ROW_WORDS;
  }

  /** Position of the record among those of the chunk. */
  line(row: number): number {
    return this.words[row * ROW_WORDS + ROW.line]!;
  }

  /** Rows of one chain have the same slot. */
  slot(row: number): number {
    return this.words[row * ROW_WORDS + ROW.slot]!;
  }

  number(row: number): number | null {
    const value = this.numbers[(row * ROW_WORDS + ROW.number) / 2]!;
    return Number.isNaN(value) ? null : value;
  }

  /** One of the eight words of the hash, the first digits in word 0. */
  word(row: number, at: number): number {
    return this.unsigned[row * ROW_WORDS + at]!;
  }

  /** The hashes of the id for IdSet, where `hasId`. */
  idLow(row: number): number {
    return this.words[row * ROW_WORDS + ROW.idLow]!;
  }

  idHigh(row: number): number {
    return this.words[row * ROW_WORDS + ROW.idHigh]!;
  }

  hasId(row: number): boolean {
    return this.words[row * ROW_WORDS + ROW.idStart]! >= 0;
  }

  id(row: number): string | null {
    return this.text(row, ROW.idStart);
  }

  /** True when the id is `beginning`, then `number` in `digits` digits. */
  hasIdNumber(row: number, beginning: string, digits: number, number: number): boolean {
    const { bytes, words } = this;
    let at = words[row * ROW_WORDS + ROW.idStart]! - INPUT;
    const end = words[row * ROW_WORDS + ROW.idEnd]! - INPUT;
    if (end - at !== beginning.length + digits) return false;
    for (let i = 0; i < beginning.length; i++) if (bytes[at++] !== beginning.charCodeAt(i)) return false;
    let value = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) return false;
      value = value * 10 + digit;
    }
    return value === number;
  }

  time(row: number): string | null {
    return this.text(row, ROW.timeStart);
  }

  chain(row: number): string | null {
    return this.text(row, ROW.chainStart);
  }

  /** The hash that the record states and has. */
  stated(row: number): string {
    let hex = '';
    for (let word = 0; word < 8; word++) hex += this.word(row, word).toString(16).padStart(8, '0');
    return this.prefix + hex.slice(0, this.characters);
  }

  private text(row: number, field: number): string | null {
    const start = this.words[row * ROW_WORDS + field]!;
    return start < 0
      ? null
      : textOf(this.bytes, start - INPUT, this.words[row * ROW_WORDS + field + 1]! - INPUT);
  }
}
