import type { ByteSink } from './byte-sink.ts';

const SHORT: Record<number, number> = { 34: 34, 92: 92, 47: 47, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 };

function hexValue(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1;
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const c = bytes[i]!;
    const digit =
      c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 102 ? c - 87 : c >= 65 && c <= 70 ? c - 55 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** What a decoded escape sequence took and gave. */
export interface Escape {
  /** Bytes read, the backslash included; 0 when the sequence is not JSON. */
  length: number;
  lone: boolean;
}

const result: Escape = { length: 0, lone: false };

/**
 * Decodes the escape sequence whose backslash stands at `at` and appends its character to `side` (RFC 8259 section 7).
 * A surrogate pair becomes one character; a lone surrogate is kept and flagged. The returned object is reused.
 */
export function decodeEscape(bytes: Uint8Array, at: number, end: number, side: ByteSink): Escape {
  result.length = 0;
  result.lone = false;
  const letter = at + 1 < end ? bytes[at + 1]! : 0;
  if (letter !== 117) {
    const value = SHORT[letter];
    if (value === undefined) return result;
    side.byte(value);
    result.length = 2;
    return result;
  }
  const high = hexValue(bytes, at + 2, end);
  if (high < 0) return result;
  result.length = 6;
  if (high >= 0xd800 && high <= 0xdbff && bytes[at + 6] === 92 && bytes[at + 7] === 117) {
    const low = hexValue(bytes, at + 8, end);
    if (low >= 0xdc00 && low <= 0xdfff) {
      side.codePoint(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
      result.length = 12;
      return result;
    }
  }
  result.lone = high >= 0xd800 && high <= 0xdfff;
  side.codePoint(high);
  return result;
}
