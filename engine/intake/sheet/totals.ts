import type { StatedTotal, TotalCheck } from '#shared/contract/intake-schemas.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import { decimalDifference } from './decimal.ts';

/** Where a stated column lies: table and column quoted for SQL. */
interface Place {
  table: string;
  column: string;
}

/** `table.column` of what was loaded, else a header of the file as it is kept as text. */
function placeOf(receipt: Receipt, stated: string): Place | null {
  const dot = stated.indexOf('.');
  const [table, column] = [stated.slice(0, dot), stated.slice(dot + 1)];
  const known = dot > 0 && receipt.tables.includes(table) ? canonicalTables.get(table) : undefined;
  if (known?.columns.some(({ name }) => name === column))
    return { table: `main.${quoteName(table)}`, column: quoteName(column) };
  for (const raw of receipt.raw ?? []) {
    const found = raw.columns.find((one) => one.header === stated || one.column === stated);
    if (found)
      return { table: `raw.${quoteName(raw.table.slice('raw.'.length))}`, column: quoteName(found.column) };
  }
  return null;
}

interface Computed {
  value: string | null;
  note: string | null;
}

/** hash_total: sum of the numbers that the digits of each value make (identifiers), which has no other meaning. */
async function sum(session: Session, receipt: Receipt, stated: StatedTotal): Promise<Computed> {
  const place = placeOf(receipt, stated.column ?? '');
  if (place === null) return { value: null, note: `the file has no column ${stated.column}` };
  const text = `nullif(trim(${place.column}::VARCHAR), '')`;
  const number =
    stated.kind === 'sum'
      ? `TRY_CAST(${text} AS DECIMAL(38, 6))`
      : `TRY_CAST(nullif(regexp_replace(${text}, '[^0-9]', '', 'g'), '') AS HUGEINT)`;
  const row = await session.one(
    `SELECT coalesce(sum(${number}), 0)::VARCHAR AS total, count(*) FILTER (${text} IS NOT NULL AND ${number} IS NULL) AS other
     FROM ${place.table} WHERE source_id = $id`,
    { id: receipt.source_id },
  );
  const other = Number(row?.['other']);
  if (other > 0) return { value: null, note: `${other} values of ${stated.column} are no numbers` };
  return { value: decimalDifference(String(row?.['total']), '0'), note: null };
}

function compute(session: Session, receipt: Receipt, stated: StatedTotal): Computed | Promise<Computed> {
  if (stated.kind === 'records') return { value: String(receipt.read), note: null };
  if (stated.kind === 'sha256') return { value: receipt.sha256, note: null };
  return sum(session, receipt, stated);
}

/** A total of the client's statement beside what the file gives: agrees, differs by, not comparable. */
export async function checkTotal(
  session: Session,
  receipt: Receipt,
  stated: StatedTotal,
): Promise<TotalCheck> {
  const superseded = receipt.superseded_by !== undefined && stated.kind !== 'records';
  const { value, note } =
    superseded && stated.kind !== 'sha256'
      ? { value: null, note: 'the file was replaced: its rows are in no table' }
      : await compute(session, receipt, stated);
  const common = {
    kind: stated.kind,
    column: stated.column ?? null,
    stated: stated.value,
    computed: value,
    stated_in: stated.stated_in ?? null,
    by: stated.by,
    on: stated.on,
  };
  if (value === null) return { ...common, result: 'not_comparable', difference: null, note };
  if (stated.kind === 'sha256') {
    const agrees = stated.value.toLowerCase() === value;
    return { ...common, result: agrees ? 'agrees' : 'differs', difference: null, note: null };
  }
  const difference = decimalDifference(stated.value, value);
  if (difference === '0') return { ...common, result: 'agrees', difference: null, note: null };
  const rejected =
    receipt.rejected > 0 && stated.kind !== 'records'
      ? `${receipt.rejected} rejected records are not in the sum`
      : null;
  return { ...common, result: 'differs', difference, note: rejected };
}
