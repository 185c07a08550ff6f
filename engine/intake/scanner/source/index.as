// Passes over the ordinary lines of a file with one JSON object a line, and over the sound records of a table.
// Compiled by scripts/generate/scanner.ts.
import { FACTS, INPUT } from './layout.as';
import { addName, resetNames } from './names.as';
import { record } from './json.as';
import { passRecords } from './table.as';

export { addName, passRecords };

let records: i32 = 0;
let widest: i32 = 0;
/** 1: a line feed alone ends a line, 2: with a carriage return before it. */
let ends: i32 = 0;

/** Once for a file. */
export function reset(): void {
  resetNames();
  records = 0;
  widest = 0;
  ends = 0;
}

/**
 * Goes on from `from` over the lines of INPUT, the last of which ends before `to`. Answers where the first line begins
 * that is not ordinary, or `to`. FACTS: lines passed in all, bytes of the widest, ends.
 */
export function pass(from: i32, to: i32): i32 {
  const stop = INPUT + <usize>to;
  let at = INPUT + <usize>from;
  // Ends every search.
  memory.fill(stop, 0, 64);
  while (at < stop) {
    let end = record(at);
    if (end == 0) break;
    let feed = end;
    while (load<u8>(feed) == 32 || load<u8>(feed) == 9) feed++;
    end = feed;
    if (load<u8>(feed) == 13) feed++;
    if (load<u8>(feed) != 10 || feed >= stop) break;
    records++;
    widest = max(widest, <i32>(end - at));
    ends |= feed == end ? 1 : 2;
    at = feed + 1;
  }
  store<i32>(FACTS, records);
  store<i32>(FACTS, widest, 4);
  store<i32>(FACTS, ends, 8);
  return <i32>(at - INPUT);
}
