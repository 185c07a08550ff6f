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

/**
 * True when the second time is certainly not before the first: one is missing, both are equal, or both have the same
 * shape (ISO with a zone, the same zone; or digits only) and compare as text. False when it takes a closer look.
 */
export function inOrder(before: i32, beforeEnd: i32, after: i32, afterEnd: i32): bool {
  if (before < 0 || after < 0) return true;
  const length = beforeEnd - before;
  if (afterEnd - after != length) return false;
  let difference = 0;
  let digits = true;
  for (let i = 0; i < length; i++) {
    const a = load<u8>(before + i);
    const b = load<u8>(after + i);
    if (!isDigit(a)) digits = false;
    if (a == b) continue;
    if (!isDigit(a) || !isDigit(b)) return false;
    // Zones of equal shape that differ: +01:00 and +02:00.
    if (i > 19 && !isFraction(after, i)) return false;
    if (difference == 0) difference = <i32>b - <i32>a;
  }
  if (difference == 0) return true;
  if (difference < 0) return false;
  if (digits) return length <= 15;
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
