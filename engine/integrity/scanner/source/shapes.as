import { sameBytes } from './bytes.as';
import { FIELDS, MAX_KEY, MAX_SHAPES, NAMES, NAME_STRIDE, SHAPES } from './layout.as';

// Records of one log have the same keys in the same order. A shape keeps the keys of an object with their sorted order,
// so that the next object of its kind needs comparisons only: no sorting, no search for keys that stand twice.

const SHAPE_SIZE: usize = 2560;
const ORDER: usize = 16;
const LENGTHS: usize = 64;
const CHILDREN: usize = 112;
const ROLES: usize = 160;
const KEYS: usize = 192;

let used: i32 = 1;
let nameCount: i32 = 0;

export function resetShapes(names: i32): void {
  nameCount = names;
  used = 1;
  memory.fill(SHAPES, 0, SHAPE_SIZE * MAX_SHAPES);
}

// @ts-ignore: decorator
@inline
export function shapeAt(slot: i32): usize {
  return SHAPES + <usize>slot * SHAPE_SIZE;
}

// @ts-ignore: decorator
@inline
export function shapeCount(shape: usize): i32 {
  return load<i32>(shape);
}

// @ts-ignore: decorator
@inline
export function memberOfRank(shape: usize, rank: i32): i32 {
  return <i32>load<u8>(shape + ORDER + rank);
}

/** Member that has this field of the profile, or -1. */
// @ts-ignore: decorator
@inline
export function memberOfField(shape: usize, field: i32): i32 {
  return <i32>load<i8>(shape + ROLES + field);
}

/** Shape number of the objects inside member `i`; 0 when there is no room for more shapes. */
export function childShape(shape: usize, i: i32): i32 {
  const known = <i32>load<u8>(shape + CHILDREN + i);
  if (known != 0) return known;
  if (used == MAX_SHAPES) return 0;
  store<u8>(shape + CHILDREN + i, <u8>used);
  return used++;
}

/** True when the key of member `i` is what it was in the object before. */
// @ts-ignore: decorator
@inline
export function keyAsBefore(shape: usize, i: i32, key: usize, length: i32): bool {
  return <i32>load<u8>(shape + LENGTHS + i) == length && sameBytes(shape + KEYS + i * MAX_KEY, key, length);
}

/** Order of two plain keys: that of their bytes. */
function compareKeys(shape: usize, a: i32, b: i32): i32 {
  const left = <i32>load<u8>(shape + LENGTHS + a);
  const right = <i32>load<u8>(shape + LENGTHS + b);
  const shared = min(left, right);
  for (let i = 0; i < shared; i++) {
    const difference =
      <i32>load<u8>(shape + KEYS + a * MAX_KEY + i) - <i32>load<u8>(shape + KEYS + b * MAX_KEY + i);
    if (difference != 0) return difference;
  }
  return left - right;
}

/** Learns a key sequence; false when a key stands twice. `members` has key start and end at each `stride`. */
export function learnShape(shape: usize, members: usize, stride: usize, count: i32): bool {
  // Not valid until it is whole.
  store<i32>(shape, 0);
  for (let i = 0; i < count; i++) {
    const key = <usize>load<i32>(members + <usize>i * stride);
    const length = load<i32>(members + <usize>i * stride, 4) - <i32>key;
    store<u8>(shape + LENGTHS + i, <u8>length);
    memory.copy(shape + KEYS + i * MAX_KEY, key, length);
  }
  for (let i = 0; i < count; i++) {
    let at = i;
    for (; at > 0; at--) {
      const difference = compareKeys(shape, <i32>load<u8>(shape + ORDER + at - 1), i);
      if (difference == 0) return false;
      if (difference < 0) break;
      store<u8>(shape + ORDER + at, load<u8>(shape + ORDER + at - 1));
    }
    store<u8>(shape + ORDER + at, <u8>i);
  }
  learnRoles(shape, count);
  store<i32>(shape, count);
  return true;
}

/** Of several names of a field the one that the profile lists first counts. */
function learnRoles(shape: usize, count: i32): void {
  for (let field = 0; field < FIELDS; field++) {
    let best = -1;
    let bestRank = i32.MAX_VALUE;
    for (let n = 0; n < nameCount; n++) {
      const name = NAMES + <usize>n * NAME_STRIDE;
      const length = load<i32>(name);
      const rank = load<i32>(name, 8);
      if (load<i32>(name, 4) != field || rank >= bestRank) continue;
      for (let i = 0; i < count; i++) {
        if (<i32>load<u8>(shape + LENGTHS + i) != length) continue;
        if (memory.compare(shape + KEYS + i * MAX_KEY, name + 16, length) != 0) continue;
        best = i;
        bestRank = rank;
      }
    }
    store<i8>(shape + ROLES + field, <i8>best);
  }
}

