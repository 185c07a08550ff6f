import { TickmarkError } from '#shared/model/errors.ts';
import {
  DEFAULT_LIMITS,
  type ExportInput,
  type ExportTarget,
  guardCatalogue,
  guardSelect,
  limited,
} from '#engine/query/index.ts';
import { buildWorkbook, type CellValue, MAX_SHEET_ROWS, type SheetColumn } from '#engine/render/workbook.ts';
import { type ColumnInfo, type Session, toPlain } from '#engine/store/index.ts';
import { requireFree, writeNew } from './files.ts';

/** Number formats of the columns that spreadsheets know as such. Times are UTC, as the header says. */
const DATE_FORMAT = 'yyyy-mm-dd';
const TIME_FORMAT = 'yyyy-mm-dd hh:mm:ss';

const isTime = (type: string) => type.startsWith('TIMESTAMP');

function sheetColumn({ name, type }: ColumnInfo): SheetColumn {
  const width = Math.min(60, Math.max(12, name.length + 2));
  if (isTime(type)) return { header: `${name} (UTC)`, width: 20, format: TIME_FORMAT };
  return type === 'DATE' ? { header: name, width, format: DATE_FORMAT } : { header: name, width };
}

function sheetCell(type: string, value: ReturnType<typeof toPlain>): CellValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'object') return JSON.stringify(value);
  const date = isTime(type) || type === 'DATE' ? new Date(value) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) ? date : value;
}

/** Writes the result of a guarded statement as a workbook. Throws FILE_TOO_COMPLEX beyond what a sheet holds. */
export function exportWorkbook(input: Omit<ExportInput, 'format'>): Promise<{ file: string; rows: number }> {
  return input.store.use(async (session) => {
    const catalogue = await guardCatalogue(session, input.sourcesDir);
    return exportSheet(session, await guardSelect(session, input.sql, catalogue), input);
  });
}

/** The same for a statement that is known to be harmless. */
export async function exportSheet(
  session: Session,
  text: string,
  { out, signal }: Pick<ExportTarget, 'out' | 'signal'>,
): Promise<{ file: string; rows: number }> {
  requireFree(out);
  const { columns, values } = await limited(session, { signal, timeoutMs: DEFAULT_LIMITS.timeoutMs }, () =>
    session.columns(`SELECT * FROM (\n${text}\n) LIMIT ${MAX_SHEET_ROWS + 1}`),
  );
  const count = values[0]?.length ?? 0;
  if (count > MAX_SHEET_ROWS) {
    throw new TickmarkError('FILE_TOO_COMPLEX', `a sheet holds ${MAX_SHEET_ROWS} rows; the result has more`, {
      hint: 'Export it as CSV or Parquet.',
    });
  }
  const rows = Array.from({ length: count }, (_, row) =>
    columns.map(({ type }, i) => sheetCell(type, toPlain(values[i]![row]!))),
  );
  const bytes = await buildWorkbook([{ name: 'Result', columns: columns.map(sheetColumn), rows }]);
  await writeNew(out, bytes);
  return { file: out, rows: count };
}
