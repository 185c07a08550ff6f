import type { CompiledProfile } from '../chain/compile.ts';
import {
  CAPACITY,
  INPUT,
  LONGEST_NAME,
  MOST_NAMES,
  NAMES,
  NAME_STRIDE,
  OUTPUT,
  RECORD,
  ROW_WORDS,
  ROWS,
} from './layout.ts';
import { type CompiledWasm, instantiateWasm } from './web-assembly.ts';

/** What source/index.as exports. */
interface ScannerExports {
  memory: { buffer: ArrayBuffer };
  configure(
    names: number,
    ascii: boolean,
    ecmaScript: boolean,
    spaced: boolean,
    insertion: boolean,
    unlinked: boolean,
    prefix: number,
  ): void;
  begin(length: number): void;
  next(): number;
  accept(): number;
  forget(): void;
  rowCount(): number;
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** True when records of this profile can be scanned: JSON forms of the whole record with a stated hash of 128 to 256 bits. */
export function canScan({ profile, wholeRecord, take, names, characters, prefix }: CompiledProfile): boolean {
  const { position } = profile.link;
  const all = names.flatMap((list) => list ?? []);
  return (
    LITTLE_ENDIAN &&
    wholeRecord &&
    take === null &&
    (profile.content.form === 'jcs' || profile.content.form === 'python') &&
    (position === 'in_record' || position === 'unlinked') &&
    profile.fields.hash !== undefined &&
    profile.digest.encoding === 'hex' &&
    characters >= 32 &&
    characters <= 64 &&
    (prefix === '' || prefix === '0x') &&
    all.length <= MOST_NAMES &&
    all.every(({ bytes }) => bytes.length <= LONGEST_NAME)
  );
}

/**
 * Reads chunks of NDJSON: canonical bytes of each ordinary record, and a row (layout.ts) for each that continues its
 * chain with the right hash. What it calls unusual has to be read by RecordReader, which it never contradicts.
 */
export class Scanner {
  private readonly exports: ScannerExports;
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private readonly record: Int32Array;

  constructor(module: CompiledWasm, compiled: CompiledProfile) {
    this.exports = instantiateWasm<ScannerExports>(module);
    const { buffer } = this.exports.memory;
    this.bytes = new Uint8Array(buffer);
    this.record = new Int32Array(buffer, RECORD, 16);
    const { form, profile, prefix } = compiled;
    this.exports.configure(
      this.writeNames(compiled),
      form.ascii,
      form.numbers === 'ecmascript',
      form.spaced,
      form.order === 'insertion',
      profile.link.position === 'unlinked',
      prefix.length,
    );
  }

  /** False when the chunk is too long. It has to begin at the start of a line. */
  begin(chunk: Uint8Array): boolean {
    if (chunk.length > CAPACITY) return false;
    this.bytes.set(chunk, INPUT);
    this.exports.begin(chunk.length);
    return true;
  }

  /** Length of the canonical bytes of the next record; -1 when it is unusual, 0 after the last one. */
  next(): number {
    return this.exports.next();
  }

  /** Canonical bytes of the record, valid until the next one. */
  canonical(length: number): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(OUTPUT, OUTPUT + length);
  }

  /** Offsets of the record in the chunk. */
  get start(): number {
    return this.record[12]!;
  }

  get end(): number {
    return this.record[13]!;
  }

  /** True when the record states just this text as its hash. */
  states(prefix: string, hex: string, characters: number): boolean {
    const { bytes, record } = this;
    let at = record[0]!;
    if (record[1]! - at !== prefix.length + characters) return false;
    for (let i = 0; i < prefix.length; i++) if (bytes[at++] !== prefix.charCodeAt(i)) return false;
    for (let i = 0; i < characters; i++) if (bytes[at++] !== hex.charCodeAt(i)) return false;
    return true;
  }

  /** To be called when the hash is right; true when the record has a row now, and needs no further reading. */
  accept(): boolean {
    return this.exports.accept() === 1;
  }

  /** To be called when the record was read elsewhere and its hash is not known to be right. */
  forget(): void {
    this.exports.forget();
  }

  /** Rows of the chunk so far, in the order of the records. */
  rows(): Int32Array<ArrayBuffer> {
    const words = new Int32Array(this.bytes.buffer, ROWS, this.exports.rowCount() * ROW_WORDS);
    return words.slice();
  }

  private writeNames(compiled: CompiledProfile): number {
    const names = compiled.names.flatMap((list) => list ?? []);
    const view = new DataView(this.bytes.buffer);
    names.forEach(({ bytes, field, rank }, i) => {
      const at = NAMES + i * NAME_STRIDE;
      view.setInt32(at, bytes.length, true);
      view.setInt32(at + 4, field, true);
      view.setInt32(at + 8, rank, true);
      this.bytes.set(bytes, at + 16);
    });
    return names.length;
  }
}
