import { quoteLiteral, type Session } from '#engine/store/index.ts';

export interface MadeRun {
  id: string;
  /** ISO 8601, as the journal has it. */
  at: string | null;
  procedures: number;
}

/** Runs in the order in which they were made; of certain procedures, those in which one of them ran to its end. */
export async function madeRuns(session: Session, procedures?: readonly string[]): Promise<MadeRun[]> {
  const rows = await session.rows(
    `SELECT r.run_id, count(*) AS procedures, any_value(j.at) AS at
     FROM work.runs AS r
     LEFT JOIN (
       SELECT line->>'$.details.run_id' AS run_id, min(line->>'$.at') AS at FROM work.journal
       WHERE (line->>'$.details.run_id') IS NOT NULL GROUP BY 1) AS j ON j.run_id = r.run_id
     WHERE $all OR (list_contains($procedures::VARCHAR[], r.procedure) AND r.status = 'completed')
     GROUP BY r.run_id ORDER BY r.run_id`,
    { all: procedures === undefined, procedures: [...(procedures ?? [])] },
  );
  return rows.map((row) => ({
    id: String(row['run_id']),
    at: row['at'] === null ? null : String(row['at']),
    procedures: Number(row['procedures']),
  }));
}

/** What stood once a run was made: of each procedure, its latest run until then. */
export function standingAt(run: string): string {
  return `SELECT procedure, max(run_id) AS run_id FROM work.runs WHERE run_id <= ${quoteLiteral(run)} GROUP BY procedure`;
}

/** Period of the engagement that this one took over from; null where there is none. */
export async function lastPeriodName(session: Session): Promise<string | null> {
  const period = await session.value('SELECT period FROM work.carried_from');
  return period === null ? null : String(period);
}
