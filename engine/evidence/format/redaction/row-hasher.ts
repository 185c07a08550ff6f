import { Kernel } from './kernel/kernel.ts';
import type { RedactedCell, RedactedRow } from './redacted.ts';
import type { Row } from './rows.ts';

/** Hashes of the rows of one source under the seed of its salts (docs/spec/evidence-package.md section 10.4). */
export class RowHasher {
  readonly #kernel = Kernel.shared();
  readonly #seed: Uint8Array;
  readonly #file: Uint8Array;

  /** `source`: SHA-256 of the whole file, in hex. */
  constructor(seed: Uint8Array, source: string) {
    this.#seed = seed;
    this.#file = Buffer.from(source, 'hex');
  }

  /** Hash of one row; `number` counts from 1. Throws RangeError for one that no root can hold. */
  hash(number: number, row: Row): Buffer {
    this.#cells(number, row);
    return this.#kernel.row(row.length);
  }

  #row(number: number, count: number): Buffer {
    this.#kernel.salts(number, count);
    this.#kernel.cells(count);
    return this.#kernel.row(count);
  }

  /** The same of a row that lies in `bytes`, whose cells end at `ends`. */
  hashPart(number: number, bytes: Uint8Array, start: number, ends: readonly number[]): Buffer {
    this.#kernel.keyed(this, this.#seed, this.#file);
    if (!this.#kernel.loadPart(bytes, start, ends)) throw new RangeError(`row ${number} is too long`);
    return this.#row(number, ends.length);
  }

  /** The row without some of its cells, which count from 0. */
  disclose(number: number, row: Row, withheld: readonly number[]): RedactedRow {
    this.#cells(number, row);
    const cells = row.map(
      (bytes, i): RedactedCell =>
        withheld.includes(i) ? { hash: this.#kernel.hash(i) } : { salt: this.#kernel.salt(i), bytes },
    );
    return { hash: this.#kernel.row(row.length), cells };
  }

  #cells(number: number, row: Row): void {
    this.#kernel.keyed(this, this.#seed, this.#file);
    if (!this.#kernel.load(row)) throw new RangeError(`row ${number} is too long`);
    this.#kernel.salts(number, row.length);
    this.#kernel.cells(row.length);
  }
}

/** The hash that follows from the cells; the stated one where the row is withheld. Null for a row that no root can hold. */
export function computedRow({ hash, cells }: RedactedRow): Uint8Array | null {
  if (cells === null) return hash;
  if (cells.length === 0) return null;
  const kernel = Kernel.shared();
  if (!kernel.load(cells.map((cell) => ('hash' in cell ? NOTHING : cell.bytes)))) return null;
  cells.forEach((cell, i) => {
    if ('hash' in cell) {
      kernel.setHash(i, cell.hash);
      return;
    }
    kernel.setSalt(i, cell.salt);
    kernel.cell(i);
  });
  return kernel.row(cells.length);
}

const NOTHING = new Uint8Array();
