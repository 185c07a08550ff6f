// Scanner of chunks of NDJSON: finds the records, writes their canonical bytes, and notes those that simply continue
// their chain. Whatever is out of the ordinary in a record leaves it to the reader in TypeScript, which decides all
// that this one does not. Compiled by scripts/generate/scanner.ts.
import { emitObject, setInsertion } from './emit.as';
import { HASH, INPUT, MAX_RECORD, OUTPUT, PREVIOUS, RECORD } from './layout.as';
import { object, resetBlocks, setSpaced, filled } from './members.as';
import { forget, locate, resetRows, rowCount, settle } from './rows.as';
import { memberOfField, resetShapes, shapeAt } from './shapes.as';
import { setForm } from './values.as';

export { forget, rowCount };

let position: usize = INPUT;
let stop: usize = INPUT;
let line: i32 = -1;
let skipPrevious: bool = false;
let prefix: i32 = 0;

/** Once for a profile. `names` of its fields stand in NAMES. */
export function configure(
  names: i32,
  ascii: bool,
  ecmaScript: bool,
  spaced: bool,
  insertion: bool,
  unlinked: bool,
  prefixLength: i32,
): void {
  setForm(ascii, ecmaScript);
  setSpaced(spaced);
  setInsertion(insertion);
  skipPrevious = unlinked;
  prefix = prefixLength;
  resetShapes(names);
}

/** Once for a chunk, of `length` bytes in INPUT that begin at the start of a line. */
export function begin(length: i32): void {
  position = INPUT;
  stop = INPUT + <usize>length;
  line = -1;
  // Ends every scan.
  memory.fill(stop, 0, 64);
  resetRows();
}

/** Start of the line feed at or after `at`, or the end of the chunk. */
function lineEnd(start: usize): usize {
  let at = start;
  for (; at < stop; at += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(10)));
    if (mask != 0) return min(at + <usize>ctz(mask), stop);
  }
  return stop;
}

/**
 * Goes on to the next record. Its first and last byte are then at RECORD + 48 and + 52, counted from the start of the
 * chunk. Answers the length of its canonical bytes in OUTPUT; -1 when the record is unusual, 0 after the last one.
 */
export function next(): i32 {
  for (;;) {
    while (position < stop && (load<u8>(position) == 32 || load<u8>(position) == 9)) position++;
    if (position >= stop) return 0;
    if (load<u8>(position) == 10) position++;
    else if (load<u8>(position) == 13 && (position + 1 == stop || load<u8>(position, 1) == 10)) position++;
    else break;
  }
  line++;
  const start = position;
  store<i32>(RECORD, <i32>(start - INPUT), 48);
  resetBlocks();
  const end = load<u8>(start) == 123 ? object(start, 0, 0) : 0;
  if (end != 0 && end - start <= MAX_RECORD) {
    const after = end < stop && load<u8>(end) == 13 ? end + 1 : end;
    if (after >= stop || load<u8>(after) == 10) {
      position = after + 1;
      store<i32>(RECORD, <i32>(end - INPUT), 52);
      return locate(filled) ? <i32>(write() - OUTPUT) : -1;
    }
  }
  const feed = lineEnd(start);
  position = feed + 1;
  store<i32>(RECORD, <i32>((feed > start && load<u8>(feed - 1) == 13 ? feed - 1 : feed) - INPUT), 52);
  return -1;
}

function write(): usize {
  const root = shapeAt(0);
  const hash = memberOfField(root, HASH);
  return emitObject(filled, OUTPUT, hash, skipPrevious ? memberOfField(root, PREVIOUS) : -1);
}

/** After next(), when the hash of the record is right; see settle() in rows. */
export function accept(): i32 {
  return settle(line, prefix);
}
