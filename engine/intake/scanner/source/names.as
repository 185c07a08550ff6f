import { BUCKETS, BUCKET_COUNT, LONGEST_NAME, MOST_NAMES, NAMES, NAME_SIZE, NAME_TEXT, NEW_NAME } from './layout.as';

// Names that were met before. A name belongs to a list: the records themselves (0), or a list inside them.

let count: i32 = 0;

export function resetNames(): void {
  count = 0;
  memory.fill(BUCKETS, 0, <usize>BUCKET_COUNT * 4);
  memory.fill(NAMES, 0, NAME_SIZE);
}

// @ts-ignore: decorator
@inline
function at(name: i32): usize {
  return NAMES + <usize>name * NAME_SIZE;
}

// @ts-ignore: decorator
@inline
export function listInside(name: i32): i32 {
  return load<i32>(at(name), 8);
}

/** Notes that the name stands in a line; false when it stood there before. */
// @ts-ignore: decorator
@inline
export function stamp(name: i32, line: i32): bool {
  const entry = at(name);
  if (load<i32>(entry, 16) == line) return false;
  store<i32>(entry, line, 16);
  return true;
}

// @ts-ignore: decorator
@inline
function same(entry: usize, list: i32, key: usize, length: i32): bool {
  if (load<i32>(entry) != length || load<i32>(entry, 4) != list) return false;
  for (let i = 0; i < length; i += 16) {
    const alike = i8x16.bitmask(i8x16.eq(v128.load(entry + NAME_TEXT + i), v128.load(key + i)));
    const wanted = length - i >= 16 ? 0xffff : (1 << (length - i)) - 1;
    if ((alike & wanted) != wanted) return false;
  }
  return true;
}

function bucketOf(list: i32, key: usize, length: i32): usize {
  let hash: u32 = 2166136261 ^ <u32>list;
  for (let i = 0; i < length; i++) hash = (hash ^ load<u8>(key + i)) * 16777619;
  return BUCKETS + <usize>((hash ^ (hash >> 15)) & (BUCKET_COUNT - 1)) * 4;
}

/** Number of a name, 0 where it is not known. `before`: the name that stood before it, -1 - list for none. */
export function findName(list: i32, key: usize, length: i32, before: i32): i32 {
  if (before > 0) {
    const guess = load<i32>(at(before), 12);
    if (guess > 0 && same(at(guess), list, key, length)) return guess;
  }
  if (length > LONGEST_NAME) return 0;
  for (let name = load<i32>(bucketOf(list, key, length)); name > 0; name = load<i32>(at(name), 20)) {
    if (!same(at(name), list, key, length)) continue;
    if (before > 0) store<i32>(at(before), name, 12);
    return name;
  }
  return 0;
}

/** Learns the name in NEW_NAME; `inside`: the list that it holds, -1 = none. False when there is no room for it. */
export function addName(list: i32, length: i32, inside: i32): bool {
  if (length > LONGEST_NAME) return false;
  const known = findName(list, NEW_NAME, length, 0);
  if (known > 0) {
    store<i32>(at(known), inside, 8);
    return true;
  }
  if (count + 1 == MOST_NAMES) return false;
  const name = ++count;
  const entry = at(name);
  const bucket = bucketOf(list, NEW_NAME, length);
  memory.fill(entry, 0, NAME_SIZE);
  store<i32>(entry, length);
  store<i32>(entry, list, 4);
  store<i32>(entry, inside, 8);
  store<i32>(entry, load<i32>(bucket), 20);
  memory.copy(entry + NAME_TEXT, NEW_NAME, length);
  store<i32>(bucket, name);
  return true;
}
