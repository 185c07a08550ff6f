import { SEVERITIES } from '#shared/model/vocabulary.ts';
import { quoteLiteral, type Session } from '#engine/store/index.ts';
import { findingIdSql } from './finding-id.ts';
import {
  type Found,
  type FoundRow,
  isKnownReason,
  MOST_FINDINGS,
  NOTHING_FOUND,
  twins,
  unknownReason,
} from './found.ts';
import { isoMomentsSql } from './iso-moments.ts';
import type { Procedure } from './registry.ts';

type Columns = ReadonlySet<string>;

export const NOT_PASSED = `outcome NOT IN ('pass', 'not_applicable')`;

/** Severity of a row as SQL: what the row states, else what the procedure states for the reason. */
function severitySql({ meta }: Procedure, columns: Columns): string {
  const stated =
    typeof meta.severity === 'string'
      ? quoteLiteral(meta.severity)
      : `CASE reason_code ${Object.entries(meta.severity)
          .map(([reason, severity]) => `WHEN ${quoteLiteral(reason)} THEN ${quoteLiteral(severity)}`)
          .join(' ')} END`;
  if (!columns.has('severity')) return stated;
  return `CASE WHEN severity IN (${SEVERITIES.map(quoteLiteral).join(', ')}) THEN severity ELSE ${stated} END`;
}

/** A column of the rows of a procedure as text that is never null. */
function text(columns: Columns, name: string, empty = ''): string {
  return columns.has(name) ? `coalesce(${name}::VARCHAR, ${quoteLiteral(empty)})` : quoteLiteral(empty);
}

/** What makes a row the same finding in the next run, beside the procedure. */
function identity(columns: Columns): [string, string, string, string] {
  return [
    text(columns, 'subject_type'),
    text(columns, 'subject_id'),
    text(columns, 'reason_code'),
    text(columns, 'finding_key'),
  ];
}

/** The columns of work.findings, in their order, over the rows of a procedure. */
function findingColumns(procedure: Procedure, columns: Columns, runId: string): string {
  const [subject_type, subject_id, reason_code, finding_key] = identity(columns);
  const values: Record<string, string> = {
    finding_id: findingIdSql(procedure.meta.id, identity(columns)),
    run_id: quoteLiteral(runId),
    procedure: quoteLiteral(procedure.meta.id),
    severity: severitySql(procedure, columns),
    outcome: text(columns, 'outcome'),
    subject_type,
    subject_id,
    reason_code,
    finding_key,
    summary: text(columns, 'summary'),
    details: isoMomentsSql(columns.has('details') ? `coalesce(details::JSON, '{}'::JSON)` : `'{}'::JSON`),
    source_rows: `coalesce(to_json(source_rows), '[]'::JSON)`,
    position: 'rowid',
  };
  return Object.entries(values)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(', ');
}

/** The rows that did not pass alone, in their order, in a table of their own name: the next procedure has a table `tested` too. */
async function putAside(session: Session, table: string, passed: number): Promise<void> {
  if (passed === 0) {
    await session.run(
      `DROP TABLE IF EXISTS temp.main.${table}; ALTER TABLE temp.main.tested RENAME TO ${table}`,
    );
    return;
  }
  await session.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * FROM tested WHERE ${NOT_PASSED} ORDER BY rowid; DROP TABLE temp.main.tested`,
  );
}

/** Throws on two findings that could not be told apart in the next run. */
async function requireApart(
  session: Session,
  procedure: Procedure,
  table: string,
  columns: Columns,
): Promise<void> {
  const key = identity(columns).join(', ');
  const same = await session.one(
    `SELECT any_value(subject_type) AS subject_type, any_value(subject_id) AS subject_id, any_value(reason_code) AS reason_code
     FROM ${table} GROUP BY ${key} HAVING count(*) > 1 ORDER BY ALL LIMIT 1`,
  );
  if (same)
    throw twins(procedure, same as { subject_type: unknown; subject_id: unknown; reason_code: unknown });
}

/** What an auditor wrote may call any text its details. */
async function requireJson(session: Session, { own }: Procedure, table: string): Promise<void> {
  if (own === null) return;
  const broken = await session.value(`SELECT bool_or(NOT json_valid(details::VARCHAR)) FROM ${table}`);
  if (broken === true) throw new Error('the column details holds text that is not JSON');
}

/**
 * Makes of the table `tested` one of what did not pass, which lives as long as the session or until it is written down.
 * `total` of its rows did not pass, `passed` others did. Throws on a reason that is not stated, on two findings that could
 * not be told apart in the next run, and on details that are not JSON.
 */
export async function keepFound(
  session: Session,
  procedure: Procedure,
  columns: Columns,
  total: number,
  passed: number,
): Promise<Found> {
  if (total === 0) return NOTHING_FOUND;
  const reasons = await session.rows(`SELECT DISTINCT reason_code FROM tested WHERE ${NOT_PASSED}`);
  for (const { reason_code } of reasons) {
    if (!isKnownReason(procedure, String(reason_code))) throw unknownReason(reason_code);
  }
  const table = `found_${procedure.meta.id.replace(/\W/g, '_')}`;
  await putAside(session, table, passed);
  await requireApart(session, procedure, table, columns);
  await requireJson(session, procedure, table);
  const count = Math.min(total, MOST_FINDINGS);
  // In their order without ORDER BY, which would sort them once more: the database keeps the order of its rows.
  const select = (runId: string): string =>
    `SELECT ${findingColumns(procedure, columns, runId)} FROM temp.main.${table} WHERE rowid < ${count}`;
  return {
    count,
    total,
    rows: async () =>
      (await session.rows(
        `SELECT * EXCLUDE (finding_id, run_id, procedure, position) FROM (${select('')}) ORDER BY position`,
      )) as unknown as FoundRow[],
    write: async (handover, runId) => {
      await handover.select(session, select(runId));
      await session.run(`DROP TABLE temp.main.${table}`);
    },
  };
}
