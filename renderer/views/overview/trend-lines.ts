import type { Result } from '#shared/contract/methods.ts';

export type Trend = Result<'overview.trend'>;
export type TrendPoint = Trend['points'][number];

/** One part of a trend over its points; null where a point does not have it. */
export interface Line {
  part: string;
  counts: readonly (number | null)[];
  low: number;
  high: number;
}

/** Each part over a range of its own; one that never moves lies in the middle of it. */
export function linesOf(points: readonly TrendPoint[]): Line[] {
  const names = [...new Set(points.flatMap(({ parts }) => parts.map(({ part }) => part)))];
  return names.map((part) => {
    const counts = points.map(({ parts }) => parts.find((one) => one.part === part)?.count ?? null);
    const known = counts.filter((count) => count !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    return low === high ? { part, counts, low: low - 1, high: high + 1 } : { part, counts, low, high };
  });
}
