import { safeText } from '#shared/model/formula-text.ts';
import { Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import { unzipSync, zipSync, type Zippable } from 'fflate';

export type CellValue = string | number | boolean | Date | null;

export interface SheetColumn {
  header: string;
  /** Characters. */
  width: number;
  /** Excel number format, for dates and numbers. */
  format?: string;
  /** To be filled in: open in a protected sheet, and shaded. */
  open?: boolean;
  /** The only words that a cell takes, offered as a list. Together at most 255 characters, none with a comma or quote. */
  choices?: readonly string[];
  hidden?: boolean;
  /** Long texts are shown on several lines. */
  wrap?: boolean;
}

export interface Sheet {
  name: string;
  columns: readonly SheetColumn[];
  rows: readonly (readonly CellValue[])[];
  hidden?: boolean;
  /** Only cells of open columns can be changed, until somebody lifts the protection: it has no password. */
  guarded?: boolean;
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

const SHADE: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF8E1' } };

/** What the streaming writer has and its types lack. */
interface Guarding {
  protect(password: string, options: Record<string, boolean>): Promise<void>;
  dataValidations: { add(address: string, rule: ExcelJS.DataValidation): void };
}

function addSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, sheet: Sheet): void {
  const target = workbook.addWorksheet(sheet.name, {
    views: [{ state: 'frozen', ySplit: 1 }],
    ...(sheet.hidden ? { state: 'hidden' as const } : {}),
  });
  target.columns = sheet.columns.map((column) => ({
    header: String(cell(column.header)),
    width: column.width,
    ...(column.hidden ? { hidden: true } : {}),
    ...lookOf(column),
  }));
  if (sheet.guarded) {
    for (const i of sheet.columns.keys()) target.getRow(1).getCell(i + 1).style = { font: { bold: true } };
  } else target.getRow(1).font = { bold: true };
  target.getRow(1).commit();
  for (const row of sheet.rows) addCells(target, sheet, row);
  guard(target as ExcelJS.Worksheet & Guarding, sheet);
  target.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: sheet.columns.length } };
  target.commit();
}

function lookOf({ format, open, wrap }: SheetColumn): { style?: Partial<ExcelJS.Style> } {
  const style: Partial<ExcelJS.Style> = {
    ...(format === undefined ? {} : { numFmt: format }),
    ...(wrap ? { alignment: { wrapText: true, vertical: 'top' } } : {}),
    ...(open ? { protection: { locked: false }, fill: SHADE } : {}),
  };
  return Object.keys(style).length === 0 ? {} : { style };
}

/** A row with its open cells in their style, filled in or not: an empty cell would be locked otherwise. */
function addCells(target: ExcelJS.Worksheet, { columns }: Sheet, values: readonly CellValue[]): void {
  const row = target.addRow(values.map(cell));
  for (const [i, { open }] of columns.entries()) {
    if (open) row.getCell(i + 1).style = target.getColumn(i + 1).style;
  }
  row.commit();
}

function guard(target: ExcelJS.Worksheet & Guarding, { columns, rows, guarded }: Sheet): void {
  for (const [i, { choices, header }] of columns.entries()) {
    if (choices === undefined || rows.length === 0) continue;
    const letter = target.getColumn(i + 1).letter;
    target.dataValidations.add(`${letter}2:${letter}${rows.length + 1}`, {
      type: 'list',
      allowBlank: true,
      formulae: [`"${choices.join(',')}"`],
      showErrorMessage: true,
      errorStyle: 'stop',
      errorTitle: header.slice(0, 32),
      error: `One of: ${choices.join(', ')}`.slice(0, 255),
    });
  }
  if (guarded)
    void target.protect('', { formatColumns: true, formatRows: true, autoFilter: true, sort: true });
}

/** A text as a cell of our workbooks shows it. */
export function shownText(value: string): string {
  const text = safeText(wellFormed(value));
  return text.length > MAX_CELL ? `${wellFormed(text.slice(0, MAX_CELL - 1))}…` : text;
}

function cell(value: CellValue): CellValue {
  return typeof value === 'string' ? xstring(shownText(value)) : value;
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
