import type { ByteSink } from './byte-sink.ts';
import {
  ARRAY,
  INTEGER,
  type JsonDocument,
  LONE,
  MIXED_KEYS,
  NUMBER,
  OBJECT,
  PLAIN,
  STRING,
} from './document.ts';
import { ecmaScriptNumber, pythonNumber } from './numbers.ts';
import { codePointAt, textOf } from './utf8.ts';

/** How a JSON value becomes bytes. */
export interface CanonicalForm {
  /** Order of an object's members: as received, by code point (Python), or by UTF-16 unit (RFC 8785). */
  order: 'insertion' | 'code_point' | 'utf16';
  /** Everything outside printable ASCII is escaped (Python's ensure_ascii), U+007F included. */
  ascii: boolean;
  numbers: 'ecmascript' | 'python';
  /** A space after commas and colons. */
  spaced: boolean;
}

/** JSON Canonicalization Scheme, RFC 8785. */
export const JCS: CanonicalForm = { order: 'utf16', ascii: false, numbers: 'ecmascript', spaced: false };

/** `json.dumps` of Python: default separators are spaced, ensure_ascii is on unless turned off. */
export function pythonForm(options: { sorted: boolean; compact: boolean; ascii: boolean }): CanonicalForm {
  return {
    order: options.sorted ? 'code_point' : 'insertion',
    ascii: options.ascii,
    numbers: 'python',
    spaced: !options.compact,
  };
}

const HEX = '0123456789abcdef';
const SHORT_ESCAPE: Record<number, number> = { 8: 98, 9: 116, 10: 110, 12: 102, 13: 114, 34: 34, 92: 92 };

function writeUnit(sink: ByteSink, unit: number): void {
  sink.byte(92);
  sink.byte(117);
  for (let shift = 12; shift >= 0; shift -= 4) sink.byte(HEX.charCodeAt((unit >> shift) & 15));
}

function writeEscapedString(doc: JsonDocument, node: number, form: CanonicalForm, sink: ByteSink): void {
  if (!form.ascii && doc.has(node, LONE)) sink.fault ??= 'a surrogate without its partner has no UTF-8 form';
  const bytes = doc.buffer(node);
  const end = doc.finish(node);
  for (let i = doc.start(node); i < end; ) {
    const c = bytes[i]!;
    const short = c < 128 ? SHORT_ESCAPE[c] : undefined;
    if (short !== undefined) {
      sink.byte(92);
      sink.byte(short);
      i++;
    } else if (c < 32 || (c === 127 && form.ascii)) {
      writeUnit(sink, c);
      i++;
    } else if (c < 128 || !form.ascii) {
      sink.byte(c);
      i++;
    } else {
      const length = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
      const point = codePointAt(bytes, i, length);
      if (point > 0xffff) {
        writeUnit(sink, 0xd800 + ((point - 0x10000) >> 10));
        writeUnit(sink, 0xdc00 + ((point - 0x10000) & 0x3ff));
      } else {
        writeUnit(sink, point);
      }
      i += length;
    }
  }
}

export function writeString(doc: JsonDocument, node: number, form: CanonicalForm, sink: ByteSink): void {
  if (doc.has(node, PLAIN)) {
    // With its quotes, which stand around it in the source as well.
    sink.copy(doc.source, doc.start(node) - 1, doc.finish(node) + 1);
    return;
  }
  sink.byte(34);
  writeEscapedString(doc, node, form, sink);
  sink.byte(34);
}

/**
 * True for a decimal that Python prints as it stands: no exponent, at most 15 digits, no superfluous zero at its end,
 * and not so small that an exponent would be used.
 */
function isPlainDecimal(source: Uint8Array, start: number, end: number): boolean {
  if (end - start > 16) return false;
  let at = source[start] === 45 ? start + 1 : start;
  const small = source[at] === 48;
  while (at < end && source[at] !== 46) {
    if (source[at]! > 57) return false;
    at++;
  }
  const fraction = at + 1;
  for (at = fraction; at < end; at++) if (source[at]! > 57) return false;
  if (small && source[fraction] === 48) return fraction + 1 === end;
  return source[end - 1] !== 48 || fraction + 1 === end;
}

function writeNumber(doc: JsonDocument, node: number, form: CanonicalForm, sink: ByteSink): void {
  const start = doc.start(node);
  const end = doc.finish(node);
  const negativeZero = doc.source[start] === 45 && doc.source[start + 1] === 48;
  if (doc.has(node, INTEGER) && !negativeZero && (form.numbers === 'python' || end - start <= 15)) {
    sink.copy(doc.source, start, end);
    return;
  }
  if (form.numbers === 'python' && !doc.has(node, INTEGER) && isPlainDecimal(doc.source, start, end)) {
    sink.copy(doc.source, start, end);
    return;
  }
  const lexeme = textOf(doc.source, start, end);
  const text = form.numbers === 'python' ? pythonNumber(lexeme) : ecmaScriptNumber(lexeme);
  if (text === null) sink.fault ??= `the number ${lexeme.slice(0, 40)} is beyond the range of a double`;
  else sink.ascii(text);
}

