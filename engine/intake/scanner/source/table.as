import { FACTS, INPUT } from './layout.as';

// Sound records of a delimited text (RFC 4180).

const SPACE: i32 = 32;
const QUOTE: i32 = 34;
const LF: i32 = 10;
const CR: i32 = 13;

/** Which of the 16 bytes at `at` mean something: delimiter, quote, line end. */
// @ts-ignore: decorator
@inline
function marks(at: usize, delimiter: v128): i32 {
  const chunk = v128.load(at);
  const values = v128.or(i8x16.eq(chunk, delimiter), i8x16.eq(chunk, i8x16.splat(34)));
  const lines = v128.or(i8x16.eq(chunk, i8x16.splat(10)), i8x16.eq(chunk, i8x16.splat(13)));
  return i8x16.bitmask(v128.or(values, lines));
}

// @ts-ignore: decorator
@inline
function byteAt(at: usize): i32 {
  return <i32>load<u8>(at);
}

/** Behind the quote that closes the value that begins at `start`, doubled quotes passed over; `stop` where there is none. */
function behindQuotes(start: usize, stop: usize): usize {
  let at = start;
  while (at < stop) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(34)));
    if (mask == 0) {
      at += 16;
      continue;
    }
    at += ctz(mask);
    if (at + 1 >= stop) return stop;
    if (byteAt(at + 1) != QUOTE) return at + 1;
    at += 2;
  }
  return stop;
}

/**
 * Goes on from `from` over the records of INPUT up to `to` and answers where the first one begins that is broken, not
 * of `width` values, blank, odd in its quotes or cut off; or `to`. FACTS of this call: records, bytes of the widest
 * without its line end, 1 where space lies beside a delimiter, line ends (1: line feed, 2: with a carriage return).
 */
export function passRecords(from: i32, to: i32, delimiter: i32, width: i32): i32 {
  const stop = INPUT + <usize>to;
  const wanted = i8x16.splat(<i8>delimiter);
  memory.fill(stop, 0, 64);
  store<u8>(stop, <u8>LF);
  let record = INPUT + <usize>from;
  let valueStart = record;
  let fields = 1;
  let records = 0;
  let widest = 0;
  let padded = false;
  let spaced = false;
  let ends = 0;
  let base = record;
  let mask = marks(base, wanted);
  for (;;) {
    while (mask == 0) {
      base += 16;
      mask = marks(base, wanted);
    }
    let at = base + <usize>ctz(mask);
    mask &= mask - 1;
    if (at >= stop) break;
    const c = byteAt(at);
    if (c == delimiter) {
      if (byteAt(at - 1) == SPACE || byteAt(at + 1) == SPACE) spaced = true;
      fields++;
      valueStart = at + 1;
      continue;
    }
    if (c == QUOTE) {
      if (at != valueStart) break;
      at = behindQuotes(at + 1, stop);
      if (at >= stop) break;
      const after = byteAt(at);
      if (after != delimiter && after != LF && after != CR) break;
      // The value is over: only a delimiter or a line end can follow.
      valueStart = at;
      base = at;
      mask = marks(base, wanted);
      continue;
    }
    const end = at;
    if (c == CR) {
      if (at + 1 >= stop || byteAt(at + 1) != LF) break;
      at++;
      base = at + 1;
      mask = marks(base, wanted);
    }
    if (fields != width || end == record) break;
    if (spaced || byteAt(end - 1) == SPACE || byteAt(record) == SPACE) padded = true;
    spaced = false;
    widest = max(widest, <i32>(end - record));
    ends |= end == at ? 1 : 2;
    records++;
    record = at + 1;
    valueStart = record;
    fields = 1;
  }
  store<i32>(FACTS, records);
  store<i32>(FACTS, widest, 4);
  store<i32>(FACTS, padded ? 1 : 0, 8);
  store<i32>(FACTS, ends, 12);
  return <i32>(record - INPUT);
}
