import { ByteSink } from './byte-sink.ts';
import { decodeEscape } from './escapes.ts';
import { sequenceLength, textOf } from './utf8.ts';

export const NULL = 0;
export const FALSE = 1;
export const TRUE = 2;
export const NUMBER = 3;
export const STRING = 4;
export const ARRAY = 5;
export const OBJECT = 6;

/** The string holds only printable ASCII without quote and backslash: every form copies it as it is. */
export const PLAIN = 8;
/** The string had escapes; its characters stand decoded in the side buffer. */
export const DECODED = 16;
/** The string holds a surrogate without its partner, which has no UTF-8. */
export const LONE = 32;
/** The number has neither fraction nor exponent. */
export const INTEGER = 64;
/** At least one key of the object is not plain. */
export const MIXED_KEYS = 128;
const KIND_MASK = 7;

const STRIDE = 5;
const MAX_DEPTH = 128;
/** Members beyond which an object is sorted in the general way. */
const WIDE = 48;

/** Why bytes are not a JSON text, and where. */
export interface JsonFault {
  at: number;
  message: string;
}

/**
 * A JSON text (RFC 8259) as a flat list of nodes over its own bytes: lexemes, key order and escapes stay as received.
 * Refused: invalid UTF-8, duplicate keys, more than 128 levels, anything after the value.
 * One object serves any number of texts, one after the other, without allocating for each.
 *
 * Nodes are numbers. Members of an object are a key node followed by its value node.
 */
