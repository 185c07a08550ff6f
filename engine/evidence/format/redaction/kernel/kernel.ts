import { compileWasm, instantiateWasm } from '#engine/integrity/scanner/web-assembly.ts';
import { ROW_HASHER_WASM } from './generated.ts';

/** Places in its memory; source/layout.as has the same numbers. */
const SEED = 0x10000;
const FILE = 0x10020;
const ROW = 0x10040;
const ENDS = 0x20000;
const SALTS = 0x60000;
const HASHES = 0x260000;
const INPUT = 0x460000;

/** Most bytes and cells of a row that the memory holds. */
export const CAPACITY = 16 << 20;
export const MOST_CELLS = 1 << 16;

/** What source/index.as exports. */
interface KernelExports {
  memory: { buffer: ArrayBuffer };
  key(): void;
  salts(row: number, count: number): void;
  cell(index: number): void;
  cells(count: number): void;
  row(count: number): void;
}

/** The memory of the WebAssembly program that hashes rows and cells, with its steps. One for a process. */
export class Kernel {
  readonly #exports: KernelExports;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #ends: DataView;
  #key: object | null = null;

  private constructor(exports: KernelExports) {
    this.#exports = exports;
    this.#bytes = new Uint8Array(exports.memory.buffer);
    this.#ends = new DataView(exports.memory.buffer, ENDS, 4 * MOST_CELLS);
  }

  static #shared: Kernel | null = null;

  /** Rows are hashed one after the other and without a pause, so that all can share one memory. */
  static shared(): Kernel {
    const compile = () =>
      compileWasm(Uint8Array.from(atob(ROW_HASHER_WASM), (character) => character.charCodeAt(0)));
    Kernel.#shared ??= new Kernel(instantiateWasm<KernelExports>(compile()));
    return Kernel.#shared;
  }

  /** From now on salts follow from this seed and belong to this file. `owner`: who asked last. */
  keyed(owner: object, seed: Uint8Array, file: Uint8Array): void {
    if (this.#key === owner) return;
    this.#bytes.set(seed, SEED);
    this.#bytes.set(file, FILE);
    this.#exports.key();
    this.#key = owner;
  }

  /** Puts the bytes of a row's cells in; false when they are more than it holds. */
  load(row: readonly Uint8Array[]): boolean {
    if (row.length > MOST_CELLS) return false;
    let at = 0;
    row.forEach((cell, i) => {
      at += cell.byteLength;
      if (at <= CAPACITY) this.#ends.setUint32(4 * i, at, true);
    });
    if (at > CAPACITY) return false;
    const [first] = row;
    const last = row.at(-1);
    // Cells of a row that was split lie behind each other: they are copied at once.
    const together =
      first !== undefined &&
      first.buffer === last?.buffer &&
      first.byteOffset + at === last.byteOffset + last.byteLength;
    if (together) this.#bytes.set(new Uint8Array(first.buffer, first.byteOffset, at), INPUT);
    else this.#copy(row);
    return true;
  }

  /** The same from where the row starts and where its cells end in `bytes`. */
  loadPart(bytes: Uint8Array, start: number, ends: readonly number[]): boolean {
    const end = ends.at(-1) ?? start;
    if (ends.length > MOST_CELLS || end - start > CAPACITY) return false;
    ends.forEach((each, i) => this.#ends.setUint32(4 * i, each - start, true));
    this.#bytes.set(bytes.subarray(start, end), INPUT);
    return true;
  }

  #copy(row: readonly Uint8Array[]): void {
    let at = INPUT;
    for (const cell of row) {
      this.#bytes.set(cell, at);
      at += cell.byteLength;
    }
  }

  salts(row: number, count: number): void {
    this.#exports.salts(row, count);
  }

  cells(count: number): void {
    this.#exports.cells(count);
  }

  cell(index: number): void {
    this.#exports.cell(index);
  }

  /** The hash of the row; hashes of cells cannot be asked for afterwards. */
  row(count: number): Buffer {
    this.#exports.row(count);
    return Buffer.from(this.#bytes.slice(ROW, ROW + 32).buffer);
  }

  setSalt(index: number, salt: Uint8Array): void {
    this.#bytes.set(salt, SALTS + 32 * index);
  }

  setHash(index: number, hash: Uint8Array): void {
    this.#bytes.set(hash, HASHES + 32 * index);
  }

  salt(index: number): Buffer {
    return Buffer.from(this.#bytes.slice(SALTS + 32 * index, SALTS + 32 * (index + 1)).buffer);
  }

  hash(index: number): Buffer {
    return Buffer.from(this.#bytes.slice(HASHES + 32 * index, HASHES + 32 * (index + 1)).buffer);
  }
}
