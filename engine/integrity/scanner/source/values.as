// Strings, numbers and words: where they end, and whether their canonical form is what stands in the source.

/** Wanted form, set by configure(): U+007F and above are escaped; numbers as ECMAScript or as Python. */
export let ascii: bool = true;
export let ecmaScript: bool = false;

export function setForm(asciiOnly: bool, ecmaScriptNumbers: bool): void {
  ascii = asciiOnly;
  ecmaScript = ecmaScriptNumbers;
}

/** True after scanString() when the string has printable ASCII only, and no escape. */
export let plain: bool = true;

// @ts-ignore: decorator
@inline
function hexDigit(c: i32): i32 {
  if (c >= 48 && c <= 57) return c - 48;
  return c >= 97 && c <= 102 ? c - 87 : -1;
}

function hexValue(at: usize): i32 {
  let value = 0;
  for (let i: usize = 0; i < 4; i++) {
    const digit = hexDigit(<i32>load<u8>(at + i));
    if (digit < 0) return -1;
    value = (value << 4) | digit;
  }
  return value;
}

// @ts-ignore: decorator
@inline
function hasShortEscape(c: i32): bool {
  return c == 8 || c == 9 || c == 10 || c == 12 || c == 13;
}

/** Length of the escape at `at` when every writer of the wanted form writes it just so, else 0. */
function canonicalEscape(at: usize): i32 {
  const c = <i32>load<u8>(at + 1);
  if (c == 34 || c == 92 || c == 98 || c == 102 || c == 110 || c == 114 || c == 116) return 2;
  if (c != 117) return 0;
  const value = hexValue(at + 2);
  if (value < 0) return 0;
  if (value < 32) return hasShortEscape(value) ? 0 : 6;
  return ascii && value >= 127 ? 6 : 0;
}

/** Length of the well-formed UTF-8 sequence at `at` (RFC 3629), or 0. */
function sequence(at: usize): i32 {
  const first = <i32>load<u8>(at);
  if (first < 0xc2 || first > 0xf4) return 0;
  const count = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const second = <i32>load<u8>(at + 1);
  const lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let i = 2; i < count; i++) if ((<i32>load<u8>(at + i) & 0xc0) != 0x80) return 0;
  return count;
}

/** Which of the 16 bytes at `at` end or complicate a string: below 32, above 126, quote, backslash. */
// @ts-ignore: decorator
@inline
function specials(at: usize): i32 {
  const chunk = v128.load(at);
  // As signed bytes, those from 128 on are below 32 too.
  const outside = v128.or(i8x16.lt_s(chunk, i8x16.splat(32)), i8x16.eq(chunk, i8x16.splat(127)));
  const marks = v128.or(i8x16.eq(chunk, i8x16.splat(34)), i8x16.eq(chunk, i8x16.splat(92)));
  return i8x16.bitmask(v128.or(outside, marks));
}

/** Length of the character or escape at `at` when the wanted form leaves it as it is, else 0. */
function unchanged(at: usize): i32 {
  const c = <i32>load<u8>(at);
  if (c == 92) return canonicalEscape(at);
  if (c < 127 || ascii) return 0;
  return c == 127 ? 1 : sequence(at);
}

/** From the first character to the closing quote; 0 when the string is anything but its own canonical form. */
export function scanString(start: usize): usize {
  plain = true;
  let at = start;
  let length = 0;
  do {
    let mask = specials(at);
    while (mask == 0) {
      at += 16;
      mask = specials(at);
    }
    at += ctz(mask);
    if (load<u8>(at) == 34) return at;
    plain = false;
    length = unchanged(at);
    at += length;
  } while (length != 0);
  return 0;
}

// @ts-ignore: decorator
@inline
function isDigit(at: usize): bool {
  return load<u8>(at) - 48 < 10;
}

/** From its first byte to behind the number; 0 when its canonical form is not, or may not be, its lexeme. */
export function scanNumber(start: usize): usize {
  let at = start;
  if (load<u8>(at) == 45) at++;
  const whole = at;
  if (!isDigit(at)) return 0;
  if (load<u8>(at) == 48) at++;
  else while (isDigit(at)) at++;
  const c = load<u8>(at);
  if (c == 46) return scanFraction(start, whole, at + 1);
  if ((c | 32) == 101) return 0;
  if (whole > start && load<u8>(whole) == 48) return 0;
  return ecmaScript && at - start > 15 ? 0 : at;
}

/** At most 15 digits, no exponent, no zero at the end (but Python's .0), none behind `0.`: shortest as it stands. */
function scanFraction(start: usize, whole: usize, fraction: usize): usize {
  let at = fraction;
  while (isDigit(at)) at++;
  if (at == fraction || (load<u8>(at) | 32) == 101 || at - start > 16) return 0;
  if (load<u8>(at - 1) == 48) return !ecmaScript && at == fraction + 1 ? at : 0;
  if (load<u8>(whole) == 48 && load<u8>(fraction) == 48) return 0;
  return at;
}

/** From its first byte to behind the word true, false or null; 0 when it is none. */
export function scanWord(start: usize): usize {
  const word = load<u32>(start);
  if (word == 0x6c6c756e || word == 0x65757274) return start + 4;
  if (word == 0x736c6166 && load<u8>(start, 4) == 101) return start + 5;
  return 0;
}