export class JsonDocument {
  source: Uint8Array = new Uint8Array(0);
  readonly side = new ByteSink();
  private tape = new Int32Array(STRIDE * 256);
  private order = new Int32Array(256);
  private nodes = 0;
  private orderLength = 0;
  private readonly keys = new Int32Array(WIDE);
  private readonly lastOrders: (Uint8Array | undefined)[] = [];
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
    this.space();
    if (this.value()) {
      this.space();
      if (this.pos < end) this.fail('text after the end of the value');
    }
    return this.fault;
  }

  kind(node: number): number {
    return this.tape[node * STRIDE]! & KIND_MASK;
  }

  has(node: number, flag: number): boolean {
    return (this.tape[node * STRIDE]! & flag) !== 0;
  }

  /** Offset of the first byte of the lexeme; of a string's first character. In `side` for a decoded string. */
  start(node: number): number {
    return this.tape[node * STRIDE + 1]!;
  }

  finish(node: number): number {
    return this.tape[node * STRIDE + 2]!;
  }

  /** The node after this one and all that is inside it. */
  next(node: number): number {
    return this.tape[node * STRIDE + 3]!;
  }

  /** Members of an object, elements of an array. */
  count(node: number): number {
    return this.tape[node * STRIDE + 4]!;
  }

  /** Key node of the member of rank `rank` in code point order. */
  sortedKey(object: number, rank: number): number {
    return this.order[this.finish(object) + rank]!;
  }

  /** Buffer in which start and finish of a string node are counted. */
  buffer(node: number): Uint8Array {
    return (this.tape[node * STRIDE]! & DECODED) !== 0 ? this.side.bytes : this.source;
  }

  /** Decoded characters of a string, lexeme of a number, the word of a literal. */
  text(node: number): string {
    const kind = this.kind(node);
    if (kind === NULL) return 'null';
    if (kind === FALSE) return 'false';
    if (kind === TRUE) return 'true';
    if (this.has(node, LONE)) return this.loneText(node);
    return textOf(this.buffer(node), this.start(node), this.finish(node));
  }

  /** True when the key has this name in UTF-8. */
  isKey(key: number, name: Uint8Array): boolean {
    const at = this.start(key);
    if (this.finish(key) - at !== name.length) return false;
    const buffer = this.buffer(key);
    for (let i = 0; i < name.length; i++) if (buffer[at + i] !== name[i]) return false;
    return true;
  }

  /** True when a string or number has exactly this text and it is all ASCII. Spares making a text to compare it. */
  isText(node: number, text: string): boolean {
    const at = this.start(node);
    if (this.finish(node) - at !== text.length) return false;
    const buffer = this.buffer(node);
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      // A byte above 127 is part of a character, not the character of that number.
      if (c !== buffer[at + i] || c > 127) return false;
    }
    return true;
  }

  /** Value node of the member named by these UTF-8 bytes, or -1. */
  find(object: number, name: Uint8Array): number {
    const stop = this.next(object);
    for (let key = object + 1; key < stop; key = this.next(key + 1))
      if (this.isKey(key, name)) return key + 1;
    return -1;
  }

  /** Code point order of two key nodes: the order of their UTF-8 bytes. */
  compareKeys(a: number, b: number): number {
    const left = this.buffer(a);
    const right = this.buffer(b);
    const leftAt = this.start(a);
    const rightAt = this.start(b);
    const leftLength = this.finish(a) - leftAt;
    const rightLength = this.finish(b) - rightAt;
    const shared = leftLength < rightLength ? leftLength : rightLength;
    for (let i = 0; i < shared; i++) {
      const difference = left[leftAt + i]! - right[rightAt + i]!;
      if (difference !== 0) return difference;
    }
    return leftLength - rightLength;
  }

  private loneText(node: number): string {
    // No decoder accepts surrogates in UTF-8, so the three-byte patterns are read by hand.
    const bytes = this.side.bytes;
    let text = '';
    for (let i = this.start(node); i < this.finish(node); ) {
      const size = bytes[i]! < 0x80 ? 1 : bytes[i]! < 0xe0 ? 2 : bytes[i]! < 0xf0 ? 3 : 4;
      const lone = size === 3 && bytes[i] === 0xed && bytes[i + 1]! >= 0xa0;
      text += lone
        ? String.fromCharCode(0xd000 | ((bytes[i + 1]! & 0x3f) << 6) | (bytes[i + 2]! & 0x3f))
        : textOf(bytes, i, i + size);
      i += size;
    }
    return text;
  }

  private fail(message: string): false {
    this.fault ??= { at: this.pos, message };
    return false;
  }

  private open(tag: number, start: number): number {
    const at = this.nodes * STRIDE;
    if (at + STRIDE > this.tape.length) {
      const grown = new Int32Array(this.tape.length * 2);
      grown.set(this.tape);
      this.tape = grown;
    }
    this.tape[at] = tag;
    this.tape[at + 1] = start;
    return this.nodes++;
  }

  private close(node: number, finish: number, count: number): void {
    const at = node * STRIDE;
    this.tape[at + 2] = finish;
    this.tape[at + 3] = this.nodes;
    this.tape[at + 4] = count;
  }

  private space(): void {
    const bytes = this.source;
    let i = this.pos;
    while (i < this.end) {
      const c = bytes[i]!;
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) break;
      i++;
    }
    this.pos = i;
  }

  private value(): boolean {
    if (this.pos >= this.end) return this.fail('the text ends where a value is expected');
    const c = this.source[this.pos]!;
    if (c === 34) return this.string();
    if (c === 123) return this.object();
    if (c === 91) return this.array();
    if (c === 45 || (c >= 48 && c <= 57)) return this.number();
    if (c === 116) return this.literal('true', TRUE);
    if (c === 102) return this.literal('false', FALSE);
    if (c === 110) return this.literal('null', NULL);
    return this.fail('a value is expected');
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
    this.space();
    return true;
  }

  private array(): boolean {
    const node = this.open(ARRAY, this.pos);
    if (!this.enter()) return false;
    let count = 0;
    if (this.source[this.pos] === 93 && this.pos < this.end) {
      this.pos++;
    } else {
      for (;;) {
        if (!this.value()) return false;
        count++;
        this.space();
        const c = this.pos < this.end ? this.source[this.pos] : 0;
        if (c !== 44 && c !== 93) return this.fail('a comma or ] is expected');
        this.pos++;
        if (c === 93) break;
        this.space();
      }
    }
    this.depth--;
    this.close(node, this.pos, count);
    return true;
  }

  private object(): boolean {
    const node = this.open(OBJECT, this.pos);
    if (!this.enter()) return false;
    let count = 0;
    let plain = true;
    if (this.source[this.pos] === 125 && this.pos < this.end) {
      this.pos++;
    } else {
      for (;;) {
        if (this.pos >= this.end || this.source[this.pos] !== 34)
          return this.fail('a key in quotes is expected');
        const key = this.nodes;
        if (!this.string()) return false;
        if (!this.has(key, PLAIN)) plain = false;
        this.space();
        if (this.pos >= this.end || this.source[this.pos] !== 58) return this.fail('a colon is expected');
        this.pos++;
        this.space();
        if (!this.value()) return false;
        count++;
        this.space();
        const c = this.pos < this.end ? this.source[this.pos] : 0;
        if (c !== 44 && c !== 125) return this.fail('a comma or } is expected');
        this.pos++;
        if (c === 125) break;
        this.space();
      }
    }
    this.depth--;
    this.close(node, this.orderLength, count);
    if (!plain) this.tape[node * STRIDE]! |= MIXED_KEYS;
    return this.sortKeys(node, count);
  }

  /** Fills the code point order of the members and refuses equal keys, which stand next to each other in it. */
  private sortKeys(object: number, count: number): boolean {
    const base = this.orderLength;
    this.orderLength += count;
    if (this.orderLength > this.order.length) {
      const grown = new Int32Array(Math.max(this.orderLength, this.order.length * 2));
      grown.set(this.order);
      this.order = grown;
    }
    if (count < 2) {
      if (count === 1) this.order[base] = object + 1;
      return true;
    }
    if (count > WIDE) return this.sortWide(object, count, base);
    const keys = this.keys;
    for (let i = 0, key = object + 1; i < count; i++, key = this.next(key + 1)) keys[i] = key;
    if (this.sortLikeBefore(count, base)) return true;
    return this.sortNarrow(count, base);
  }

  /** Records of one log have the same keys in the same order: tries the order of the last object of this width. */
  private sortLikeBefore(count: number, base: number): boolean {
    const ranks = this.lastOrders[count];
    if (ranks === undefined) return false;
    const { order, keys } = this;
    let before = keys[ranks[0]!]!;
    order[base] = before;
    for (let i = 1; i < count; i++) {
      const key = keys[ranks[i]!]!;
      if (this.compareKeys(before, key) >= 0) return false;
      order[base + i] = key;
      before = key;
    }
    return true;
  }

  private sortNarrow(count: number, base: number): boolean {
    const { order, keys } = this;
    const ranks = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      let at = i;
      for (; at > 0; at--) {
        const difference = this.compareKeys(keys[ranks[at - 1]!]!, keys[i]!);
        if (difference === 0) return this.failTwice(keys[i]!);
        if (difference < 0) break;
        ranks[at] = ranks[at - 1]!;
      }
      ranks[at] = i;
    }
    for (let i = 0; i < count; i++) order[base + i] = keys[ranks[i]!]!;
    this.lastOrders[count] = ranks;
    return true;
  }

  private sortWide(object: number, count: number, base: number): boolean {
    const { order } = this;
    for (let i = 0, key = object + 1; i < count; i++, key = this.next(key + 1)) order[base + i] = key;
    order.subarray(base, base + count).sort((a, b) => this.compareKeys(a, b));
    for (let i = base + 1; i < base + count; i++) {
      if (this.compareKeys(order[i - 1]!, order[i]!) === 0) return this.failTwice(order[i]!);
    }
    return true;
  }

  private failTwice(key: number): false {
    return this.fail(`the key ${JSON.stringify(this.text(key))} stands twice in one object`);
  }
}
