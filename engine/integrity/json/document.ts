import { decodeEscape } from './escapes.ts';
import { KeySorter } from './key-sorter.ts';
import {
  ARRAY,
  DECODED,
  FALSE,
  INTEGER,
  JsonTape,
  LONE,
  MIXED_KEYS,
  NULL,
  NUMBER,
  OBJECT,
  PLAIN,
  STRING,
  TRUE,
} from './tape.ts';
import { sequenceLength } from './utf8.ts';

const MAX_DEPTH = 128;

/** Why bytes are not a JSON text, and where. */
export interface JsonFault {
  at: number;
  message: string;
}

/**
 * A JSON text (RFC 8259) as a flat list of nodes over its own bytes: lexemes, key order and escapes stay as received.
 * Refused: invalid UTF-8, duplicate keys, more than 128 levels, anything after the value.
 * One object serves any number of texts, one after the other, without allocating for each.
 */
export class JsonDocument extends JsonTape {
  private readonly sorter = new KeySorter();
  private pos = 0;
  private end = 0;
  private depth = 0;
  private fault: JsonFault | null = null;

  /** Reads `bytes[start, end)`; null on success. The root is node 0. The bytes must not change while nodes are used. */
  parse(bytes: Uint8Array, start = 0, end = bytes.length): JsonFault | null {
    this.source = bytes;
    this.side.reset();
    this.nodes = 0;
    this.orderLength = 0;
    this.pos = start;
    this.end = end;
    this.depth = 0;
    this.fault = null;
    if (this.value()) {
      this.ahead();
      if (this.pos < end) this.fail('text after the end of the value');
    }
    return this.fault;
  }

  private fail(message: string): false {
    this.fault ??= { at: this.pos, message };
    return false;
  }

  /** Passes over white space; the next byte, or 0 at the end. */
  private ahead(): number {
    const bytes = this.source;
    let i = this.pos;
    while (i < this.end) {
      const c = bytes[i]!;
      if (c > 32 || (c !== 32 && c !== 10 && c !== 13 && c !== 9)) {
        this.pos = i;
        return c;
      }
      i++;
    }
    this.pos = i;
    return 0;
  }

  private value(): boolean {
    const c = this.ahead();
    if (c === 34) return this.string();
    if (c === 123) return this.object();
    if (c === 91) return this.array();
    if (c === 45 || (c >= 48 && c <= 57)) return this.number();
    if (c === 116) return this.literal('true', TRUE);
    if (c === 102) return this.literal('false', FALSE);
    if (c === 110) return this.literal('null', NULL);
    const ended = this.pos >= this.end;
    return this.fail(ended ? 'the text ends where a value is expected' : 'a value is expected');
  }

  private literal(word: string, tag: number): boolean {
    const start = this.pos;
    for (let i = 0; i < word.length; i++) {
      if (start + i >= this.end || this.source[start + i] !== word.charCodeAt(i))
        return this.fail('a value is expected');
    }
    this.pos += word.length;
    this.close(this.open(tag, start), this.pos, 0);
    return true;
  }

  private digits(): boolean {
    const before = this.pos;
    while (this.pos < this.end && this.source[this.pos]! >= 48 && this.source[this.pos]! <= 57) this.pos++;
    return this.pos > before;
  }

  private number(): boolean {
    const bytes = this.source;
    const start = this.pos;
    let tag = NUMBER | INTEGER;
    if (bytes[this.pos] === 45) this.pos++;
    if (this.pos < this.end && bytes[this.pos] === 48) this.pos++;
    else if (!this.digits()) return this.fail('a digit is expected');
    if (this.pos < this.end && bytes[this.pos] === 46) {
      tag = NUMBER;
      this.pos++;
      if (!this.digits()) return this.fail('a digit is expected after the decimal point');
    }
    if (this.pos < this.end && (bytes[this.pos]! | 32) === 101) {
      tag = NUMBER;
      this.pos++;
      if (this.pos < this.end && (bytes[this.pos] === 43 || bytes[this.pos] === 45)) this.pos++;
      if (!this.digits()) return this.fail('a digit is expected in the exponent');
    }
    this.close(this.open(tag, start), this.pos, 0);
    return true;
  }

