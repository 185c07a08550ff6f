import type { Result } from '#shared/contract/methods.ts';
import type { Session } from '#engine/store/index.ts';

export type Trend = Result<'overview.trend'>;
export type TrendPoint = Trend['points'][number];
export type TrendPart = TrendPoint['parts'][number];

/** Points that are given: the latest ones. */
const SHOWN = 12;

/** A part whose count is that of its rows, so that the number and what it leads to cannot differ. */
export async function countedPart(
  session: Session,
  part: string,
  of: number | null,
  rows: string,
): Promise<TrendPart> {
  return { part, count: Number(await session.value(`SELECT count(*) FROM (${rows})`)), of, rows };
}

/** The latest of what there is a point for, and how many are left out. */
export function latest<T>(items: readonly T[], most = SHOWN): { shown: T[]; earlier: number } {
  const shown = items.slice(-most);
  return { shown, earlier: items.length - shown.length };
}
