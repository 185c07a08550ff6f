import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { throwIfCancelled } from '../file/receive.ts';
import type { OpenContext, OpenedFile } from '../opened.ts';
import { keepCells, keepRaw, type Part, type RawReject } from '../part.ts';
import { writeRecord } from '../table/record.ts';
import { headerRow, LOOK_AT } from '../table/titles.ts';
import { Archive } from './archive.ts';
import { columnGroups, joinHeadings, spreadHeadings, type ColumnGroup } from './header.ts';
import { readParts, type SheetRef, type WorkbookParts } from './parts-of.ts';
import { readSheet, type SheetFacts } from './sheet.ts';

function count(cells: readonly (string | null)[]): number {
  return cells.filter((cell) => cell !== null && cell !== '').length;
}

function trimmed(cells: readonly (string | null)[]): (string | null)[] {
  let length = cells.length;
  while (length > 0 && (cells[length - 1] === null || cells[length - 1] === '')) length -= 1;
  return cells.slice(0, length);
}

function sheetNotes(facts: SheetFacts, titles: number, hidden: boolean): string[] {
  const notes: string[] = [];
  if (hidden) notes.push('the sheet is hidden');
  if (titles > 0) notes.push(`${titles} line${titles === 1 ? '' : 's'} above the header passed over`);
  if (facts.hidden > 0)
    notes.push(
      `${facts.hidden} row${facts.hidden === 1 ? ' is' : 's are'} hidden or filtered away in it, and read like the others`,
    );
  if (facts.formulas > 0)
    notes.push(
      `${facts.formulas} formula${facts.formulas === 1 ? '' : 's'}: the saved values are taken, nothing is computed`,
    );
  if (facts.unsaved > 0) notes.push(`${facts.unsaved} of them without a saved value: read as empty`);
  if (facts.errors > 0)
    notes.push(`${facts.errors} cell${facts.errors === 1 ? '' : 's'} with an error value`);
  return notes;
}

/** What was found of a header at a second look. */
interface Header {
  groups?: readonly ColumnGroup[];
  /** Rows above it, some of them with several values. */
  above?: number;
}

/** The first rows of a sheet that hold any value. */
async function firstRows(archive: Archive, sheet: SheetRef, parts: WorkbookParts) {
  const rows: (string | null)[][] = [];
  const enough = new Error('enough');
  const each = (row: (string | null)[]) => {
    rows.push(trimmed(row));
    if (rows.length === LOOK_AT) throw enough;
  };
  await readSheet(archive, sheet.entry, parts, each, async () => undefined).catch((error: unknown) => {
    if (error !== enough) throw error;
  });
  return rows;
}

/** Merged cells are written behind the rows, and titles may fill two cells: looked for where the header does not fit. */
async function lookAgain(archive: Archive, sheet: SheetRef, parts: WorkbookParts): Promise<Header | null> {
  const groups = await columnGroups(archive, sheet.entry);
  const rows = await firstRows(archive, sheet, parts);
  const at = headerRow(rows);
  const headed = at > 0 && spreadHeadings(rows[at - 1]!, groups) !== null;
  const above = headed ? at - 1 : at;
  return groups.length > 0 || above > 0 ? { groups, above } : null;
}

