import { SEVERITIES, type Severity } from '#shared/model/vocabulary.ts';
import type { Asked } from '../../app/connection.tsx';
import { useSmall } from '../../app/rows.ts';
import type { Small } from '../../data/read-all.ts';

export type Counts = Record<Severity, { open: number; all: number }>;

const COUNTS = `SELECT severity, count(*) FILTER (disposition = 'open')::INTEGER AS open, count(*)::INTEGER AS total
  FROM current_findings() GROUP BY severity`;

/** Findings by severity, counted by the database; null while they are being counted. */
export function useFindingCounts(): { counts: Counts | null; error: Asked<Small>['error'] } {
  const { value, error } = useSmall(COUNTS);
  return { counts: value && countsOf(value.rows), error };
}

/** @param rows severity, how many are open, how many there are */
export function countsOf(rows: readonly (readonly unknown[])[]): Counts {
  const counts = Object.fromEntries(SEVERITIES.map((name) => [name, { open: 0, all: 0 }])) as Counts;
  for (const [severity, open, all] of rows)
    counts[severity as Severity] = { open: Number(open), all: Number(all) };
  return counts;
}
