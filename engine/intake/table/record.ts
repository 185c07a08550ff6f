/** Byte-level reading of one delimited record (RFC 4180, with the liberties that real exports take). */

export const LF = 10;
export const CR = 13;
export const QUOTE = 34;
const SPACE = 32;

export interface Dialect {
  delimiter: number;
  /** Lone carriage returns end records (old Macintosh files): only where the file has no line feed at all. */
  carriageReturns: boolean;
}

export type RecordFault = 'BAD_QUOTES' | 'UNCLOSED_QUOTE';

/** What was found at one record; one object is reused for all records of a file. */
export interface RecordFacts {
  /** First byte after the record and its line end; -1 = the buffer ends inside it. */
  next: number;
  /** First byte after the record's text. */
  end: number;
  fields: number;
  fault: RecordFault | null;
  /** Holds something that a strict reader takes differently; the record must be written anew. */
  irregular: boolean;
  /** Spaces beside delimiters. */
  padded: boolean;
  /** What ends it: end = nothing, the file ended. */
  lineEnd: 'lf' | 'crlf' | 'cr' | 'end';
  /** A quoted value runs over a line end. */
  multiline: boolean;
}

export function newFacts(): RecordFacts {
  return {
    next: -1,
    end: 0,
    fields: 0,
    fault: null,
    irregular: false,
    padded: false,
    lineEnd: 'end',
    multiline: false,
  };
}

/**
 * Reads one record from `start`. `last`: nothing follows the buffer, so its end is the record's end.
 * Values are counted, not copied: this runs over every byte of every table.
 */
export function readRecord(
  bytes: Uint8Array,
  start: number,
  length: number,
  dialect: Dialect,
  last: boolean,
  facts: RecordFacts,
): void {
  const { delimiter } = dialect;
  let fields = 1;
  let at = start;
  let valueStart = start;
  facts.next = -1;
  facts.fault = null;
  facts.irregular = false;
  facts.padded = false;
  facts.lineEnd = 'end';
  facts.multiline = false;
  for (;;) {
    if (at >= length) {
      if (!last) return;
      facts.next = length;
      break;
    }
    const byte = bytes[at]!;
    if (byte === delimiter) {
      if (at > valueStart && bytes[at - 1] === SPACE) facts.padded = true;
      fields += 1;
      at += 1;
      valueStart = at;
      if (bytes[at] === SPACE) facts.padded = true;
    } else if (byte === LF) {
      facts.lineEnd = 'lf';
      facts.next = at + 1;
      break;
    } else if (byte === CR) {
      if (at + 1 >= length && !last) return;
      if (bytes[at + 1] === LF && at + 1 < length) {
        facts.lineEnd = 'crlf';
        facts.next = at + 2;
        break;
      }
      if (dialect.carriageReturns) {
        facts.lineEnd = 'cr';
        facts.next = at + 1;
        facts.irregular = true;
        break;
      }
      facts.irregular = true;
      at += 1;
    } else if (byte === QUOTE) {
      let opens = at === valueStart;
      if (!opens) {
        opens = true;
        for (let i = valueStart; i < at; i += 1) if (bytes[i] !== SPACE) opens = false;
        facts.irregular = true;
      }
      if (!opens) {
        at += 1;
        continue;
      }
      const closing = closeQuote(bytes, at + 1, length);
      if (closing < 0 || (closing + 1 >= length && !last)) {
        if (!last) return;
        if (closing < 0) {
          facts.fault = 'UNCLOSED_QUOTE';
          facts.next = length;
          break;
        }
      }
      for (let i = at + 1; i < closing && !facts.multiline; i += 1)
        facts.multiline = bytes[i] === LF || bytes[i] === CR;
      at = closing + 1;
      while (at < length && bytes[at] === SPACE) {
        facts.irregular = true;
        at += 1;
      }
      if (at >= length) {
        if (!last) return;
        continue;
      }
      const after = bytes[at]!;
      if (after === CR && at + 1 >= length && !last) return;
      const lineEnd = after === LF || (after === CR && (bytes[at + 1] === LF || dialect.carriageReturns));
      if (after !== delimiter && !lineEnd) {
        facts.fault = 'BAD_QUOTES';
        facts.next = at;
        break;
      }
      valueStart = at;
    } else {
      at += 1;
    }
  }
  facts.end = at;
  facts.fields = fields;
  if (at > start && bytes[at - 1] === SPACE) facts.padded = true;
  if (bytes[start] === SPACE) facts.padded = true;
}

/** Position of the quote that closes a value, doubled quotes passed over; -1 = none in the buffer. */
function closeQuote(bytes: Uint8Array, from: number, length: number): number {
  for (let at = bytes.indexOf(QUOTE, from); at >= 0 && at < length; at = bytes.indexOf(QUOTE, at + 2)) {
    if (bytes[at + 1] !== QUOTE || at + 1 >= length) return at;
  }
  return -1;
}

/** A value of a record: its text, and whether it was quoted (an empty quoted text is a value, an empty bare one is none). */
export interface Value {
  text: string;
  quoted: boolean;
}

/** Values of one sound record, as `readRecord` understood it. */
export function splitRecord(text: string, delimiter: string): Value[] {
  const values: Value[] = [];
  let at = 0;
  for (;;) {
    let open = at;
    while (text[open] === ' ') open += 1;
    if (text[open] === '"') {
      let value = '';
      let from = open + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        value += text.slice(from, quote);
        if (text[quote + 1] !== '"') {
          from = quote + 1;
          break;
        }
        value += '"';
        from = quote + 2;
      }
      values.push({ text: value, quoted: true });
      const next = text.indexOf(delimiter, from);
      if (next < 0) return values;
      at = next + delimiter.length;
    } else {
      const next = text.indexOf(delimiter, at);
      values.push({ text: next < 0 ? text.slice(at) : text.slice(at, next), quoted: false });
      if (next < 0) return values;
      at = next + delimiter.length;
    }
  }
}

/** The record in the one form that every strict reader takes alike. */
export function writeRecord(values: readonly (Value | null)[], number: number): string {
  const cells = values.map((value) => {
    if (value === null || (value.text === '' && !value.quoted)) return '';
    return `"${value.text.replaceAll('"', '""')}"`;
  });
  return `${number},${cells.join(',')}\n`;
}
