import { BLOCKS, MAX_BLOCKS, MAX_DEPTH, MAX_KEY, MAX_MEMBERS } from './layout.as';
import { childShape, keyAsBefore, learnShape, shapeAt, shapeCount } from './shapes.as';
import { plain, scanNumber, scanString, scanWord } from './values.as';

/** Kinds of values. A text is a string of printable ASCII without escapes. */
export const WORD: i32 = 0;
export const NUMBER: i32 = 1;
export const STRING: i32 = 2;
export const TEXT: i32 = 3;
export const OBJECT: i32 = 4;
export const ARRAY: i32 = 5;

// A block holds the members of one object or the elements of one array. Header: count, shape.
// Entry: key start, key end, value start, value end, kind, block of a nested value, 1 when key to value is canonical.
const BLOCK_SIZE: usize = 1600;
const ENTRIES: usize = 32;
export const ENTRY: usize = 32;

let blocks: i32 = 0;
/** A space after commas and colons. */
export let spaced: bool = true;

export function setSpaced(value: bool): void {
  spaced = value;
}

export function resetBlocks(): void {
  blocks = 0;
}

// @ts-ignore: decorator
@inline
export function blockCount(block: usize): i32 {
  return load<i32>(block);
}

// @ts-ignore: decorator
@inline
export function blockShape(block: usize): usize {
  return <usize>load<i32>(block, 4);
}

// @ts-ignore: decorator
@inline
export function entryAt(block: usize, i: i32): usize {
  return block + ENTRIES + <usize>i * ENTRY;
}

/** Block that the last object() or array() filled. */
export let filled: usize = 0;

// @ts-ignore: decorator
@inline
function ahead(at: usize): usize {
  let c = load<u8>(at);
  while (c == 32 || c == 9) c = load<u8>(++at);
  return at;
}

function openBlock(): usize {
  if (blocks == MAX_BLOCKS) return 0;
  return BLOCKS + <usize>(blocks++) * BLOCK_SIZE;
}

/** Scans a value into an entry; answers the end of it, or 0 when it is unusual. Nothing here passes a line feed. */
function value(at: usize, entry: usize, shape: usize, i: i32, depth: i32): usize {
  const c = load<u8>(at);
  store<i32>(entry, <i32>at, 8);
  let end: usize = 0;
  if (c == 34) {
    end = scanString(at + 1);
    if (end == 0) return 0;
    end++;
    store<i32>(entry, plain ? TEXT : STRING, 16);
  } else if (c == 123 || c == 91) {
    const child = childShape(shape, i);
    if (depth == MAX_DEPTH || child == 0) return 0;
    end = c == 123 ? object(at, child, depth + 1) : array(at, child, depth + 1);
    store<i32>(entry, c == 123 ? OBJECT : ARRAY, 16);
    store<i32>(entry, <i32>filled, 20);
  } else if (c == 45 || c - 48 < 10) {
    end = scanNumber(at);
    store<i32>(entry, NUMBER, 16);
  } else {
    end = scanWord(at);
    store<i32>(entry, WORD, 16);
  }
  store<i32>(entry, <i32>end, 12);
  return end;
}

/** From `[` to behind `]`. */
function array(start: usize, slot: i32, depth: i32): usize {
  const block = openBlock();
  if (block == 0) return 0;
  const shape = shapeAt(slot);
  let count = 0;
  let at = ahead(start + 1);
  if (load<u8>(at) != 93) {
    for (;;) {
      if (count == MAX_MEMBERS) return 0;
      const entry = entryAt(block, count++);
      store<i32>(entry, 0, 24);
      // All elements of an array share one shape.
      at = value(at, entry, shape, 0, depth);
      if (at == 0) return 0;
      at = ahead(at);
      const c = load<u8>(at);
      if (c == 93) break;
      if (c != 44) return 0;
      at = ahead(at + 1);
    }
  }
  store<i32>(block, count);
  filled = block;
  return at + 1;
}

/** From `{` to behind `}`; 0 when something in it is unusual. */
export function object(start: usize, slot: i32, depth: i32): usize {
  const block = openBlock();
  if (block == 0) return 0;
  const shape = shapeAt(slot);
  const known = shapeCount(shape);
  const gap: usize = spaced ? 2 : 1;
  let alike = true;
  let count = 0;
  let at = ahead(start + 1);
  if (load<u8>(at) != 125) {
    for (;;) {
      if (count == MAX_MEMBERS || load<u8>(at) != 34) return 0;
      const key = at + 1;
      const keyEnd = scanString(key);
      if (keyEnd == 0 || !plain) return 0;
      const length = <i32>(keyEnd - key);
      if (length > MAX_KEY) return 0;
      if (alike && (count >= known || !keyAsBefore(shape, count, key, length))) alike = false;
      const colon = ahead(keyEnd + 1);
      if (load<u8>(colon) != 58) return 0;
      at = ahead(colon + 1);
      const entry = entryAt(block, count);
      store<i32>(entry, <i32>key);
      store<i32>(entry, <i32>keyEnd, 4);
      // One stretch of the source, from the quote before the key to the end of the value.
      const whole = colon == keyEnd + 1 && at == colon + gap && (gap == 1 || load<u8>(colon, 1) == 32);
      store<i32>(entry, whole ? 1 : 0, 24);
      at = value(at, entry, shape, count, depth);
      if (at == 0) return 0;
      count++;
      at = ahead(at);
      const c = load<u8>(at);
      if (c == 125) break;
      if (c != 44) return 0;
      at = ahead(at + 1);
    }
  }
  if ((!alike || count != known) && !learnShape(shape, entryAt(block, 0), ENTRY, count)) return 0;
  store<i32>(block, count);
  store<i32>(block, <i32>shape, 4);
  filled = block;
  return at + 1;
}