/**
 * UTF-16 order of two keys, from their UTF-8 bytes: it differs from code point order only where a character beyond
 * U+FFFF (lead byte F0 and up, surrogates in UTF-16) meets one of U+E000 to U+FFFF (lead byte EE or EF).
 */
function compareUtf16(doc: JsonDocument, a: number, b: number): number {
  const left = doc.buffer(a);
  const right = doc.buffer(b);
  const leftAt = doc.start(a);
  const rightAt = doc.start(b);
  const shared = Math.min(doc.finish(a) - leftAt, doc.finish(b) - rightAt);
  for (let i = 0; i < shared; i++) {
    const l = left[leftAt + i]!;
    const r = right[rightAt + i]!;
    if (l === r) continue;
    if (l >= 0xf0 && r >= 0xee && r < 0xf0) return -1;
    if (r >= 0xf0 && l >= 0xee && l < 0xf0) return 1;
    return l - r;
  }
  return doc.finish(a) - leftAt - (doc.finish(b) - rightAt);
}

/** Key nodes of an object in the order of the form. */
export function keysInOrder(doc: JsonDocument, object: number, form: CanonicalForm): number[] {
  const keys: number[] = [];
  if (form.order === 'insertion') {
    for (let key = object + 1; key < doc.next(object); key = doc.next(key + 1)) keys.push(key);
    return keys;
  }
  for (let rank = 0; rank < doc.count(object); rank++) keys.push(doc.sortedKey(object, rank));
  if (form.order === 'utf16' && doc.has(object, MIXED_KEYS)) keys.sort((a, b) => compareUtf16(doc, a, b));
  return keys;
}

export function writeColon(form: CanonicalForm, sink: ByteSink): void {
  sink.byte(58);
  if (form.spaced) sink.byte(32);
}

export function writeComma(form: CanonicalForm, sink: ByteSink): void {
  sink.byte(44);
  if (form.spaced) sink.byte(32);
}

function writeMember(doc: JsonDocument, key: number, form: CanonicalForm, sink: ByteSink): void {
  const value = key + 1;
  if (doc.has(key, PLAIN) && doc.has(value, PLAIN)) {
    // A plain key, a plain text and the wanted space between them are one stretch of the source.
    const start = doc.start(key) - 1;
    const colon = doc.finish(key) + 1;
    const opening = doc.start(value) - 1;
    const fits = form.spaced ? opening === colon + 2 && doc.source[colon + 1] === 32 : opening === colon + 1;
    if (fits && doc.source[colon] === 58) {
      sink.copy(doc.source, start, doc.finish(value) + 1);
      return;
    }
  }
  writeString(doc, key, form, sink);
  writeColon(form, sink);
  writeValue(doc, value, form, sink);
}

/** Writes an object of the given members only, in the given order. */
export function writeMembers(
  doc: JsonDocument,
  keys: readonly number[],
  form: CanonicalForm,
  sink: ByteSink,
): void {
  sink.byte(123);
  for (let i = 0; i < keys.length; i++) {
    if (i > 0) writeComma(form, sink);
    writeMember(doc, keys[i]!, form, sink);
  }
  sink.byte(125);
}

/** Writes an object without the members whose values are the nodes `skipA` and `skipB` (-1: none). */
export function writeObjectExcept(
  doc: JsonDocument,
  object: number,
  form: CanonicalForm,
  sink: ByteSink,
  skipA: number,
  skipB: number,
): void {
  if (form.order === 'utf16' && doc.has(object, MIXED_KEYS)) {
    const keys = keysInOrder(doc, object, form).filter((key) => key + 1 !== skipA && key + 1 !== skipB);
    writeMembers(doc, keys, form, sink);
    return;
  }
  sink.byte(123);
  const count = doc.count(object);
  const sorted = form.order !== 'insertion';
  let first = true;
  for (let i = 0, key = object + 1; i < count; i++, key = doc.next(key + 1)) {
    const member = sorted ? doc.sortedKey(object, i) : key;
    if (member + 1 === skipA || member + 1 === skipB) continue;
    if (!first) writeComma(form, sink);
    first = false;
    writeMember(doc, member, form, sink);
  }
  sink.byte(125);
}

/**
 * Appends the canonical bytes of a value. What has no such form (a lone surrogate outside ASCII forms, a number beyond
 * the range of a double in JCS) sets `sink.fault`; the bytes are then of no use.
 */
export function writeValue(doc: JsonDocument, node: number, form: CanonicalForm, sink: ByteSink): void {
  const kind = doc.kind(node);
  if (kind === STRING) return writeString(doc, node, form, sink);
  if (kind === NUMBER) return writeNumber(doc, node, form, sink);
  if (kind === OBJECT) return writeObjectExcept(doc, node, form, sink, -1, -1);
  if (kind !== ARRAY) return sink.ascii(doc.text(node));
  sink.byte(91);
  for (let item = node + 1; item < doc.next(node); item = doc.next(item)) {
    if (item > node + 1) writeComma(form, sink);
    writeValue(doc, item, form, sink);
  }
  sink.byte(93);
}
