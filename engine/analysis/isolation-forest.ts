import { buildTree, type IsolationTree, meanPath } from './isolation-tree.ts';
import type { Matrix } from './matrix.ts';
import { Xoshiro128 } from './xoshiro.ts';

export interface ForestOptions {
  /** 0 … 2^32 - 1; recorded with every result. */
  seed: number;
  /** Number of trees. */
  trees: number;
  /** Rows drawn for each tree, without replacement; fewer rows are all taken. */
  sample: number;
}

export interface IsolationForest {
  trees: IsolationTree[];
  /** Mean path of the sample: what a path is measured against. */
  normal: number;
}

export interface ForestScores {
  /** 0 … 1 a row, rounded to 1e-9: near 1 stands apart, 0.5 and less is ordinary. */
  scores: Float64Array;
  /** `gains[row * columns + column]`: by how much splits on the column shortened the row's path, in mean steps a tree. */
  gains: Float64Array;
}

/** Isolation forest (Liu, Ting and Zhou 2008). The same data, in the same order, and the same seed give the same forest. */
export function buildForest(data: Matrix, options: ForestOptions): IsolationForest {
  const random = new Xoshiro128(options.seed);
  const size = Math.min(options.sample, data.rows);
  const pool = Int32Array.from({ length: data.rows }, (_, i) => i);
  const trees: IsolationTree[] = [];
  for (let t = 0; t < options.trees; t += 1) {
    for (let i = 0; i < size; i += 1) {
      const pick = i + random.below(data.rows - i);
      const item = pool[pick]!;
      pool[pick] = pool[i]!;
      pool[i] = item;
    }
    trees.push(buildTree(data, pool.slice(0, size), random));
  }
  return { trees, normal: meanPath(size) };
}

function round(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** Scores of all rows, with the part that each column has in them. */
export function scoreForest(forest: IsolationForest, data: Matrix): ForestScores {
  const { rows, columns, values } = data;
  const lengths = new Float64Array(rows);
  const gains = new Float64Array(rows * columns);
  // Tree by tree, so that the nodes of one tree stay in the cache.
  for (const { feature, threshold, left, rest } of forest.trees) {
    for (let row = 0; row < rows; row += 1) {
      const base = row * columns;
      let node = 0;
      let depth = 0;
      for (let split = feature[0]!; split >= 0; split = feature[node]!) {
        const child = left[node]! + (values[base + split]! > threshold[node]! ? 1 : 0);
        gains[base + split]! += rest[node]! - 1 - rest[child]!;
        node = child;
        depth += 1;
      }
      lengths[row]! += depth + rest[node]!;
    }
  }
  const count = forest.trees.length;
  const scores = lengths.map((length) =>
    forest.normal === 0 ? 0.5 : round(2 ** (-length / count / forest.normal)),
  );
  return { scores, gains: gains.map((gain) => gain / count) };
}
