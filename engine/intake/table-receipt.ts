import type { TableReceipt } from '#shared/model/receipt.ts';
import { canonicalTables, type ColumnSpec } from '#engine/canonical/index.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import type { TargetSpec } from './reader-schema.ts';

const NUMERIC: ReadonlySet<ColumnSpec['type']> = new Set(['BIGINT', 'INTEGER', 'DECIMAL(18,6)']);
/** Numbers whose sum says nothing. */
const NO_TOTAL: ReadonlySet<string> = new Set([
  'record_no',
  'seq',
  'weekday',
  'level',
  'clause_no',
  'status_code',
]);

/** Rows beyond the first of each key, by the keys themselves. */
async function countDuplicates(
  session: Session,
  sourceId: string,
  table: string,
  key: string,
): Promise<number> {
  const counted = await session.value(
    `SELECT coalesce(sum(same - 1), 0)::BIGINT FROM (SELECT count(*) AS same FROM ${table} WHERE source_id = $id GROUP BY ${key})`,
    { id: sourceId },
  );
  return Number(counted);
}

export interface CountedTable {
  receipt: TableReceipt;
  /** Rows of records that are to be rejected: their number is negative. */
  failing: number;
}

/** Control figures over the rows that one file gave to one table. */
export async function tableReceipt(
  session: Session,
  sourceId: string,
  target: TargetSpec,
  period: { from: string; to: string },
): Promise<CountedTable> {
  const table = canonicalTables.get(target.table)!;
  const name = `main.${quoteName(target.table)}`;
  const mapped = new Set(Object.keys(target.columns));
  const columns = table.columns.filter((column) => mapped.has(column.name));
  const totals = columns.filter((column) => NUMERIC.has(column.type) && !NO_TOTAL.has(column.name));
  const moments = columns.filter((column) => column.type === 'TIMESTAMPTZ' || column.type === 'DATE');
  const key = target.key ? target.key.map(quoteName).join(', ') : null;
  const leading = target.moment ? quoteName(target.moment) : null;
  const parts = [
    'count(*) AS rows',
    'count(*) FILTER (record_no < 0) AS failing',
    // Equal keys have equal digests, so as many digests as rows prove that no key occurs twice.
    ...(key === null ? [] : [`count(*) - count(DISTINCT hash(${key})) AS doubled`]),
    ...totals.map((column, i) => `sum(${quoteName(column.name)})::VARCHAR AS t${i}`),
    ...moments.flatMap((column, i) => [
      `min(${quoteName(column.name)}) AS a${i}`,
      `max(${quoteName(column.name)}) AS z${i}`,
    ]),
    ...(leading
      ? [
          `count(*) FILTER (${leading} < $from::DATE::TIMESTAMPTZ OR ${leading} >= ($to::DATE + 1)::TIMESTAMPTZ) AS outside`,
        ]
      : []),
  ];
  const params: Record<string, string> = leading
    ? { id: sourceId, from: period.from, to: period.to }
    : { id: sourceId };
  const row = (await session.one(`SELECT ${parts.join(', ')} FROM ${name} WHERE source_id = $id`, params))!;
  const asOf = mapped.has('as_of')
    ? await session.rows(
        `SELECT DISTINCT as_of FROM ${name} WHERE source_id = $id AND as_of IS NOT NULL ORDER BY as_of`,
        { id: sourceId },
      )
    : [];
  const receipt: TableReceipt = {
    table: target.table,
    rows: Number(row['rows']),
    totals: Object.fromEntries(
      totals.flatMap((column, i) =>
        row[`t${i}`] === null ? [] : [[column.name, String(row[`t${i}`])] as const],
      ),
    ),
    ranges: Object.fromEntries(
      moments.flatMap((column, i) =>
        row[`a${i}`] === null
          ? []
          : [[column.name, { min: String(row[`a${i}`]), max: String(row[`z${i}`]) }] as const],
      ),
    ),
    duplicates:
      key === null ? null : row['doubled'] === 0 ? 0 : await countDuplicates(session, sourceId, name, key),
    out_of_period: leading ? Number(row['outside']) : null,
    as_of: asOf.map((one) => String(one['as_of'])),
  };
  return { receipt, failing: Number(row['failing']) };
}
