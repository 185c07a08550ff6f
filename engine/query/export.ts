import { copyFile, rename, rm } from 'node:fs/promises';
import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { RecordBatchStreamWriter } from 'apache-arrow';
import type { CancelSignal } from '#shared/contract/envelope.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { quoteLiteral, quoteName, type Session, type Store } from '#engine/store/index.ts';
import { arrowSchema, recordBatch } from './arrow.ts';
import { guardCatalogue } from './catalogue.ts';
import { guardSelect } from './guard.ts';
import { DEFAULT_LIMITS, limited } from './run.ts';

export type ExportFormat = 'csv' | 'parquet' | 'json' | 'arrow';

const COPY_OPTIONS: Readonly<Record<'csv' | 'parquet' | 'json', string>> = {
  csv: 'FORMAT csv, HEADER',
  parquet: 'FORMAT parquet',
  json: 'FORMAT json, ARRAY true',
};

/** Where rows are written, and as what. */
export interface ExportTarget {
  workDir: string;
  format: ExportFormat;
  out: string;
  signal?: CancelSignal | undefined;
}

export interface ExportInput extends ExportTarget {
  store: Store;
  sourcesDir: string;
  sql: string;
}

/**
 * Writes the result of a guarded statement to a file. DuckDB may only write into .work/, so the file is made there
 * and moved. Throws OUTPUT_EXISTS, OUTPUT_FAILED, and what the guard throws.
 */
export function exportQuery(input: ExportInput): Promise<{ file: string; rows: number }> {
  return input.store.use(async (session) => {
    const catalogue = await guardCatalogue(session, input.sourcesDir);
    return exportRows(session, await guardSelect(session, input.sql, catalogue), input);
  });
}

/** The same for a statement that is known to be harmless. Throws OUTPUT_EXISTS, OUTPUT_FAILED. */
export async function exportRows(
  session: Session,
  sql: string,
  { workDir, format, out, signal }: ExportTarget,
): Promise<{ file: string; rows: number }> {
  if (existsSync(out)) {
    throw new TickmarkError('OUTPUT_EXISTS', `${out} exists already`, {
      hint: 'Name another file, or remove it first.',
    });
  }
  const staged = join(workDir, `export-${exportCount()}.${format}`);
  try {
    const rows = await limited(session, { signal, timeoutMs: DEFAULT_LIMITS.timeoutMs }, async () => {
      if (format === 'arrow') return writeArrow(session, sql, staged);
      const body = format === 'csv' ? await escaped(session, sql) : sql;
      // Our own COPY around a statement that the guard let through; the user's text never names the target.
      return session.run(`COPY (\n${body}\n) TO ${quoteLiteral(staged)} (${COPY_OPTIONS[format]})`);
    });
    await move(staged, out);
    return { file: out, rows };
  } finally {
    await rm(staged, { force: true });
  }
}

/** Texts that a spreadsheet would take for formulas are led by an apostrophe, as in every other export. */
async function escaped(session: Session, sql: string): Promise<string> {
  const columns = await session.describe(sql);
  const texts = columns.filter(({ type }) => type === 'VARCHAR' || type === 'JSON');
  if (texts.length === 0) return sql;
  const replaced = texts.map(({ name }) => {
    const column = quoteName(name);
    return `CASE WHEN regexp_matches(${column}, '^[=+\\-@\\t\\r\\n]') THEN '''' || ${column} ELSE ${column} END AS ${column}`;
  });
  return `SELECT * REPLACE (${replaced.join(', ')}) FROM (\n${sql}\n)`;
}

let exportsMade = 0;
function exportCount(): number {
  exportsMade += 1;
  return exportsMade;
}

async function writeArrow(session: Session, sql: string, path: string): Promise<number> {
  const { columns, chunks } = await session.stream(sql);
  const schema = arrowSchema(columns);
  const writer = new RecordBatchStreamWriter();
  const file = createWriteStream(path);
  const drained = writer.toNodeStream().pipe(file);
  let rows = 0;
  for await (const chunk of chunks) {
    rows += chunk.rowCount;
    writer.write(recordBatch(schema, columns, chunk.getColumns()));
  }
  if (rows === 0)
    writer.write(
      recordBatch(
        schema,
        columns,
        columns.map(() => []),
      ),
    );
  writer.close();
  await finished(drained);
  return rows;
}

/** Moves a file, across disks too. What stands under the final name is whole: a copy is made beside it first. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EXDEV') throw error;
      const partial = `${to}.partial`;
      try {
        await copyFile(from, partial);
        await rename(partial, to);
      } finally {
        await rm(partial, { force: true });
      }
    });
  } catch (error) {
    throw new TickmarkError('OUTPUT_FAILED', `${to} could not be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
