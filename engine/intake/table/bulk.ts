import { CR, LF, QUOTE, type Dialect } from './record.ts';

const SPACE = 32;
const PLAIN = 0;

/** What a run of sound records says of the file. */
export interface BulkFacts {
  records: number;
  /** Bytes of the widest, without its line end. */
  widest: number;
  /** Spaces beside delimiters. */
  padded: boolean;
  lf: boolean;
  crlf: boolean;
}

/** What a byte can mean in a dialect: 0 = text. */
export function byteClasses(dialect: Dialect): Uint8Array {
  const classes = new Uint8Array(256);
  for (const byte of [dialect.delimiter, LF, CR, QUOTE]) classes[byte] = byte;
  return classes;
}

/**
 * Passes over sound, regular records of `width` values from `start` on and returns where it stopped: at a record that
 * `readRecord` has to look at (broken, of another width, blank, odd in its quotes, cut by the buffer) or at `length`.
 * `bytes[length]` must be a line feed: with that guard the inner loop has one test a byte, and this is most of the
 * time that a table takes outside the database.
 */
export function passRecords(
  bytes: Uint8Array,
  start: number,
  length: number,
  classes: Uint8Array,
  delimiter: number,
  width: number,
  facts: BulkFacts,
): number {
  // Nearly all of a text lies above quote and comma.
  const ceiling = Math.max(delimiter, QUOTE);
  let { records, widest, padded, lf, crlf } = facts;
  let record = start;
  let at = start;
  let fields = 1;
  let valueStart = start;
  for (;;) {
    let byte = bytes[at]!;
    while (byte > ceiling || classes[byte] === PLAIN) byte = bytes[++at]!;
    if (at >= length) break;
    if (byte === delimiter) {
      padded ||= bytes[at - 1] === SPACE || bytes[at + 1] === SPACE;
      fields += 1;
      at += 1;
      valueStart = at;
      continue;
    }
    if (byte === QUOTE) {
      if (at !== valueStart) break;
      at += 1;
      for (;;) {
        while (at < length && bytes[at] !== QUOTE) at += 1;
        if (at + 1 >= length || bytes[at + 1] !== QUOTE) break;
        at += 2;
      }
      at += 1;
      if (at >= length) break;
      const after = bytes[at]!;
      if (after !== delimiter && after !== LF && after !== CR) break;
      // The value is over: only a delimiter or a line end can follow.
      valueStart = at;
      continue;
    }
    const end = at;
    if (byte === CR) {
      if (at + 1 >= length || bytes[at + 1] !== LF) break;
      at += 1;
    }
    if (fields !== width || end === record) break;
    padded ||= bytes[end - 1] === SPACE || bytes[record] === SPACE;
    if (end - record > widest) widest = end - record;
    if (end === at) lf = true;
    else crlf = true;
    at += 1;
    records += 1;
    record = at;
    valueStart = at;
    fields = 1;
  }
  facts.records = records;
  facts.widest = widest;
  facts.padded = padded;
  facts.lf = lf;
  facts.crlf = crlf;
  return record;
}
