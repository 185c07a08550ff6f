import { TickmarkError } from '#shared/model/errors.ts';
import type { Matrix } from './matrix.ts';

/** How one column of a table becomes columns of numbers. */
export interface Feature {
  name: string;
  /** Length of the circle on which the values lie (24 hours, 7 days); null = a line. */
  circle: number | null;
}

export interface FeatureTable {
  matrix: Matrix;
  /** For each column of the matrix, the position of its feature. */
  featureOf: Int32Array;
  features: Feature[];
}

/** Columns with these names lie on a circle: 23 o'clock is next to midnight, Sunday next to Monday. */
const CIRCLES: Readonly<Record<string, number>> = { hour: 24, weekday: 7, dow: 7, day_of_week: 7 };

function numeric(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'boolean' ? Number(value) : null;
}

function isNumericColumn(values: readonly unknown[]): boolean {
  let some = false;
  for (const value of values) {
    if (value === null || value === undefined) continue;
    if (numeric(value) === null) return false;
    some = true;
  }
  return some;
}

/** Half-way value of those present; stands in where a value is missing, so that its absence drives nothing. */
function median(values: readonly (number | null)[]): number {
  const present = values.filter((value) => value !== null).sort((a, b) => a - b);
  return present[Math.floor((present.length - 1) / 2)] ?? 0;
}

function isCircular(name: string, values: readonly (number | null)[]): number | null {
  const circle = CIRCLES[name.toLowerCase()];
  if (circle === undefined) return null;
  return values.every((value) => value === null || (value >= 0 && value <= circle)) ? circle : null;
}

/**
 * Numeric columns of rows as a matrix; a circular one becomes sine and cosine. Columns with text are left out.
 * Throws BAD_ARGUMENT when no column is numeric.
 */
export function featureTable(rows: readonly Readonly<Record<string, unknown>>[]): FeatureTable {
  const names = Object.keys(rows[0] ?? {}).filter((name) => isNumericColumn(rows.map((row) => row[name])));
  if (rows.length > 0 && names.length === 0) {
    throw new TickmarkError('BAD_ARGUMENT', 'no column of the result is numeric', {
      hint: 'Select numbers to score, for example counts, hours or bytes for each account.',
    });
  }
  const features: Feature[] = [];
  const columns: { feature: number; values: number[] }[] = [];
  for (const [position, name] of names.entries()) {
    const values = rows.map((row) => numeric(row[name]));
    const circle = isCircular(name, values);
    const fallback = median(values);
    const filled = values.map((value) => value ?? fallback);
    features.push({ name, circle });
    if (circle === null) {
      columns.push({ feature: position, values: filled });
      continue;
    }
    const angle = (value: number): number => (2 * Math.PI * value) / circle;
    columns.push({ feature: position, values: filled.map((value) => Math.sin(angle(value))) });
    columns.push({ feature: position, values: filled.map((value) => Math.cos(angle(value))) });
  }
  const width = columns.length;
  const values = new Float64Array(rows.length * width);
  for (const [column, { values: cells }] of columns.entries()) {
    for (let row = 0; row < cells.length; row += 1) values[row * width + column] = cells[row]!;
  }
  return {
    matrix: { rows: rows.length, columns: width, values },
    featureOf: Int32Array.from(columns, ({ feature }) => feature),
    features,
  };
}
