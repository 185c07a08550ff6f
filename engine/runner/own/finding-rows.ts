import { type ColumnInfo, quoteLiteral, quoteName } from '#engine/store/index.ts';
import type { Procedure } from '../registry.ts';
import type { OwnPart, RowMapping } from './own-part.ts';

/** Columns without which rows are no results of a procedure. */
export const CONTRACT_COLUMNS = [
  'subject_type',
  'subject_id',
  'outcome',
  'reason_code',
  'summary',
  'details',
  'source_rows',
] as const;

/** Reason of findings of a plain SELECT. */
export const LISTED = 'listed';

type Own = Procedure & { own: OwnPart };

/** A value of the result; floating point is rounded, since its last digits depend on the order of adding up. */
function cell({ name, type }: ColumnInfo): string {
  const column = `q.${quoteName(name)}`;
  return type === 'DOUBLE' || type === 'FLOAT' ? `round(${column}, 9)` : column;
}

function summarySql(rows: RowMapping, title: string, columns: readonly ColumnInfo[]): string {
  const template = rows.summary ?? `${title.replaceAll(/[{}]/g, '')}: {${rows.subject}}`;
  const pieces = template.split(/\{([^{}]*)\}/).map((piece, i) => {
    if (i % 2 === 0) return quoteLiteral(piece);
    const column = columns.find(({ name }) => name === piece);
    if (column === undefined)
      throw new Error(`the summary names {${piece}}, which the statement does not give`);
    return `coalesce(${cell(column)}::VARCHAR, 'not stated')`;
  });
  return pieces.join(' || ');
}

/** Where a row came from, when the statement gives file and record of the one table that it reads. */
function sourceRowsSql({ meta }: Own, names: ReadonlySet<string>): string {
  if (names.has('source_rows')) return 'q.source_rows';
  const tables = Object.keys(meta.needs);
  if (tables.length !== 1 || !names.has('source_id') || !names.has('record_no')) return '[]::JSON[]';
  return `[{'table': ${quoteLiteral(tables[0]!)}, 'source_id': q.source_id, 'record_no': q.record_no}]`;
}

/** Throws for a mapping that names what the statement does not give. */
export function requireColumns(rows: RowMapping, columns: readonly ColumnInfo[], title: string): void {
  for (const name of [rows.subject, ...(rows.key ?? [])]) {
    if (!columns.some((column) => column.name === name))
      throw new Error(
        `the statement gives no column ${name}; it gives ${columns.map((one) => one.name).join(', ')}`,
      );
  }
  summarySql(rows, title, columns);
}

/**
 * The guarded text of an own procedure as a statement with the columns of every procedure, in an order of its own:
 * what an auditor writes needs none.
 */
export function findingRowsSql(procedure: Own, text: string, columns: readonly ColumnInfo[]): string {
  const { rows } = procedure.own;
  const names = new Set(columns.map(({ name }) => name));
  if (rows === null) {
    const absent = CONTRACT_COLUMNS.filter((name) => !names.has(name));
    if (absent.length > 0) throw new Error(`the result lacks ${absent.join(', ')}`);
    const key = names.has('finding_key') ? 'finding_key::VARCHAR, ' : '';
    return `SELECT * FROM (\n${text}\n) AS q
      ORDER BY subject_type, subject_id, reason_code, ${key}outcome, summary, details::VARCHAR`;
  }
  requireColumns(rows, columns, procedure.meta.title);
  const members = columns.map((column) => `${quoteName(column.name)} := ${cell(column)}`).join(', ');
  const key = (rows.key ?? [])
    .map((name) => `coalesce(q.${quoteName(name)}::VARCHAR, '')`)
    .join(` || '|' || `);
  const [subject] = [procedure.meta.subject].flat();
  const id = `q.${quoteName(rows.subject)}`;
  const none = quoteLiteral(`a row names no subject: its ${rows.subject} is null`);
  return `SELECT ${quoteLiteral(subject!)} AS subject_type,
      CASE WHEN ${id} IS NULL THEN error(${none}) ELSE ${id}::VARCHAR END AS subject_id,
      ${quoteLiteral(rows.outcome)} AS outcome, ${quoteLiteral(LISTED)} AS reason_code,
      ${summarySql(rows, procedure.meta.title, columns)} AS summary, to_json(struct_pack(${members})) AS details,
      ${sourceRowsSql(procedure, names)} AS source_rows, ${key === '' ? "''" : key} AS finding_key
    FROM (\n${text}\n) AS q ORDER BY subject_id, finding_key, summary, details::VARCHAR`;
}
