import type { MappingPreview } from '#shared/contract/intake-schemas.ts';
import type { RawTable } from '#shared/model/receipt.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import { rawSource } from './raw-source.ts';

const FIRST_ROWS = 20;
const SAMPLES = 5;
/** Values are counted over no more rows: a preview must not take long. */
const LOOK_AT = 10_000;

export function rawName({ table }: RawTable): string {
  return `raw.${quoteName(table.slice('raw.'.length))}`;
}

async function column(session: Session, from: string, { header, column }: RawTable['columns'][number]) {
  const name = quoteName(column);
  const sample = `(SELECT ${name} AS value FROM ${from} ORDER BY record_no LIMIT ${LOOK_AT})`;
  const counts = await session.one(
    `SELECT count(*) FILTER (coalesce(trim(value), '') = '') AS empty, count(DISTINCT value) AS distinct_values FROM ${sample}`,
  );
  const samples = await session.rows(
    `SELECT left(value, 120) AS value, count(*) AS times FROM ${sample} WHERE coalesce(trim(value), '') <> ''
     GROUP BY 1 ORDER BY times DESC, value LIMIT ${SAMPLES}`,
  );
  return {
    header,
    column,
    empty: Number(counts?.['empty']),
    distinct: Number(counts?.['distinct_values']),
    samples: samples.map((row) => String(row['value'])),
  };
}

async function part(session: Session, raw: RawTable): Promise<MappingPreview['parts'][number]> {
  const from = rawName(raw);
  const columns = [];
  for (const one of raw.columns) columns.push(await column(session, from, one));
  const names = raw.columns.map((one) => quoteName(one.column));
  const first = await session.rows(
    `SELECT ${['record_no', ...names].join(', ')} FROM ${from} ORDER BY record_no LIMIT ${FIRST_ROWS}`,
  );
  return {
    table: raw.table,
    part: raw.part,
    format: raw.format,
    rows: Number(await session.value(`SELECT count(*) FROM ${from}`)),
    columns,
    first: first.map((row) => ({
      record: Number(row['record_no']),
      values: raw.columns.map((one) => (row[one.column] === null ? null : String(row[one.column]))),
    })),
  };
}

/**
 * Columns, samples and first rows of a file that is kept as text. Counts of values are over its first 10,000 rows.
 * Throws NOT_FOUND, DATA_MISSING where the file is not kept as text.
 */
export async function previewSource(session: Session, source: string): Promise<MappingPreview> {
  const { receipt, raw } = await rawSource(session, source);
  const parts = [];
  for (const one of raw) parts.push(await part(session, one));
  return { source_id: receipt.source_id, file: receipt.file, reader: receipt.reader, parts };
}