/** One sheet as a part; record numbers go on from `before`. A text = why it is none. */
async function openSheet(
  archive: Archive,
  sheet: SheetRef,
  parts: WorkbookParts,
  before: number,
  context: OpenContext,
  { groups = [], above = 0 }: Header = {},
): Promise<Part | string> {
  const again = groups.length > 0 || above > 0 ? '-again' : '';
  const path = join(context.scratch, `sheet-${before}-${parts.sheets.indexOf(sheet)}${again}.csv`);
  const file = await open(path, 'wx', 0o600);
  let header: string[] | null = null;
  let headings: (string | null)[] | null = null;
  let titles = 0;
  let records = 0;
  let widest = 0;
  let pending: string[] = [];
  const rejects: RawReject[] = [];
  const flush = async () => {
    throwIfCancelled(context.signal);
    const text = pending.join('');
    pending = [];
    await file.writeFile(text);
  };
  const each = (cells: (string | null)[]) => {
    const row = trimmed(cells);
    if (header === null) {
      if (titles < above) {
        titles += 1;
        return;
      }
      // A single value above the table is its title, not a header.
      if (headings !== null) header = joinHeadings(headings, row);
      else if (count(row) < 2) titles += 1;
      else {
        headings = spreadHeadings(row, groups);
        if (headings === null) header = row.map((cell) => (cell ?? '').trim());
      }
      return;
    }
    records += 1;
    if (row.length > header.length) {
      rejects.push({
        record: before + records,
        code: 'COLUMN_COUNT',
        message: `${row.length} values where the header has ${header.length} columns`,
        raw: keepCells(row, header),
      });
      return;
    }
    const values = header.map((_, i) =>
      row[i] === null || row[i] === undefined ? null : { text: row[i], quoted: true },
    );
    const line = writeRecord(values, before + records);
    const bytes = Buffer.byteLength(line);
    if (bytes > widest) widest = bytes;
    pending.push(line);
  };
  let facts: SheetFacts;
  try {
    facts = await readSheet(archive, sheet.entry, parts, each, flush);
    await flush();
  } finally {
    await file.close();
  }
  if (header === null) {
    return titles === 0 ? 'is empty' : `is no table: none of its ${titles} lines has two values`;
  }
  return {
    label: sheet.name,
    shape: 'cells',
    fields: header,
    keys: new Map(),
    lines: new Map(),
    widest,
    file: { path, original: false, size: (await stat(path)).size },
    numbered: true,
    padded: true,
    delimiter: ',',
    lineEnd: '\n',
    records,
    rejects,
    rawText: (wanted) =>
      rawRows(archive.path, sheet, parts, header ?? [], before, titles + (headings === null ? 1 : 2), wanted),
    notes: [
      ...sheetNotes(facts, titles, sheet.hidden),
      ...(headings === null
        ? []
        : ['two header rows: headings over several columns are part of their names']),
    ],
  };
}

async function rawRows(
  path: string,
  sheet: SheetRef,
  parts: WorkbookParts,
  header: readonly string[],
  before: number,
  heads: number,
  wanted: ReadonlySet<number>,
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  const archive = await Archive.open(path);
  try {
    let waiting = heads;
    let record = before;
    await readSheet(
      archive,
      sheet.entry,
      parts,
      (cells) => {
        const row = trimmed(cells);
        if (waiting > 0) {
          waiting -= 1;
          return;
        }
        record += 1;
        if (wanted.has(record))
          found.set(
            record,
            keepRaw(JSON.stringify(Object.fromEntries(header.map((name, i) => [name, row[i] ?? null])))),
          );
      },
      async () => undefined,
    );
  } finally {
    archive.close();
  }
  return found;
}

/** An XLSX workbook, each sheet a part of its own. Throws FILE_BINARY, FILE_MALFORMED, FILE_TRUNCATED, FILE_EMPTY, FILE_TOO_COMPLEX. */
export async function openWorkbook(path: string, context: OpenContext): Promise<OpenedFile> {
  const archive = await Archive.open(path);
  try {
    const workbook = await readParts(archive);
    const parts: Part[] = [];
    const notes: string[] = [];
    let before = 0;
    for (const sheet of workbook.sheets) {
      let part = await openSheet(archive, sheet, workbook, before, context);
      if (typeof part !== 'string' && (part.fields.includes('') || part.rejects.length > 0)) {
        const found = await lookAgain(archive, sheet, workbook);
        if (found) part = await openSheet(archive, sheet, workbook, before, context, found);
      }
      if (typeof part === 'string') {
        notes.push(`the sheet ${sheet.name} ${part}`);
        continue;
      }
      before += part.records;
      parts.push(part);
    }
    if (parts.length === 0) {
      throw new TickmarkError('FILE_EMPTY', `the workbook holds no table: ${notes.join('; ')}`, {
        hint: 'Tables need a header row with two or more columns.',
      });
    }
    if (workbook.date1904) notes.push('dates are counted from 1904');
    if (archive.names.some((name) => /\/externalLinks\//.test(name)))
      notes.push('links to other workbooks are not followed');
    if (archive.names.some((name) => /vbaProject/.test(name))) notes.push('macros are not read');
    return { format: 'xlsx', parts, encoding: null, notes };
  } finally {
    archive.close();
  }
}
