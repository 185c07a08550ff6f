import { sameBytes, storeHex } from './bytes.as';
import { CHAIN, HASH, ID, MAX_ROWS, MAX_SLOTS, PREVIOUS, RECORD, ROWS, SEQUENCE, SLOTS, TAIL, TIME } from './layout.as';
import { NUMBER, STRING, TEXT, blockShape, entryAt } from './members.as';
import { memberOfField } from './shapes.as';
import { inOrder } from './times.as';

// Of each chain of the chunk, the last record whose hash was right: offsets of its name and time, then its hash.
const SLOT_SIZE: usize = 256;
const SLOT_HASH: usize = 32;

const ROW_SIZE: usize = 80;

let slots: i32 = 0;
let rows: i32 = 0;

export function resetRows(): void {
  slots = 0;
  rows = 0;
}

export function rowCount(): i32 {
  return rows;
}

/** After a record that was read elsewhere nothing is known of what comes before the next one. */
export function forget(): void {
  for (let i = 0; i < slots; i++) store<i32>(SLOTS + <usize>i * SLOT_SIZE, 0);
}

/** Puts the offsets of the fields of the root object in RECORD; false when one of them is not plain text or integer. */
export function locate(block: usize): bool {
  const shape = blockShape(block);
  for (let field = 0; field <= CHAIN; field++) {
    const member = memberOfField(shape, field);
    let start = -1;
    let end = -1;
    if (member >= 0) {
      const entry = entryAt(block, member);
      const kind = load<i32>(entry, 16);
      if (kind == STRING) return false;
      if (kind == TEXT) {
        start = load<i32>(entry, 8) + 1;
        end = load<i32>(entry, 12) - 1;
      } else if (kind == NUMBER && field != HASH && field != PREVIOUS) {
        start = load<i32>(entry, 8);
        end = load<i32>(entry, 12);
      }
    }
    store<i32>(RECORD + field * 8, start);
    store<i32>(RECORD + field * 8, end, 4);
  }
  return load<i32>(RECORD + HASH * 8) >= 0;
}

// @ts-ignore: decorator
@inline
function fieldStart(field: i32): i32 {
  return load<i32>(RECORD + field * 8);
}

// @ts-ignore: decorator
@inline
function fieldEnd(field: i32): i32 {
  return load<i32>(RECORD + field * 8, 4);
}

/** Slot of the record's chain, or -1 when there are too many. */
function slotOfChain(): i32 {
  const start = fieldStart(CHAIN);
  const length = fieldEnd(CHAIN) - start;
  for (let i = 0; i < slots; i++) {
    const slot = SLOTS + <usize>i * SLOT_SIZE;
    const name = load<i32>(slot, 4);
    if (start < 0 || name < 0) {
      if (start < 0 && name < 0) return i;
    } else if (load<i32>(slot, 8) - name == length && sameBytes(name, start, length)) {
      return i;
    }
  }
  if (slots == MAX_SLOTS) return -1;
  const slot = SLOTS + <usize>slots * SLOT_SIZE;
  store<i32>(slot, 0);
  store<i32>(slot, start, 4);
  store<i32>(slot, fieldEnd(CHAIN), 8);
  return slots++;
}

/** The number that counts records up: the sequence field, else the digits at the end of the id; NaN without digits. */
function numbered(): f64 {
  const field = fieldStart(SEQUENCE) >= 0 ? SEQUENCE : ID;
  const start = fieldStart(field);
  const end = fieldEnd(field);
  if (start < 0) return NaN;
  let from = end;
  while (from > start && load<u8>(from - 1) - 48 < 10) from--;
  if (from == end || end - from > 15) return NaN;
  let value: i64 = 0;
  for (let at = from; at < end; at++) value = value * 10 + (load<u8>(at) - 48);
  return <f64>value;
}

/** The two hashes by which id-set.ts knows an id. */
function hashId(row: usize): void {
  let low: i32 = 0x9e3779b1;
  let high: i32 = 0x85ebca77;
  const end = fieldEnd(ID);
  for (let at = fieldStart(ID); at < end; at++) {
    const c = <i32>load<u8>(at);
    low = (low ^ c) * 0x01000193;
    high = (high ^ c) * 0x5bd1e995;
    high ^= high >>> 13;
  }
  low = (low ^ (low >>> 16)) * 0x85ebca6b;
  high = (high ^ (high >>> 15)) * 0xc2b2ae35;
  store<i32>(row, low ^ (low >>> 13), 40);
  store<i32>(row, high ^ (high >>> 16), 44);
}

/** `count` hex digits as words: 32 to 64, and nothing in the places that are left. */
function storeWords(row: usize, digits: usize, count: i32): void {
  for (let at = 0; at < 64; at += 16) {
    const left = count - at;
    if (left >= 16) {
      storeHex(row + at / 2, digits + at);
    } else {
      store<u64>(TAIL, 0x3030303030303030);
      store<u64>(TAIL, 0x3030303030303030, 8);
      if (left > 0) memory.copy(TAIL, digits + at, left);
      storeHex(row + at / 2, TAIL);
    }
  }
}

/**
 * Takes the record whose stated hash is right; 1 when it continues its chain and nothing else has to be known of it:
 * its row is then complete. `prefix`: bytes before the hex digits of a hash.
 */
export function settle(line: i32, prefix: i32): i32 {
  const index = slotOfChain();
  if (index < 0) return 0;
  const slot = SLOTS + <usize>index * SLOT_SIZE;
  const length = fieldEnd(HASH) - fieldStart(HASH);
  const known = load<i32>(slot);
  const linked =
    known != 0 &&
    rows < MAX_ROWS &&
    fieldEnd(PREVIOUS) - fieldStart(PREVIOUS) == length &&
    sameBytes(slot + SLOT_HASH, fieldStart(PREVIOUS), length) &&
    inOrder(load<i32>(slot, 12), load<i32>(slot, 16), fieldStart(TIME), fieldEnd(TIME));
  store<i32>(slot, length);
  store<i32>(slot, fieldStart(TIME), 12);
  store<i32>(slot, fieldEnd(TIME), 16);
  for (let i = 0; i < length; i += 16) v128.store(slot + SLOT_HASH + i, v128.load(fieldStart(HASH) + i));
  if (!linked) return 0;
  const row = ROWS + <usize>(rows++) * ROW_SIZE;
  storeWords(row, fieldStart(HASH) + prefix, length - prefix);
  store<f64>(row, numbered(), 32);
  if (fieldStart(ID) >= 0) hashId(row);
  store<i32>(row, fieldStart(ID), 48);
  store<i32>(row, fieldEnd(ID), 52);
  store<i32>(row, line, 56);
  store<i32>(row, index, 60);
  store<i32>(row, fieldStart(TIME), 64);
  store<i32>(row, fieldEnd(TIME), 68);
  store<i32>(row, load<i32>(slot, 4), 72);
  store<i32>(row, load<i32>(slot, 8), 76);
  return 1;
}
