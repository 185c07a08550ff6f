import { TickmarkError } from '#shared/model/errors.ts';
import { type GuardCatalogue, type GuardedStatement, guardStatement } from '#engine/query/index.ts';
import type { Session } from '#engine/store/index.ts';

/** Shared questions about what tests found: what they answer depends on what was run before. */
const OF_RUNS: readonly string[] = ['current_findings', 'current_runs'];

/**
 * What an own procedure may consist of: one SELECT that reads tables of sources and comes out the same whenever it is run.
 * Throws what the guard throws, and SQL_FORBIDDEN.
 */
export async function steadyStatement(
  session: Session,
  sql: string,
  catalogue: GuardCatalogue,
): Promise<GuardedStatement> {
  const statement = await guardStatement(session, sql, catalogue);
  const workpapers = [...statement.tables].find((table) => table.startsWith('work.'));
  const ofRuns = OF_RUNS.find((name) => statement.macros.has(name));
  if (workpapers !== undefined || ofRuns !== undefined) {
    throw new TickmarkError(
      'SQL_FORBIDDEN',
      `a procedure cannot read ${workpapers ?? ofRuns}: what it finds would depend on what was done before`,
      { hint: 'Read the tables that the sources were loaded into.' },
    );
  }
  const [unsteady] = statement.unsteady;
  if (unsteady !== undefined) {
    throw new TickmarkError(
      'SQL_FORBIDDEN',
      `${unsteady} can come out otherwise the next time, so that nobody could re-perform the procedure`,
      {
        hint: "Use $as_of, $period_start and $period_end for moments, and name an order inside aggregates: string_agg(x, ', ' ORDER BY x).",
      },
    );
  }
  return statement;
}
