import { ITEMS_NOTED, MOST_DEPTH } from './layout.as';
import { findName, listInside, stamp } from './names.as';

// JSON by RFC 8259. Where a value ends, or 0: it is no JSON, or something that has to be looked at with more care.

/** Names are not noted. */
const UNNOTED: i32 = -1;
/** A list whose objects, if it has any, belong to a list that is not known. */
const UNKNOWN: i32 = -2;

/** Tells one line from another where a name is met twice. */
let line: i32 = 0;

// @ts-ignore: decorator
@inline
function ahead(start: usize): usize {
  let at = start;
  let c = load<u8>(at);
  while (c == 32 || c == 9) c = load<u8>(++at);
  return at;
}

function hexDigit(c: i32): i32 {
  if (c >= 48 && c <= 57) return c - 48;
  const letter = c | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** Length of an escape; 0 also for halves of surrogate pairs, on which readers of JSON disagree. */
function escape(at: usize): i32 {
  const c = <i32>load<u8>(at, 1);
  if (c == 34 || c == 92 || c == 47 || c == 98 || c == 102 || c == 110 || c == 114 || c == 116) return 2;
  if (c != 117) return 0;
  let code = 0;
  for (let i: usize = 2; i < 6; i++) {
    const digit = hexDigit(<i32>load<u8>(at + i));
    if (digit < 0) return 0;
    code = (code << 4) | digit;
  }
  return code >= 0xd800 && code <= 0xdfff ? 0 : 6;
}

/** Which of the 16 bytes at `at` are quotes, backslashes or control characters. */
// @ts-ignore: decorator
@inline
function marks(at: usize): i32 {
  const chunk = v128.load(at);
  const found = v128.or(i8x16.eq(chunk, i8x16.splat(34)), i8x16.eq(chunk, i8x16.splat(92)));
  return i8x16.bitmask(v128.or(found, i8x16.lt_u(chunk, i8x16.splat(32))));
}

let escaped: bool = false;

/** Closing quote of the text that begins behind a quote. Bytes beyond ASCII were seen to be UTF-8 before. */
function text(start: usize): usize {
  escaped = false;
  let at = start;
  let length = 0;
  do {
    let mask = marks(at);
    while (mask == 0) {
      at += 16;
      mask = marks(at);
    }
    at += ctz(mask);
    const c = load<u8>(at);
    if (c == 34) return at;
    escaped = true;
    length = c == 92 ? escape(at) : 0;
    at += length;
  } while (length != 0);
  return 0;
}

// @ts-ignore: decorator
@inline
function isDigit(at: usize): bool {
  return load<u8>(at) - 48 < 10;
}

function digits(start: usize): usize {
  let at = start;
  while (isDigit(at)) at++;
  return at == start ? 0 : at;
}

function number(start: usize): usize {
  let at = load<u8>(start) == 45 ? start + 1 : start;
  if (load<u8>(at) == 48) at++;
  else at = digits(at);
  if (at != 0 && load<u8>(at) == 46) at = digits(at + 1);
  if (at == 0 || (load<u8>(at) | 32) != 101) return at;
  at++;
  const sign = load<u8>(at);
  return digits(sign == 43 || sign == 45 ? at + 1 : at);
}

function word(start: usize): usize {
  const letters = load<u32>(start);
  if (letters == 0x6c6c756e || letters == 0x65757274) return start + 4;
  return letters == 0x736c6166 && load<u8>(start, 4) == 101 ? start + 5 : 0;
}

function value(at: usize, list: i32, depth: i32): usize {
  const c = load<u8>(at);
  if (c == 34) {
    const end = text(at + 1);
    return end == 0 ? 0 : end + 1;
  }
  if (c == 123) return depth == MOST_DEPTH ? 0 : object(at, UNNOTED, depth + 1);
  if (c == 91) return depth == MOST_DEPTH ? 0 : array(at, list, depth + 1);
  return c == 45 || c - 48 < 10 ? number(at) : word(at);
}

function array(start: usize, list: i32, depth: i32): usize {
  let at = ahead(start + 1);
  if (load<u8>(at) == 93) return at + 1;
  let item = 0;
  for (;;) {
    const noted = list != UNNOTED && item++ < ITEMS_NOTED;
    if (noted && load<u8>(at) == 123) {
      if (list == UNKNOWN || depth == MOST_DEPTH) return 0;
      at = object(at, list, depth + 1);
    } else at = value(at, UNNOTED, depth);
    if (at == 0) return 0;
    at = ahead(at);
    const c = load<u8>(at);
    if (c == 93) break;
    if (c != 44) return 0;
    at = ahead(at + 1);
  }
  return at + 1;
}

/** `list`: where the names of the object belong. The record itself (0) may not state one twice. */
function object(start: usize, list: i32, depth: i32): usize {
  let at = ahead(start + 1);
  if (load<u8>(at) == 125) return at + 1;
  let name = 0;
  for (;;) {
    if (load<u8>(at) != 34) return 0;
    const key = at + 1;
    const end = text(key);
    if (end == 0) return 0;
    let inside = UNNOTED;
    if (list != UNNOTED) {
      if (escaped) return 0;
      name = findName(list, key, <i32>(end - key), name);
      if (name == 0 || (list == 0 && !stamp(name, line))) return 0;
      inside = listInside(name);
      if (inside < 0) inside = UNKNOWN;
    }
    at = ahead(end + 1);
    if (load<u8>(at) != 58) return 0;
    at = value(ahead(at + 1), inside, depth);
    if (at == 0) return 0;
    at = ahead(at);
    const c = load<u8>(at);
    if (c == 125) break;
    if (c != 44) return 0;
    at = ahead(at + 1);
  }
  return at + 1;
}

/** Where the object of a line ends; 0 when it is not one object of known names, each stated once. */
export function record(start: usize): usize {
  line++;
  return load<u8>(start) == 123 ? object(start, 0, 0) : 0;
}
