import type { Column } from '../../../data/rows.ts';
import type { Kind } from '../../../data/value.ts';

export type ChartKind = 'bar' | 'line' | 'scatter';
export type Measure = 'count' | 'sum' | 'avg' | 'min' | 'max';
export type Step = 'none' | 'hour' | 'day' | 'week' | 'month' | 'year';

export const CHART_KINDS: readonly ChartKind[] = ['bar', 'line', 'scatter'];
export const MEASURES: readonly Measure[] = ['count', 'sum', 'avg', 'min', 'max'];
export const STEPS: readonly Step[] = ['hour', 'day', 'week', 'month', 'year', 'none'];

/** What is drawn: columns by their number in the result. */
export interface ChartSpec {
  kind: ChartKind;
  x: number;
  /** Unused for the number of rows. */
  y: number;
  measure: Measure;
  /** For moments and days across. */
  step: Step;
}

export const isTime = (kind: Kind | undefined): boolean =>
  kind === 'instant' || kind === 'time' || kind === 'date';

/** Columns that have a place on a scale. */
export const isScaled = (kind: Kind | undefined): boolean => kind === 'number' || isTime(kind);

/** A first chart that makes sense for these columns: over time where there is a time, else bars of the first text. */
export function firstSpec(columns: readonly Column[]): ChartSpec {
  const find = (wanted: (kind: Kind) => boolean): number => columns.findIndex(({ kind }) => wanted(kind));
  const time = find(isTime);
  const text = find((kind) => kind === 'text' || kind === 'boolean');
  const numbers = columns.flatMap(({ kind }, i) => (kind === 'number' ? [i] : []));
  const y = numbers.at(-1) ?? 0;
  const measure: Measure = numbers.length > 0 ? 'sum' : 'count';
  if (time >= 0) return { kind: 'line', x: time, y, measure, step: 'day' };
  if (text >= 0) return { kind: 'bar', x: text, y, measure, step: 'none' };
  if (numbers.length > 1) return { kind: 'scatter', x: numbers[0]!, y, measure: 'sum', step: 'none' };
  return { kind: 'bar', x: 0, y, measure: 'count', step: 'none' };
}
