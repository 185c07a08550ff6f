import type { CanonicalForm } from './forms.ts';
import { type JsonTape, MIXED_KEYS } from './tape.ts';

/**
 * UTF-16 order of two keys, from their UTF-8 bytes: it differs from code point order only where a character beyond
 * U+FFFF (lead byte F0 and up, surrogates in UTF-16) meets one of U+E000 to U+FFFF (lead byte EE or EF).
 */
function compareUtf16(doc: JsonTape, a: number, b: number): number {
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
export function keysInOrder(doc: JsonTape, object: number, form: CanonicalForm): number[] {
  const keys: number[] = [];
  if (form.order === 'insertion') {
    for (let key = object + 1; key < doc.next(object); key = doc.next(key + 1)) keys.push(key);
    return keys;
  }
  for (let rank = 0; rank < doc.count(object); rank++) keys.push(doc.sortedKey(object, rank));
  if (form.order === 'utf16' && doc.has(object, MIXED_KEYS)) keys.sort((a, b) => compareUtf16(doc, a, b));
  return keys;
}
