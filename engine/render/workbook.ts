import { Writable } from 'node:stream';
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
  const chunks: Uint8Array[] = [];
  const stream = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: true,
  });
  workbook.creator = 'Tickmark';
  workbook.lastModifiedBy = 'Tickmark';
  workbook.created = FIXED_DATE;
  workbook.modified = FIXED_DATE;
  for (const sheet of sheets) addSheet(workbook, sheet);
  await workbook.commit();
  const parts = unzipSync(Buffer.concat(chunks));
  const again: Zippable = {};
  for (const name of Object.keys(parts).sort()) again[name] = [parts[name]!, { mtime: ZIP_DATE, level: 6 }];
  return zipSync(again);
}

function addSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, sheet: Sheet): void {
  const target = workbook.addWorksheet(sheet.name, { views: [{ state: 'frozen', ySplit: 1 }] });
  target.columns = sheet.columns.map(({ header, width, format }) => ({
    header: String(cell(header)),
    width,
    ...(format === undefined ? {} : { style: { numFmt: format } }),
  }));
  target.getRow(1).font = { bold: true };
  target.getRow(1).commit();
  for (const row of sheet.rows) target.addRow(row.map(cell)).commit();
  target.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: sheet.columns.length } };
  target.commit();
}

function cell(value: CellValue): CellValue {
  if (typeof value !== 'string') return value;
  const text = safeText(wellFormed(value));
  return xstring(text.length > MAX_CELL ? `${wellFormed(text.slice(0, MAX_CELL - 1))}…` : text);
}

/** Half a surrogate pair is no character: XML cannot hold it in any way. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/** Characters that XML cannot hold or would change, as ST_Xstring writes them (ECMA-376 part 1, 22.9.2.19). */
function xstring(text: string): string {
  const code = (char: string) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\p{Cc}\ufffe\uffff]/gu, (char) => (char === '\n' || char === '\t' ? char : code(char)));
}
