import type { ByteSink } from './byte-sink.ts';
import type { CanonicalForm } from './forms.ts';
import { keysInOrder } from './key-order.ts';
import { ARRAY, type JsonTape, MIXED_KEYS, NUMBER, OBJECT, PLAIN, STRING } from './tape.ts';
import { writeNumber } from './write-number.ts';
import { writeString } from './write-string.ts';

export function writeColon(form: CanonicalForm, sink: ByteSink): void {
  sink.byte(58);
  if (form.spaced) sink.byte(32);
}

export function writeComma(form: CanonicalForm, sink: ByteSink): void {
  sink.byte(44);
  if (form.spaced) sink.byte(32);
}

function writeMember(doc: JsonTape, key: number, form: CanonicalForm, sink: ByteSink): void {
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
  doc: JsonTape,
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
  doc: JsonTape,
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
export function writeValue(doc: JsonTape, node: number, form: CanonicalForm, sink: ByteSink): void {
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
