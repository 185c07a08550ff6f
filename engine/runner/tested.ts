import { SEVERITIES } from '#shared/model/vocabulary.ts';
import { quoteLiteral } from '#engine/store/index.ts';
import { findingIdSql } from './finding-id.ts';
import { isoMomentsSql } from './iso-moments.ts';
import { orderLast } from './order-last.ts';
import type { Procedure } from './registry.ts';

/** The schema of temporary tables, which one connection sees. */
export const TEMPORARY = 'temp.main';

/** The beginning of a statement that makes a table anew. `table` with its schema. */
export const replaceTable = (table: string): string =>
  `CREATE OR REPLACE ${table.startsWith(`${TEMPORARY}.`) ? 'TEMP ' : ''}TABLE ${table}`;

export const NOT_PASSED = `outcome NOT IN ('pass', 'not_applicable')`;

/** Severity of a row as SQL: what the row states, else what the procedure states for the reason. */
function severitySql({ meta }: Procedure): string {
  const stated =
    typeof meta.severity === 'string'
      ? quoteLiteral(meta.severity)
      : `CASE reason_code ${Object.entries(meta.severity)
          .map(([reason, severity]) => `WHEN ${quoteLiteral(reason)} THEN ${quoteLiteral(severity)}`)
          .join(' ')} END`;
  return `CASE WHEN severity IN (${SEVERITIES.map(quoteLiteral).join(', ')}) THEN severity ELSE ${stated} END`;
}

/** What an auditor wrote may call any text its details. */
function detailsSql({ own }: Procedure): string {
  const iso = isoMomentsSql(`coalesce(details::JSON, '{}'::JSON)`);
  return own === null
    ? iso
    : `CASE WHEN json_valid(details::VARCHAR) IS DISTINCT FROM false THEN ${iso} ELSE error('the column details holds text that is not JSON') END`;
}

/**
 * The rows of a procedure as findings, in its order: the columns of work.findings without run, procedure and position. Made
 * where the rows come from, since several processors do that. What passed is counted and dropped: it has no id, no details
 * and no source rows.
 */
export function testedSql(procedure: Procedure, sql: string): string {
  const text = (name: string): string => `coalesce(${name}::VARCHAR, '')`;
  const [type, subject, reason, key] = ['subject_type', 'subject_id', 'reason_code', 'finding_key'].map(text);
  const found = (value: string): string => `CASE WHEN ${NOT_PASSED} THEN ${value} END`;
  const values: Record<string, string> = {
    finding_id: found(findingIdSql(procedure.meta.id, [type!, subject!, reason!, key!])),
    severity: severitySql(procedure),
    outcome: text('outcome'),
    subject_type: type!,
    subject_id: subject!,
    reason_code: reason!,
    finding_key: key!,
    summary: text('summary'),
    details: found(detailsSql(procedure)),
    source_rows: found(`coalesce(to_json(source_rows), '[]'::JSON)`),
  };
  const columns = Object.entries(values).map(([name, value]) => `${value} AS ${name}`);
  const { rows, order } = procedure.own === null ? orderLast(sql) : { rows: sql, order: [] };
  // By what the statement gives, not by the texts that are made of it here.
  const by = order.length === 0 ? '' : ` ORDER BY ${order.map((name) => `given.${name}`).join(', ')}`;
  // A statement need not state the last two.
  return `SELECT ${columns.join(', ')} FROM (
    FROM (\n${rows}\n) UNION ALL BY NAME SELECT NULL::VARCHAR AS finding_key, NULL::VARCHAR AS severity WHERE false) AS given${by}`;
}
