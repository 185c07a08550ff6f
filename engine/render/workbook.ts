import ExcelJS from 'exceljs';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { safeText } from './cells.ts';

export type CellValue = string | number | boolean | Date | null;

export interface SheetColumn {
  header: string;
  /** Characters. */
  width: number;
  /** Excel number format, for dates and numbers. */
  format?: string;
}

export interface Sheet {
  name: string;
  columns: readonly SheetColumn[];
  rows: readonly (readonly CellValue[])[];
}

/** Bounds of the format: more rows would be lost silently by readers. */
export const MAX_SHEET_ROWS = 1_048_575;
const MAX_CELL = 32_767;

/** Every date that the file format insists on; no clock gets into the bytes. */
const FIXED_DATE = new Date(Date.UTC(2000, 0, 1));
/** fflate writes local time: a local date gives the same bytes in every zone. ZIP times begin in 1980. */
const ZIP_DATE = '2000-01-01T00:00:00';

/**
 * A workbook with one table a sheet: header row frozen and filtered, real numbers and dates, formula starts escaped.
 * The same sheets give the same bytes.
 */
export async function buildWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = 'Tickmark';
  workbook.lastModifiedBy = 'Tickmark';
  workbook.created = FIXED_DATE;
  workbook.modified = FIXED_DATE;
  for (const sheet of sheets) addSheet(workbook, sheet);
  const parts = unzipSync(new Uint8Array(await workbook.xlsx.writeBuffer()));
  const again: Zippable = {};
  for (const name of Object.keys(parts).sort()) again[name] = [parts[name]!, { mtime: ZIP_DATE, level: 6 }];
  return zipSync(again);
}

function addSheet(workbook: ExcelJS.Workbook, sheet: Sheet): void {
  const target = workbook.addWorksheet(sheet.name, { views: [{ state: 'frozen', ySplit: 1 }] });
  target.columns = sheet.columns.map(({ header, width, format }) => ({
    header,
    width,
    ...(format === undefined ? {} : { style: { numFmt: format } }),
  }));
  target.getRow(1).font = { bold: true };
  for (const row of sheet.rows) target.addRow(row.map(cell));
  target.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: sheet.columns.length } };
}

function cell(value: CellValue): CellValue {
  if (typeof value !== 'string') return value;
  const text = safeText(value);
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
}
