import { quoteLiteral, type Session } from '#engine/store/index.ts';
import {
  type Found,
  type FoundRow,
  isKnownReason,
  MOST_FINDINGS,
  NOTHING_FOUND,
  twins,
  unknownReason,
} from './found.ts';
import type { Procedure } from './registry.ts';
import { NOT_PASSED, replaceTable } from './tested.ts';

const COLUMNS =
  'severity, outcome, subject_type, subject_id, reason_code, finding_key, summary, details, source_rows';

/** The rows that did not pass alone, in their order, in a table of their own name: the next procedure has a table `tested` too. */
async function putAside(session: Session, schema: string, table: string, passed: number): Promise<void> {
  await session.run(
    passed === 0
      ? `DROP TABLE IF EXISTS ${schema}.${table}; ALTER TABLE ${schema}.tested RENAME TO ${table}`
      : `${replaceTable(`${schema}.${table}`)} AS SELECT * FROM ${schema}.tested WHERE ${NOT_PASSED} ORDER BY rowid;
         DROP TABLE ${schema}.tested`,
  );
}

/** Throws on two findings that could not be told apart in the next run. Of shipped procedures they were made one before. */
async function requireApart(session: Session, procedure: Procedure, table: string): Promise<void> {
  if (procedure.own === null) return;
  const same = await session.one(
    `SELECT any_value(subject_type) AS subject_type, any_value(subject_id) AS subject_id, any_value(reason_code) AS reason_code
     FROM ${table} GROUP BY subject_type, subject_id, reason_code, finding_key HAVING count(*) > 1 ORDER BY ALL LIMIT 1`,
  );
  if (same)
    throw twins(procedure, same as { subject_type: unknown; subject_id: unknown; reason_code: unknown });
}

/**
 * Makes of the table `tested` in a schema one of what did not pass, which lives as long as the schema or until it is written
 * down. `total` of its rows did not pass, `passed` others did. Throws on a reason that is not stated, and on two findings
 * that could not be told apart in the next run.
 */
export async function keepFound(
  session: Session,
  procedure: Procedure,
  schema: string,
  { total, passed }: { total: number; passed: number },
): Promise<Found> {
  if (total === 0) return NOTHING_FOUND;
  const reasons = await session.rows(`SELECT DISTINCT reason_code FROM ${schema}.tested WHERE ${NOT_PASSED}`);
  for (const { reason_code } of reasons) {
    if (!isKnownReason(procedure, String(reason_code))) throw unknownReason(reason_code);
  }
  const name = `found_${procedure.meta.id.replace(/\W/g, '_')}`;
  const table = `${schema}.${name}`;
  await putAside(session, schema, name, passed);
  await requireApart(session, procedure, table);
  const count = Math.min(total, MOST_FINDINGS);
  // In their order without ORDER BY, which would sort them once more: the database keeps the order of its rows.
  const written = `FROM ${table} WHERE rowid < ${count}`;
  return {
    count,
    total,
    rows: async () =>
      (await session.rows(`SELECT ${COLUMNS} ${written} ORDER BY rowid`)) as unknown as FoundRow[],
    write: (handover, runId) =>
      handover.table(session, {
        schema,
        table,
        select: `SELECT finding_id, ${quoteLiteral(runId)} AS run_id, ${quoteLiteral(procedure.meta.id)} AS procedure,
          ${COLUMNS}, rowid AS position ${written}`,
      }),
  };
}
