import type { RawTable, TableReceipt } from '#shared/model/receipt.ts';
import { quoteLiteral, quoteName, type Session } from '#engine/store/index.ts';
import { RowCountMismatch } from './load.ts';
import { requireColumns } from './most-columns.ts';
import { keepRaw, relation, type Part, type RawReject } from './part.ts';

const LONGEST_NAME = 60;

function identifier(text: string): string {
  const name = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST_NAME);
  return name === '' ? 'column' : /^\p{N}/u.test(name) ? `_${name}` : name;
}

function distinct(names: readonly string[], taken: Iterable<string>): string[] {
  const used = new Set(taken);
  return names.map((name) => {
    let free = name;
    for (let i = 2; used.has(free); i += 1) free = `${name}_${i}`;
    used.add(free);
    return free;
  });
}

async function tableName(session: Session, stem: string): Promise<string> {
  const rows = await session.rows(`SELECT table_name FROM duckdb_tables() WHERE schema_name = 'raw'`);
  return distinct(
    [stem],
    rows.map((row) => String(row['table_name'])),
  )[0]!;
}

export interface RawContext {
  sourceId: string;
  path: string;
  /** What the table is named after. */
  stem: string;
  /** Its name where it is known already. */
  name?: string | undefined;
}

/** Table and headers of a part that was loaded as text, but for what the file itself knows. */
export type RawColumns = Pick<RawTable, 'table' | 'part' | 'records' | 'columns' | 'keyed'>;

/**
 * Takes in a table that no reader claims: all values as text, in a table of the schema raw that is named after the
 * file. Records that are no objects are kept in the column `document`.
 */
export async function loadRaw(
  session: Session,
  part: Part,
  context: RawContext,
): Promise<{ rows: TableReceipt; rejects: RawReject[]; raw: RawColumns }> {
  const name = await tableName(session, context.name ?? identifier(context.stem));
  const keys = part.shape === 'cells' ? [...part.fields] : [...(part.keys.values().next().value ?? [])];
  requireColumns(keys.length);
  const names = distinct(keys.map(identifier), ['source_id', 'record_no', 'document']);
  const values =
    part.shape === 'cells'
      ? names.map((_, i) => `c${i}`)
      : keys.map(
          (key) =>
            `json_extract_string(o, ${quoteLiteral(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)})`,
        );
  const rows = relation(part, context.path);
  const n = part.numbered ? 'n, ' : '';
  const object = `CASE WHEN json_valid(j) AND json_type(j) = 'OBJECT' THEN j END AS o`;
  const from = part.shape === 'cells' ? rows : `(SELECT ${n}j, ${object} FROM (SELECT ${n}j FROM ${rows}))`;
  const documents = part.shape === 'cells' ? [] : ['document'];
  const definition = [
    'source_id VARCHAR',
    'record_no BIGINT',
    ...[...names, ...documents].map((column) => `${quoteName(column)} VARCHAR`),
  ];
  const table = `raw.${quoteName(name)}`;
  await session.run(`CREATE TABLE ${table} (${definition.join(', ')})`);
  const selected = [
    quoteLiteral(context.sourceId),
    part.numbered ? 'n' : '0',
    ...values,
    ...(part.shape === 'cells' ? [] : ['j']),
  ];
  const inserted = await session.run(`INSERT INTO ${table} SELECT ${selected.join(', ')} FROM ${from}`);
  if (inserted !== part.records - part.rejects.length) throw new RowCountMismatch(`${inserted} rows`);
  if (!part.numbered) {
    await session.run(`UPDATE ${table} SET record_no = rowid - (SELECT min(rowid) FROM ${table}) + 1`);
  }
  const broken = part.shape === 'cells' ? [] : await takeBroken(session, table);
  return {
    rows: {
      table: `raw.${name}`,
      rows: inserted - broken.length,
      totals: {},
      ranges: {},
      duplicates: null,
      out_of_period: null,
      as_of: [],
    },
    rejects: [...part.rejects, ...broken].sort((a, b) => a.record - b.record),
    raw: {
      table: `raw.${name}`,
      part: part.label,
      records: recordsPath(part),
      ...(part.keyed === true ? { keyed: true as const } : {}),
      columns: keys.map((header, i) => ({ header, column: names[i]! })),
    },
  };
}

/** Where the records lie in a document; '' = its root, and for tables. */
function recordsPath(part: Part): string {
  const path = part.shape === 'json' ? (part.keys.keys().next().value ?? '$') : '$';
  return path === '$' ? '' : path;
}

/** Removes tables of text of one source. */
export async function dropRaw(session: Session, tables: readonly { table: string }[]): Promise<void> {
  for (const { table } of tables)
    await session.run(`DROP TABLE IF EXISTS raw.${quoteName(table.slice('raw.'.length))}`);
}

/** Takes out the lines that are no JSON: what cannot be read is rejected, mapped or not. */
async function takeBroken(session: Session, table: string): Promise<RawReject[]> {
  const rows = await session.rows(
    `SELECT record_no, document FROM ${table} WHERE NOT json_valid(document) ORDER BY record_no`,
  );
  if (rows.length > 0) await session.run(`DELETE FROM ${table} WHERE NOT json_valid(document)`);
  return rows.map((row) => ({
    record: Number(row['record_no']),
    code: 'MALFORMED_JSON',
    message: 'the line is not one complete JSON value',
    raw: keepRaw(String(row['document'])),
  }));
}
