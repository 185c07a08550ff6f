import { ByteSink } from './byte-sink.ts';
import { textOf } from './utf8.ts';

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

/**
 * Nodes of a JSON text as one flat list over the bytes of the text. Nodes are numbers. Members of an object are a key
 * node followed by its value node.
 */
export class JsonTape {
  source: Uint8Array = new Uint8Array(0);
  /** Characters of strings that had escapes, as UTF-8. */
  readonly side = new ByteSink();
  protected nodes = 0;
  /** Key nodes of all objects in code point order; each object has its stretch, which starts at its `finish`. */
  protected order = new Int32Array(256);
  protected orderLength = 0;
  private tape = new Int32Array(STRIDE * 256);

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

  protected open(tag: number, start: number): number {
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

  protected close(node: number, finish: number, count: number): void {
    const at = node * STRIDE;
    this.tape[at + 2] = finish;
    this.tape[at + 3] = this.nodes;
    this.tape[at + 4] = count;
  }

  /** Sets a flag of a node that was opened before. */
  protected mark(node: number, flag: number): void {
    this.tape[node * STRIDE]! |= flag;
  }

  /** Makes room for the keys of one object and answers where it starts. */
  protected openOrder(count: number): number {
    const base = this.orderLength;
    this.orderLength += count;
    if (this.orderLength > this.order.length) {
      const grown = new Int32Array(Math.max(this.orderLength, this.order.length * 2));
      grown.set(this.order);
      this.order = grown;
    }
    return base;
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
}
