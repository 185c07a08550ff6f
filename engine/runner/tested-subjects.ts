import { TickmarkError } from '#shared/model/errors.ts';
import { type EngagementSettings, resolveMoments } from '#engine/engagement/index.ts';
import type { Params, Session } from '#engine/store/index.ts';
import { bindings } from './execute.ts';
import { resolveParams } from './params.ts';
import type { ParamValue } from './kit/index.ts';
import { findProcedure } from './registry.ts';

/** At which moments and with which values a procedure was run. */
export interface RunTerms {
  params: Readonly<Record<string, ParamValue>>;
  as_of: string;
  period: { from: string; to: string };
}

/** The terms of the latest run of a procedure. Throws NOT_FOUND where it was not run to its end. */
export async function latestTerms(session: Session, procedure: string): Promise<RunTerms> {
  const row = await session.one(
    `SELECT params, as_of, period FROM current_runs() WHERE procedure = $procedure AND status = 'completed'`,
    { procedure },
  );
  if (row === undefined) {
    throw new TickmarkError('NOT_FOUND', `the procedure ${procedure} was not run to its end`, {
      hint: 'Run it, then draw from what it tested.',
    });
  }
  const [from = '', to = ''] = String(row['period']).split('..');
  return {
    params: JSON.parse(String(row['params'])) as RunTerms['params'],
    as_of: String(row['as_of']),
    period: { from, to },
  };
}

/**
 * A SELECT of the subjects that a procedure tests, one row each, with all that it says of them; and the values that the
 * statement binds. Throws BAD_ARGUMENT for a procedure whose rows are not its population.
 */
export async function testedSubjects(
  session: Session,
  settings: EngagementSettings,
  id: string,
  terms: RunTerms,
): Promise<{ sql: string; params: Params }> {
  const procedure = findProcedure(id);
  if (procedure.sql === null || procedure.population !== null) {
    throw new TickmarkError('BAD_ARGUMENT', `${id} lists what it found, not all that it tested`, {
      hint: 'Draw from its findings, from one of the tables that it needs, or from a query of your own.',
    });
  }
  const { as_of, period } = terms;
  const moments = await resolveMoments(session, settings, { as_of, period });
  const given = Object.entries(terms.params).map(([name, value]) => [`${procedure.meta.id}.${name}`, value]);
  const params = resolveParams(procedure, Object.fromEntries(given), {});
  const sql = `SELECT subject_type, subject_id, string_agg(DISTINCT outcome, ', ' ORDER BY outcome) AS outcomes,
      string_agg(summary, '; ' ORDER BY reason_code, summary) AS summary
    FROM (\n${procedure.sql}\n) WHERE outcome <> 'not_applicable' GROUP BY subject_type, subject_id`;
  return { sql, params: bindings(procedure.sql, { moments, params }) };
}
