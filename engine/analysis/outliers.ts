import { type Feature, featureTable, type FeatureTable } from './features.ts';
import { buildForest, type ForestOptions, scoreForest } from './isolation-forest.ts';

/** A column's part in what makes a row stand apart; parts of a row add up to 1. */
export interface Driver {
  feature: string;
  share: number;
}

export interface ScoredRow<T> {
  row: T;
  /** 0 … 1, rounded to 1e-9. */
  score: number;
  /** Greatest part first; columns that make the row look ordinary are left out. */
  drivers: Driver[];
}

export interface OutlierResult<T> {
  seed: number;
  /** Columns that were scored. */
  features: Feature[];
  rows: ScoredRow<T>[];
}

export const DEFAULT_FOREST: Readonly<ForestOptions> = { seed: 1, trees: 100, sample: 256 };

function drivers(table: FeatureTable, gains: Float64Array, row: number): Driver[] {
  const { columns } = table.matrix;
  const sums = new Float64Array(table.features.length);
  for (let column = 0; column < columns; column += 1)
    sums[table.featureOf[column]!]! += gains[row * columns + column]!;
  const total = sums.reduce((sum, gain) => sum + Math.max(gain, 0), 0);
  if (total === 0) return [];
  return table.features
    .map(({ name }, i) => ({ feature: name, share: Math.round((Math.max(sums[i]!, 0) / total) * 1e9) / 1e9 }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.feature < b.feature ? -1 : 1));
}

/**
 * Scores every row by an isolation forest over its numeric columns; rows come back in the order given. No share of
 * rows is called anomalous: where to draw the line is for the reader. Throws BAD_ARGUMENT without a numeric column.
 */
export function outliers<T extends Readonly<Record<string, unknown>>>(
  rows: readonly T[],
  options: Partial<ForestOptions> = {},
): OutlierResult<T> {
  const chosen = { ...DEFAULT_FOREST, ...options };
  const table = featureTable(rows);
  if (rows.length === 0) return { seed: chosen.seed, features: table.features, rows: [] };
  const { scores, gains } = scoreForest(buildForest(table.matrix, chosen), table.matrix);
  return {
    seed: chosen.seed,
    features: table.features,
    rows: rows.map((row, i) => ({ row, score: scores[i]!, drivers: drivers(table, gains, i) })),
  };
}
