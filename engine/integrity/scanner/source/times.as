// @ts-ignore: decorator
@inline
function isDigit(c: u8): bool {
  return c - 48 < 10;
}

/** `2024-06-30T12:34:56` or with a space for the T. */
function startsAsIso(at: usize, length: i32): bool {
  if (length < 19) return false;
  for (let i = 0; i < 19; i++) {
    const c = load<u8>(at + i);
    if (i == 4 || i == 7) {
      if (c != 45) return false;
    } else if (i == 10) {
      if (c != 84) return false;
    } else if (i == 13 || i == 16) {
      if (c != 58) return false;
    } else if (!isDigit(c)) {
      return false;
    }
  }
  return true;
}

/** Which of the 16 bytes at `at` are digits. */
// @ts-ignore: decorator
@inline
function digitMask(at: usize): i32 {
  return i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.load(at), i8x16.splat(48)), i8x16.splat(10)));
}

/**
 * True when the second time is certainly not before the first: one is missing, both are equal, or both have the same
 * shape (ISO, in the same zone; or digits only) and compare as text. False when it takes a closer look.
 */
export function inOrder(before: i32, beforeEnd: i32, after: i32, afterEnd: i32): bool {
  if (before < 0 || after < 0) return true;
  const length = beforeEnd - before;
  if (afterEnd - after != length) return false;
  let digits = true;
  let first = -1;
  let lastOne = -1;
  for (let i = 0; i < length; i += 16) {
    const mask = length - i < 16 ? (1 << (length - i)) - 1 : 0xffff;
    const left = digitMask(before + i) & mask;
    const right = digitMask(after + i) & mask;
    const differ = i8x16.bitmask(i8x16.ne(v128.load(before + i), v128.load(after + i))) & mask;
    if (left != right || (differ & ~left) != 0) return false;
    if (left != mask) digits = false;
    if (differ != 0) {
      if (first < 0) first = i + ctz(differ);
      lastOne = i + 31 - clz(differ);
    }
  }
  if (first < 0) return true;
  if (load<u8>(after + first) < load<u8>(before + first)) return false;
  if (digits) return length <= 15;
  // Zones of equal shape that differ: +01:00 and +02:00.
  if (lastOne > 19 && !isFraction(after, lastOne)) return false;
  return startsAsIso(after, length) && endsAsIso(after, length);
}

/** With Z, with an offset such as +01:00, or without a zone, with or without a fraction. */
function endsAsIso(at: usize, length: i32): bool {
  if (length == 19 || isFraction(at, length)) return true;
  const sign = load<u8>(at + length - 6);
  return load<u8>(at + length - 1) == 90 || (length >= 25 && (sign == 43 || sign == 45));
}

/** True when the digit at `i` belongs to the fraction of a second: a dot at 19 and only digits since. */
function isFraction(at: usize, i: i32): bool {
  if (i <= 19 || load<u8>(at + 19) != 46) return false;
  for (let k = 20; k < i; k++) if (!isDigit(load<u8>(at + k))) return false;
  return true;
}
