import type { JsonTape } from './tape.ts';

/** Members beyond which an object is sorted in the general way. */
const WIDE = 48;

/**
 * Brings the keys of objects in code point order, in which equal keys stand next to each other. Records of one log have
 * the same keys in the same order, so the order of the last object of the same width is tried first.
 */
export class KeySorter {
  private readonly keys = new Int32Array(WIDE);
  private readonly lastOrders: (Uint8Array | undefined)[] = [];

  /** Fills `order[base, base + count)`; answers a key that stands twice, or -1. */
  sort(tape: JsonTape, object: number, count: number, order: Int32Array, base: number): number {
    if (count < 2) {
      if (count === 1) order[base] = object + 1;
      return -1;
    }
    if (count > WIDE) return sortWide(tape, object, count, order, base);
    const { keys } = this;
    for (let i = 0, key = object + 1; i < count; i++, key = tape.next(key + 1)) keys[i] = key;
    return this.likeBefore(tape, count, order, base) ? -1 : this.narrow(tape, count, order, base);
  }

  private likeBefore(tape: JsonTape, count: number, order: Int32Array, base: number): boolean {
    const ranks = this.lastOrders[count];
    if (ranks === undefined) return false;
    const { keys } = this;
    let before = keys[ranks[0]!]!;
    order[base] = before;
    for (let i = 1; i < count; i++) {
      const key = keys[ranks[i]!]!;
      if (tape.compareKeys(before, key) >= 0) return false;
      order[base + i] = key;
      before = key;
    }
    return true;
  }

  private narrow(tape: JsonTape, count: number, order: Int32Array, base: number): number {
    const { keys } = this;
    const ranks = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      let at = i;
      for (; at > 0; at--) {
        const difference = tape.compareKeys(keys[ranks[at - 1]!]!, keys[i]!);
        if (difference === 0) return keys[i]!;
        if (difference < 0) break;
        ranks[at] = ranks[at - 1]!;
      }
      ranks[at] = i;
    }
    for (let i = 0; i < count; i++) order[base + i] = keys[ranks[i]!]!;
    this.lastOrders[count] = ranks;
    return -1;
  }
}

function sortWide(tape: JsonTape, object: number, count: number, order: Int32Array, base: number): number {
  for (let i = 0, key = object + 1; i < count; i++, key = tape.next(key + 1)) order[base + i] = key;
  order.subarray(base, base + count).sort((a, b) => tape.compareKeys(a, b));
  for (let i = base + 1; i < base + count; i++) {
    if (tape.compareKeys(order[i - 1]!, order[i]!) === 0) return order[i]!;
  }
  return -1;
}
