import { quoteName, type Session } from '#engine/store/index.ts';
import { chooseTable, PLACE_COLUMNS, requireColumn, type TableChoice } from './table.ts';

export interface Duplicates {
  table: string;
  source_id: string | null;
  /** Columns that were compared; all but the place of a row where none were named. */
  key: string[];
  rows: number;
  /** Keys that several rows share. */
  groups: number;
  /** Rows beyond the first of each key. */
  surplus: number;
  /** The largest groups first, then by key. */
  examples: {
    key: Record<string, string | null>;
    count: number;
    /** Up to 20 of its rows. */
    records: { source_id: string; record_no: number }[];
  }[];
}

const SHOWN_ROWS = 20;

/** Rows that are equal in all columns, or in those of a key; two values that are missing are equal. Throws BAD_ARGUMENT. */
export async function findDuplicates(
  session: Session,
  choice: TableChoice & { key?: readonly string[] | undefined; limit: number },
): Promise<Duplicates> {
  const table = await chooseTable(session, choice);
  const key = choice.key?.length
    ? choice.key.map((name) => requireColumn(table, name).name)
    : table.columns.map(({ name }) => name).filter((name) => !PLACE_COLUMNS.includes(name));
  const names = key.map(quoteName).join(', ');
  const grouped = `SELECT ${names}, count(*) AS "#n" FROM ${table.from} GROUP BY ${names} HAVING count(*) > 1`;
  const totals = (await session.one(
    `SELECT count(*) AS groups, coalesce(sum("#n" - 1), 0)::BIGINT AS surplus FROM (${grouped})`,
    table.params,
  ))!;
  const texts = key.map((name, i) => `${quoteName(name)}::VARCHAR AS k${i}`).join(', ');
  const order = key.map((_, i) => `k${i} NULLS FIRST`).join(', ');
  const examples = await session.rows(
    `SELECT ${texts}, count(*) AS n,
            list({'source_id': source_id, 'record_no': record_no} ORDER BY source_id, record_no)[:${SHOWN_ROWS}] AS records
     FROM ${table.from} GROUP BY ${names} HAVING count(*) > 1 ORDER BY n DESC, ${order} LIMIT $limit::BIGINT`,
    { ...table.params, limit: String(choice.limit) },
  );
  return {
    table: table.name,
    source_id: choice.source_id ?? null,
    key,
    rows: Number(await session.value(`SELECT count(*) FROM ${table.from}`, table.params)),
    groups: Number(totals['groups']),
    surplus: Number(totals['surplus']),
    examples: examples.map((row) => ({
      key: Object.fromEntries(
        key.map((name, i) => [name, row[`k${i}`] === null ? null : String(row[`k${i}`])]),
      ),
      count: Number(row['n']),
      records: row['records'] as { source_id: string; record_no: number }[],
    })),
  };
}