  private string(): boolean {
    const bytes = this.source;
    const end = this.end;
    const start = this.pos + 1;
    let i = start;
    let plain = PLAIN;
    while (i < end) {
      const c = bytes[i]!;
      if (c === 34) {
        this.pos = i + 1;
        this.close(this.open(STRING | plain, start), i, 0);
        return true;
      }
      if (c === 92) return this.escaped(start, i);
      if (c < 32) break;
      if (c < 127) {
        i++;
      } else {
        plain = 0;
        const length = c === 127 ? 1 : sequenceLength(bytes, i, end);
        if (length === 0) break;
        i += length;
      }
    }
    return this.stringFault(i);
  }

  private stringFault(at: number): false {
    this.pos = at;
    if (at >= this.end) return this.fail('the text ends inside a string');
    return this.fail(
      this.source[at]! < 32 ? 'a control character inside a string' : 'bytes that are not UTF-8',
    );
  }

  private escaped(start: number, firstEscape: number): boolean {
    const bytes = this.source;
    const end = this.end;
    const side = this.side;
    const from = side.length;
    let tag = STRING | DECODED;
    side.copy(bytes, start, firstEscape);
    let i = firstEscape;
    while (i < end) {
      const c = bytes[i]!;
      if (c === 34) {
        this.pos = i + 1;
        this.close(this.open(tag, from), side.length, 0);
        return true;
      }
      if (c === 92) {
        const escape = decodeEscape(bytes, i, end, side);
        if (escape.length === 0) {
          this.pos = i;
          return this.fail('an escape sequence that JSON does not have');
        }
        if (escape.lone) tag |= LONE;
        i += escape.length;
        continue;
      }
      if (c < 32) break;
      const length = sequenceLength(bytes, i, end);
      if (length === 0) break;
      side.copy(bytes, i, i + length);
      i += length;
    }
    return this.stringFault(i);
  }

  private enter(): boolean {
    this.depth++;
    if (this.depth > MAX_DEPTH) return this.fail(`more than ${MAX_DEPTH} levels`);
    this.pos++;
    return true;
  }

  private array(): boolean {
    const node = this.open(ARRAY, this.pos);
    if (!this.enter()) return false;
    let count = 0;
    let c = this.ahead();
    while (c !== 93) {
      if (!this.value()) return false;
      count++;
      c = this.ahead();
      if (c === 93) break;
      if (c !== 44) return this.fail('a comma or ] is expected');
      this.pos++;
    }
    this.pos++;
    this.depth--;
    this.close(node, this.pos, count);
    return true;
  }

  private object(): boolean {
    const node = this.open(OBJECT, this.pos);
    if (!this.enter()) return false;
    let count = 0;
    let plain = true;
    let c = this.ahead();
    while (c !== 125) {
      if (c !== 34) return this.fail('a key in quotes is expected');
      const key = this.nodes;
      if (!this.string()) return false;
      if (!this.has(key, PLAIN)) plain = false;
      if (this.ahead() !== 58) return this.fail('a colon is expected');
      this.pos++;
      if (!this.value()) return false;
      count++;
      c = this.ahead();
      if (c === 125) break;
      if (c !== 44) return this.fail('a comma or } is expected');
      this.pos++;
      c = this.ahead();
      // Only an empty object may close where a key is expected.
      if (c === 125) return this.fail('a key in quotes is expected');
    }
    this.pos++;
    this.depth--;
    const base = this.openOrder(count);
    this.close(node, base, count);
    if (!plain) this.mark(node, MIXED_KEYS);
    const twice = this.sorter.sort(this, node, count, this.order, base);
    return twice < 0 || this.fail(`the key ${JSON.stringify(this.text(twice))} stands twice in one object`);
  }
}
