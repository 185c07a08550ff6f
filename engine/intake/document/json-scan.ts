import { TickmarkError } from '#shared/model/errors.ts';

/** Where a JSON value stands in its document, and what it is made of. */
export interface Span {
  start: number;
  end: number;
  kind: 'object' | 'array' | 'other';
  /** A key that this value, or one inside it, states twice; null = none. */
  duplicate: string | null;
}

const DEEPEST = 256;

function malformed(at: number, what: string): TickmarkError {
  return new TickmarkError('FILE_MALFORMED', `the JSON breaks at byte ${at}: ${what}`, {
    hint: 'Ask for the export again; if it was edited by hand, restore the original.',
  });
}

function truncated(): TickmarkError {
  return new TickmarkError('FILE_TRUNCATED', 'the JSON ends before it is complete', {
    hint: 'Copy or download the file again.',
  });
}

/**
 * Reads JSON (RFC 8259) from bytes without building values: places only, so that numbers and texts stay as written.
 * Throws FILE_MALFORMED, FILE_TRUNCATED, FILE_TOO_COMPLEX.
 */
export class JsonScanner {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The one value of the document. */
  root(): Span {
    const bom = this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf ? 3 : 0;
    const span = this.value(this.space(bom), 0);
    const rest = this.space(span.end);
    if (rest < this.bytes.length) throw malformed(rest, 'text follows the end of the document');
    return span;
  }

  elements(array: Span): Span[] {
    const found: Span[] = [];
    let at = this.space(array.start + 1);
    while (this.bytes[at] !== 0x5d) {
      const item = this.value(at, 1);
      found.push(item);
      at = this.space(item.end);
      if (this.bytes[at] === 0x2c) at = this.space(at + 1);
    }
    return found;
  }

  members(object: Span): { key: string; value: Span }[] {
    const found: { key: string; value: Span }[] = [];
    let at = this.space(object.start + 1);
    while (this.bytes[at] !== 0x7d) {
      const keyEnd = this.string(at);
      const key = JSON.parse(this.text(at, keyEnd)) as string;
      const value = this.value(this.space(this.space(keyEnd) + 1), 1);
      found.push({ key, value });
      at = this.space(value.end);
      if (this.bytes[at] === 0x2c) at = this.space(at + 1);
    }
    return found;
  }

  text(start: number, end: number): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, end - start).toString('utf8');
  }

  private space(from: number): number {
    let at = from;
    for (;;) {
      const byte = this.bytes[at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
      at += 1;
    }
  }

  private value(at: number, depth: number): Span {
    if (depth > DEEPEST) {
      throw new TickmarkError('FILE_TOO_COMPLEX', `the JSON is nested more than ${DEEPEST} levels deep`, {
        hint: 'No export needs this.',
      });
    }
    const byte = this.bytes[at];
    if (byte === undefined) throw truncated();
    if (byte === 0x7b) return this.object(at, depth);
    if (byte === 0x5b) return this.array(at, depth);
    const end = byte === 0x22 ? this.string(at) : this.word(at);
    return { start: at, end, kind: 'other', duplicate: null };
  }

  private object(start: number, depth: number): Span {
    const keys = new Set<string>();
    let duplicate: string | null = null;
    let at = this.space(start + 1);
    if (this.bytes[at] === 0x7d) return { start, end: at + 1, kind: 'object', duplicate };
    for (;;) {
      if (at >= this.bytes.length) throw truncated();
      if (this.bytes[at] !== 0x22) throw malformed(at, 'a key in double quotes is expected');
      const keyEnd = this.string(at);
      const key = JSON.parse(this.text(at, keyEnd)) as string;
      if (keys.has(key)) duplicate ??= key;
      keys.add(key);
      at = this.space(keyEnd);
      if (at >= this.bytes.length) throw truncated();
      if (this.bytes[at] !== 0x3a) throw malformed(at, 'a colon is expected');
      const value = this.value(this.space(at + 1), depth + 1);
      duplicate ??= value.duplicate;
      at = this.space(value.end);
      if (this.bytes[at] === 0x7d) return { start, end: at + 1, kind: 'object', duplicate };
      if (at >= this.bytes.length) throw truncated();
      if (this.bytes[at] !== 0x2c) throw malformed(at, 'a comma or a closing brace is expected');
      at = this.space(at + 1);
    }
  }

  private array(start: number, depth: number): Span {
    let duplicate: string | null = null;
    let at = this.space(start + 1);
    if (this.bytes[at] === 0x5d) return { start, end: at + 1, kind: 'array', duplicate };
    for (;;) {
      const value = this.value(at, depth + 1);
      duplicate ??= value.duplicate;
      at = this.space(value.end);
      if (this.bytes[at] === 0x5d) return { start, end: at + 1, kind: 'array', duplicate };
      if (at >= this.bytes.length) throw truncated();
      if (this.bytes[at] !== 0x2c) throw malformed(at, 'a comma or a closing bracket is expected');
      at = this.space(at + 1);
    }
  }

  /** End of the string that starts at `at`. */
  private string(start: number): number {
    let at = start + 1;
    for (;;) {
      const byte = this.bytes[at];
      if (byte === undefined) throw truncated();
      if (byte === 0x22) return at + 1;
      if (byte < 0x20) throw malformed(at, 'a control character stands inside a text');
      if (byte === 0x5c) {
        const length = this.escape(at);
        at += length;
      } else at += 1;
    }
  }

  private escape(at: number): number {
    const kind = this.bytes[at + 1];
    if (kind === undefined) throw truncated();
    if ('"\\/bfnrt'.includes(String.fromCharCode(kind))) return 2;
    if (kind === 0x75 && /^[0-9a-fA-F]{4}$/.test(this.text(at + 2, Math.min(at + 6, this.bytes.length))))
      return 6;
    if (kind === 0x75 && at + 6 > this.bytes.length) throw truncated();
    throw malformed(at, 'an unknown escape');
  }

  /** A number, true, false or null. */
  private word(start: number): number {
    let at = start;
    for (;;) {
      const byte = this.bytes[at];
      const part =
        byte !== undefined &&
        ((byte >= 0x30 && byte <= 0x39) ||
          (byte >= 0x61 && byte <= 0x7a) ||
          byte === 0x2b ||
          byte === 0x2d ||
          byte === 0x2e ||
          byte === 0x45);
      if (!part) break;
      at += 1;
    }
    const word = this.text(start, at);
    if (/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(word)) return at;
    if (
      at >= this.bytes.length &&
      word !== '' &&
      /^(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|-|-?\d[\d.eE+-]*)$/.test(word)
    )
      throw truncated();
    throw malformed(start, 'a value is expected');
  }
}
