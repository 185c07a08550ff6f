import type { Session } from '#engine/store/index.ts';
import { grouped, int } from './model.ts';

export interface LatestRun {
  /** Ran to its end over somebody or something. */
  concluded: boolean;
  failing: number | null;
  shown: string;
}

/** Latest run of each procedure, as dashboards show it; one that did not conclude has no figure. */
export async function currentRuns(session: Session): Promise<Map<string, LatestRun>> {
  const rows = await session.rows('SELECT procedure, status, population, failing FROM current_runs()');
  return new Map(
    rows.map((row) => {
      const population = int(row, 'population');
      const concluded = row['status'] === 'completed' && population > 0;
      const failing = concluded ? int(row, 'failing') : null;
      return [
        String(row['procedure']),
        {
          concluded,
          failing,
          shown: failing === null ? 'not tested' : `${grouped(failing)} of ${grouped(population)}`,
        },
      ];
    }),
  );
}

/** Exceptions of the latest runs, and how many of them the client or auditor has disposed of. */
export async function remediation(session: Session): Promise<{ exceptions: number; disposed: number }> {
  const row = await session.one(
    `SELECT count(*) AS exceptions, count(*) FILTER (disposition <> 'open') AS disposed FROM current_findings() WHERE outcome = 'exception'`,
  );
  return { exceptions: int(row, 'exceptions'), disposed: int(row, 'disposed') };
}

/** 00:00 of the first of each of the last twelve months up to the moment, in the connection's zone, oldest first. */
export async function monthFirsts(
  session: Session,
  moment: string,
): Promise<{ day: string; moment: string }[]> {
  const rows = await session.rows(
    `SELECT strftime(first_at, '%Y-%m-%d') AS day, first_at AS moment
     FROM (SELECT unnest(generate_series(date_trunc('month', $moment::TIMESTAMPTZ) - INTERVAL 11 MONTH,
       date_trunc('month', $moment::TIMESTAMPTZ), INTERVAL 1 MONTH)) AS first_at) ORDER BY first_at`,
    { moment },
  );
  return rows.map((row) => ({ day: String(row['day']), moment: String(row['moment']) }));
}
