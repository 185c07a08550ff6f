import type { Matrix } from './matrix.ts';
import type { Xoshiro128 } from './xoshiro.ts';

const EULER = 0.577_215_664_901_532_9;

/** Mean length of an unsuccessful search in a binary tree of n items (Liu, Ting and Zhou 2008, equation 1). */
export function meanPath(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

/** Nodes as columns; children of node i are `left[i]` and `left[i] + 1`, and a leaf has `feature[i] = -1`. */
export interface IsolationTree {
  feature: Int32Array;
  threshold: Float64Array;
  left: Int32Array;
  /** `meanPath` of the items in the node. */
  rest: Float64Array;
}

class TreeBuilder {
  readonly tree: IsolationTree;
  readonly #data: Matrix;
  readonly #items: Int32Array;
  readonly #random: Xoshiro128;
  readonly #limit: number;
  readonly #order: Int32Array;
  #next = 1;

  constructor(data: Matrix, items: Int32Array, random: Xoshiro128, limit: number) {
    const nodes = 2 * items.length + 1;
    this.#data = data;
    this.#items = items;
    this.#random = random;
    this.#limit = limit;
    this.#order = Int32Array.from({ length: data.columns }, (_, i) => i);
    this.tree = {
      feature: new Int32Array(nodes).fill(-1),
      threshold: new Float64Array(nodes),
      left: new Int32Array(nodes),
      rest: new Float64Array(nodes),
    };
  }

  /** Splits `items[from … to)` below `node`. */
  grow(node: number, from: number, to: number, depth: number): void {
    const { feature, threshold, left, rest } = this.tree;
    rest[node] = meanPath(to - from);
    if (depth >= this.#limit || to - from < 2) return;
    const split = this.#split(from, to);
    if (split === null) return;
    const middle = this.#partition(split.feature, split.threshold, from, to);
    feature[node] = split.feature;
    threshold[node] = split.threshold;
    const child = this.#next;
    left[node] = child;
    this.#next += 2;
    this.grow(child, from, middle, depth + 1);
    this.grow(child + 1, middle, to, depth + 1);
  }

  /** A feature that varies among the items, each as likely as any other, and a threshold between its extremes. */
  #split(from: number, to: number): { feature: number; threshold: number } | null {
    const order = this.#order;
    for (let left = order.length; left > 0; left -= 1) {
      const pick = this.#random.below(left);
      const feature = order[pick]!;
      order[pick] = order[left - 1]!;
      order[left - 1] = feature;
      let low = Infinity;
      let high = -Infinity;
      for (let i = from; i < to; i += 1) {
        const value = this.#data.values[this.#items[i]! * this.#data.columns + feature]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (low < high) return { feature, threshold: low + this.#random.float() * (high - low) };
    }
    return null;
  }

  /** Items not above the threshold first; at least one on each side, because low ≤ threshold < high. */
  #partition(feature: number, threshold: number, from: number, to: number): number {
    let middle = from;
    for (let i = from; i < to; i += 1) {
      const item = this.#items[i]!;
      if (this.#data.values[item * this.#data.columns + feature]! > threshold) continue;
      this.#items[i] = this.#items[middle]!;
      this.#items[middle] = item;
      middle += 1;
    }
    return middle;
  }
}

/** One tree over the given rows of the data; `items` is reordered. */
export function buildTree(data: Matrix, items: Int32Array, random: Xoshiro128): IsolationTree {
  const limit = Math.ceil(Math.log2(Math.max(items.length, 2)));
  const builder = new TreeBuilder(data, items, random, limit);
  builder.grow(0, 0, items.length, 0);
  return builder.tree;
}
