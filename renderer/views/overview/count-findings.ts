import { SEVERITIES, type Severity } from '#shared/model/vocabulary.ts';

export type Counts = Record<Severity, { open: number; all: number }>;

/** Findings by severity; `severity` and `disposition` are column numbers. */
export function countFindings(
  rows: Iterable<readonly unknown[]>,
  severity: number,
  disposition: number,
): Counts {
  const counts = Object.fromEntries(SEVERITIES.map((name) => [name, { open: 0, all: 0 }])) as Counts;
  for (const row of rows) {
    const count = counts[row[severity] as Severity];
    if (!count) continue;
    count.all += 1;
    if (row[disposition] === 'open') count.open += 1;
  }
  return counts;
}
