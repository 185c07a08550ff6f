import * as z from 'zod/mini';

const percent = z.nullable(z.number());

const point = z.object({
  day: z.string(),
  grants: z.number(),
  by_policy: z.number(),
  by_policy_percent: percent,
  by_exception: z.number(),
  by_exception_percent: percent,
  drift: z.number(),
  drift_percent: percent,
});
export type TrendPoint = z.infer<typeof point>;

/** Rows of the report `metrics`, oldest first; null when they are of another kind. */
export function readTrend(rows: unknown): TrendPoint[] | null {
  const parsed = z.safeParse(z.array(point), rows);
  return parsed.success ? parsed.data.toSorted((a, b) => (a.day < b.day ? -1 : 1)) : null;
}

/** One line of the picture: shares in percent by day, null where no grants are known. */
export interface Series {
  part: string;
  shares: readonly (number | null)[];
  counts: readonly number[];
  /** What is drawn at the bottom and at the top, in percent. */
  low: number;
  high: number;
}

/** The three parts, each over a range of its own: a drift of 2 % would be a flat line beside 95 % of policy. */
export function seriesOf(points: readonly TrendPoint[]): Series[] {
  const parts: [string, (p: TrendPoint) => number | null, (p: TrendPoint) => number][] = [
    ['policy', (p) => p.by_policy_percent, (p) => p.by_policy],
    ['exception', (p) => p.by_exception_percent, (p) => p.by_exception],
    ['drift', (p) => p.drift_percent, (p) => p.drift],
  ];
  return parts.map(([part, share, count]) => {
    const shares = points.map(share);
    const known = shares.filter((value) => value !== null);
    const [low, high] = [Math.floor(Math.min(...known)), Math.ceil(Math.max(...known))];
    return { part, shares, counts: points.map(count), low, high: high > low ? high : low + 1 };
  });
}
