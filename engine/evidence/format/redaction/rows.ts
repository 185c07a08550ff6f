import type { Chunks } from '../zip-write.ts';
import { CAPACITY, MOST_CELLS } from './kernel/kernel.ts';

/** How a text file falls into rows and cells. */
export type RowShape =
  | { readonly shape: 'delimited'; readonly delimiter: string }
  | { readonly shape: 'lines' };

/** The cells of one row, each with the delimiter or line end behind it: put together they are the file. */
export type Row = readonly Uint8Array[];

/** A row beyond this is no row of a table: a quote that is never closed takes the rest of the file with it. */
export const MAX_ROW = CAPACITY;

const [QUOTE, CR, LF] = [0x22, 0x0d, 0x0a];
const BOM = [0xef, 0xbb, 0xbf];

/** Where the reader stands: start of a cell, inside one, inside quotes, behind a quote inside quotes, behind a CR. */
type State = 'start' | 'plain' | 'quoted' | 'quote' | 'cr';

/**
 * Rows of a text file (RFC 4180 for delimited ones, lines that end with LF for others), in order. No byte is lost,
 * changed or judged: files that break the RFC fall into some cells too. A line may end with LF, CR LF or CR.
 * Throws RangeError for a row of more than `longest` bytes
 * or 65,536 cells.
 */
export async function* splitRows(chunks: Chunks, shape: RowShape, longest = MAX_ROW): AsyncGenerator<Row[]> {
  let rows: Row[] = [];
  const splitter = new Splitter(shape, longest, (bytes, start, ends) => {
    let from = start;
    rows.push(
      ends.map((end) => {
        const cell = bytes.subarray(from, end);
        from = end;
        return cell;
      }),
    );
  });
  for await (const chunk of chunks) {
    splitter.push(chunk);
    yield rows;
    rows = [];
  }
  splitter.end();
  yield rows;
}

/** A row of `bytes`: where it starts, and where each of its cells ends. Both are valid during the call only. */
export type OnRow = (bytes: Uint8Array, start: number, ends: readonly number[]) => void;

/** The same rows without an object for each cell: files have millions. */
export async function scanRows(chunks: Chunks, shape: RowShape, onRow: OnRow): Promise<void> {
  const splitter = new Splitter(shape, MAX_ROW, onRow);
  for await (const chunk of chunks) splitter.push(chunk);
  splitter.end();
}

class Splitter {
  readonly #delimiter: number;
  readonly #lines: boolean;
  readonly #longest: number;
  readonly #onRow: OnRow;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #rowStart = 0;
  #ends: number[] = [];
  #state: State = 'start';
  #first = true;

  constructor(shape: RowShape, longest: number, onRow: OnRow) {
    this.#longest = longest;
    this.#onRow = onRow;
    this.#lines = shape.shape === 'lines';
    this.#delimiter = shape.shape === 'delimited' ? shape.delimiter.charCodeAt(0) : -1;
  }

  push(chunk: Uint8Array): void {
    const rest = this.#bytes.subarray(this.#rowStart);
    if (rest.byteLength > this.#longest)
      throw new RangeError(`has a row of more than ${this.#longest} bytes`);
    this.#ends = this.#ends.map((end) => end - this.#rowStart);
    this.#at -= this.#rowStart;
    this.#rowStart = 0;
    this.#bytes = rest.byteLength === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    if (this.#lines) this.#readLines();
    else this.#readCells();
  }

  end(): void {
    if (this.#rowStart < this.#bytes.byteLength) this.#endRow(this.#bytes.byteLength);
  }

  #readLines(): void {
    for (let at = this.#bytes.indexOf(LF, this.#at); at >= 0; at = this.#bytes.indexOf(LF, at + 1))
      this.#endRow(at + 1);
    this.#at = this.#bytes.byteLength;
  }

  #readCells(): void {
    const bytes = this.#bytes;
    let state = this.#state;
    let at = this.#at;
    if (this.#first && at < BOM.length) {
      // A byte order mark before a quote does not make the cell an unquoted one.
      while (at < BOM.length && bytes[at] === BOM[at]) at += 1;
      this.#first = at === bytes.byteLength && at < BOM.length;
    }
    for (; at < bytes.byteLength; at += 1) {
      const byte = bytes[at];
      if (state === 'quoted') {
        if (byte === QUOTE) state = 'quote';
        continue;
      }
      if (byte === QUOTE && (state === 'quote' || state === 'start')) {
        state = 'quoted';
        continue;
      }
      if (state === 'cr' && byte !== LF) {
        this.#endRow(at);
        state = byte === QUOTE ? 'quoted' : 'start';
        if (byte === QUOTE) continue;
      }
      if (byte === this.#delimiter) {
        this.#ends.push(at + 1);
        if (this.#ends.length >= MOST_CELLS)
          throw new RangeError(`has a row of more than ${MOST_CELLS} cells`);
        state = 'start';
      } else if (byte === LF) {
        this.#endRow(at + 1);
        state = 'start';
      } else state = byte === CR ? 'cr' : 'plain';
    }
    this.#state = state;
    this.#at = at;
  }

  #endRow(end: number): void {
    if (end - this.#rowStart > this.#longest)
      throw new RangeError(`has a row of more than ${this.#longest} bytes`);
    this.#ends.push(end);
    this.#onRow(this.#bytes, this.#rowStart, this.#ends);
    this.#rowStart = end;
    this.#ends = [];
  }
}

const DELIMITERS = [',', ';', '\t', '|'];
const HEAD = 1 << 16;

/**
 * The delimiter that most lines of the beginning of a file agree on. What it answers only decides how finely a file
 * can be withheld; any answer keeps every byte.
 */
export function guessDelimiter(head: Uint8Array): string {
  const lines = Buffer.from(head.subarray(0, HEAD))
    .toString('latin1')
    .split(/\r\n|\n|\r/);
  let best = { delimiter: ',', lines: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const found = line.replaceAll(/"[^"]*"/g, '').split(delimiter).length - 1;
      if (found > 0) counts.set(found, (counts.get(found) ?? 0) + 1);
    }
    const agreeing = Math.max(0, ...counts.values());
    if (agreeing > best.lines) best = { delimiter, lines: agreeing };
  }
  return best.delimiter;
}
