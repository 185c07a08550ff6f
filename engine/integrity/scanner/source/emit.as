import { ARRAY, OBJECT, blockCount, blockShape, entryAt, spaced } from './members.as';
import { memberOfRank } from './shapes.as';

/** Members in the order received; otherwise by key. */
let insertion: bool = false;

export function setInsertion(value: bool): void {
  insertion = value;
}

/** Copies in steps of 16 bytes: up to 15 more are written behind, which the next piece overwrites. */
// @ts-ignore: decorator
@inline
function copy(out: usize, from: usize, to: usize): usize {
  let target = out;
  for (let at = from; at < to; at += 16, target += 16) v128.store(target, v128.load(at));
  return out + (to - from);
}

// @ts-ignore: decorator
@inline
function comma(out: usize): usize {
  store<u16>(out, 0x202c);
  return out + (spaced ? 2 : 1);
}

function emitValue(entry: usize, out: usize): usize {
  const kind = load<i32>(entry, 16);
  if (kind == OBJECT) return emitObject(<usize>load<i32>(entry, 20), out, -1, -1);
  if (kind == ARRAY) return emitArray(<usize>load<i32>(entry, 20), out);
  return copy(out, <usize>load<i32>(entry, 8), <usize>load<i32>(entry, 12));
}

function emitArray(block: usize, start: usize): usize {
  const count = blockCount(block);
  let out = start;
  store<u8>(out++, 91);
  for (let i = 0; i < count; i++) {
    if (i > 0) out = comma(out);
    out = emitValue(entryAt(block, i), out);
  }
  store<u8>(out++, 93);
  return out;
}

/** Writes the object without the members `skipA` and `skipB` (-1: none); answers where it ends. */
export function emitObject(block: usize, start: usize, skipA: i32, skipB: i32): usize {
  const count = blockCount(block);
  const shape = blockShape(block);
  let out = start;
  let first = true;
  store<u8>(out++, 123);
  for (let i = 0; i < count; i++) {
    const member = insertion ? i : memberOfRank(shape, i);
    if (member == skipA || member == skipB) continue;
    if (!first) out = comma(out);
    first = false;
    const entry = entryAt(block, member);
    const key = <usize>load<i32>(entry);
    if (load<i32>(entry, 24) != 0 && load<i32>(entry, 16) < OBJECT) {
      out = copy(out, key - 1, <usize>load<i32>(entry, 12));
      continue;
    }
    out = copy(out, key - 1, <usize>load<i32>(entry, 4) + 1);
    store<u16>(out, 0x203a);
    out = emitValue(entry, out + (spaced ? 2 : 1));
  }
  store<u8>(out++, 125);
  return out;
}
