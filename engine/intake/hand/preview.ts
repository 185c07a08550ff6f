import type { LineForm, MappingPreview } from '#shared/contract/intake-schemas.ts';
import type { RawTable } from '#shared/model/receipt.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import { asText } from '../kit.ts';
import { lineFields } from '../text/line-form.ts';
import { LINE } from '../text/open-lines.ts';
import { splitLines } from '../text/split-lines.ts';
import { rawSource } from './raw-source.ts';
import { requireForm } from './require-form.ts';

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

/** Lines looked at to show what a form makes of them. */
const LINES_LOOKED_AT = 1000;

/** What a form makes of the lines of a text: its fields in the place of columns. */
async function splitPart(
  session: Session,
  raw: RawTable,
  stated: LineForm,
): Promise<MappingPreview['parts'][number]> {
  const form = requireForm(stated);
  const rows = await session.rows(
    `SELECT ${LINE} FROM ${rawName(raw)} ORDER BY record_no LIMIT ${LINES_LOOKED_AT}`,
  );
  const split = await splitLines(
    session,
    form,
    rows.map((row) => String(row[LINE] ?? '')),
    1,
  );
  const records = split.filter((item) => !('aside' in item));
  const values = (name: string) =>
    records.flatMap((item) => ('value' in item ? [asText(item.value[name]) ?? ''] : []));
  return {
    table: raw.table,
    part: raw.part,
    format: raw.format,
    rows: records.length,
    columns: lineFields(form).map((name) => {
      const all = values(name);
      const times = new Map<string, number>();
      for (const one of all) if (one !== '') times.set(one, (times.get(one) ?? 0) + 1);
      const frequent = [...times].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      return {
        header: name,
        column: name,
        empty: all.filter((one) => one === '').length,
        distinct: times.size,
        samples: frequent.slice(0, SAMPLES).map(([text]) => text.slice(0, 120)),
      };
    }),
    first: records.slice(0, FIRST_ROWS).map((item, i) => ({
      record: i + 1,
      values: lineFields(form).map((name) => ('value' in item ? asText(item.value[name]) : null)),
    })),
    unfit: records.filter((item) => 'fault' in item).length,
  };
}

/**
 * Columns, samples and first rows of a file that is kept as text. `lines`: how the lines of a text come apart. Counts of values are over its first 10,000 rows.
 * Throws NOT_FOUND, DATA_MISSING where the file is not kept as text.
 */
export async function previewSource(
  session: Session,
  source: string,
  lines?: LineForm,
): Promise<MappingPreview> {
  const { receipt, raw } = await rawSource(session, source);
  const parts = [];
  for (const one of raw) {
    const split = lines !== undefined && one.format === 'text';
    parts.push(split ? await splitPart(session, one, lines) : await part(session, one));
  }
  return { source_id: receipt.source_id, file: receipt.file, reader: receipt.reader, parts };
}
