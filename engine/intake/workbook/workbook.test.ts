import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importFiles } from '../index.ts';
import { diskEngagement, type TestEngagement } from '../testing.ts';
import { kindOfFormat } from './parts-of.ts';
import { serialText } from './serial.ts';
import { columnIndex } from './sheet.ts';

let engagement: TestEngagement;
let inbox: string;
beforeEach(async () => {
  engagement = await diskEngagement();
  inbox = await mkdtemp(join(tmpdir(), 'tickmark-workbook-'));
});
afterEach(async () => {
  await engagement.close();
  await rm(inbox, { recursive: true, force: true });
});

// Pairs of serials and days as the 1900 and 1904 systems define them.
test.each([
  ['1', 'date', false, '1900-01-01'],
  ['59', 'date', false, '1900-02-28'],
  ['61', 'date', false, '1900-03-01'],
  ['45620', 'date', false, '2024-11-24'],
  ['45620.5', 'date', false, '2024-11-24T12:00:00'],
  ['45620.999999', 'date', false, '2024-11-25'],
  ['44158', 'date', true, '2024-11-24'],
  ['0.75', 'time', false, '18:00:00'],
  ['45620', 'number', false, '45620'],
  ['-1', 'date', false, '-1'],
  ['2958465', 'date', false, '9999-12-31'],
  ['2958466', 'date', false, '2958466'],
  ['2957003', 'date', true, '9999-12-31'],
  ['2957004', 'date', true, '2957004'],
] as const)('serial %s as %s, 1904 %s, is %s', (raw, kind, date1904, text) => {
  expect(serialText(raw, kind, date1904)).toBe(text);
});

test.each([
  ['yyyy-mm-dd', 'date'],
  ['dd/mm/yyyy hh:mm', 'date'],
  ['mmm', 'date'],
  ['[h]:mm:ss', 'time'],
  ['0.00', 'number'],
  ['#,##0 "days"', 'number'],
  ['[Red]0', 'number'],
  ['General', 'number'],
  ['[$-409]d-mmm-yy;@', 'date'],
] as const)('format %s shows a %s', (code, kind) => {
  expect(kindOfFormat(code)).toBe(kind);
});

test('columns are numbered by their letters', () => {
  expect(['A1', 'Z9', 'AA1', 'XFD1'].map(columnIndex)).toEqual([0, 25, 26, 16383]);
});

test('sheets are read apart: one by its reader, one kept as a table, prose and formulas told', async () => {
  const book = new ExcelJS.Workbook();
  const cover = book.addWorksheet('Cover');
  cover.addRow(['Prepared for the audit']);
  const answers = book.addWorksheet('Answers');
  answers.addRow(['Campaign', 'Item', 'Reviewer', 'Decided At', 'Decision']);
  answers.addRow([
    'C-1',
    'I-1',
    'boss@company.com',
    '2024-11-05',
    { formula: '"appro"&"ve"', result: 'approve' },
  ]);
  answers.addRow(['C-1', 'I-2', 'boss@company.com', 'soon', 'approve']);
  const lots = book.addWorksheet('Lots', { state: 'hidden' });
  lots.addRow(['Lot', 'Size']);
  lots.addRow(['A', 12.5]);
  const path = join(inbox, 'book.xlsx');
  await book.xlsx.writeFile(path);
  const { receipts, failed } = await importFiles(engagement, [path]);
  expect(failed).toEqual([]);
  expect(receipts[0]).toMatchObject({
    format: 'xlsx',
    encoding: null,
    reader: 'review-answers',
    tables: ['review_answers', 'raw.book_lots'],
    read: 3,
    loaded: 2,
    rejected: 1,
    notes: [
      'the sheet Cover is no table: none of its 1 lines has two values',
      'sheet Answers: 1 formula: the saved values are taken, nothing is computed',
      'sheet Lots: the sheet is hidden',
      'sheet Lots: no reader recognises it: kept as raw.book_lots, not mapped',
    ],
  });
  const rows = await engagement.store.use((session) =>
    session.rows('SELECT record_no, lot, size FROM raw.book_lots'),
  );
  expect(rows).toEqual([{ record_no: 3, lot: 'A', size: '12.5' }]);
});

function minimal(sheet: string, more: Record<string, Uint8Array> = {}): Uint8Array {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<workbook xmlns:r="${type}"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships><Relationship Id="r1" Type="${type}/worksheet" Target="worksheets/s.xml"/></Relationships>`,
    ),
    'xl/worksheets/s.xml': strToU8(sheet),
    ...more,
  });
}

const ROW = '<row><c t="inlineStr"><is><t>Lot</t></is></c><c t="inlineStr"><is><t>Size</t></is></c></row>';

test.each<[string, Uint8Array, string]>([
  [
    'entities of its own',
    minimal(`<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData>${ROW}</sheetData></worksheet>`),
    'FILE_MALFORMED',
  ],
  ['broken XML', minimal(`<worksheet><sheetData>${ROW}</sheet>`), 'FILE_MALFORMED'],
  ['no table', minimal('<worksheet><sheetData/></worksheet>'), 'FILE_EMPTY'],
  [
    'a bomb',
    minimal(`<worksheet>${' '.repeat(40 * 2 ** 20)}<sheetData>${ROW}</sheetData></worksheet>`),
    'FILE_TOO_COMPLEX',
  ],
  [
    'a column far out',
    minimal('<worksheet><sheetData><row><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'),
    'FILE_TOO_COMPLEX',
  ],
])('a workbook with %s is refused', async (_name, bytes, code) => {
  const path = join(inbox, 'book.xlsx');
  await writeFile(path, bytes);
  const { failed } = await importFiles(engagement, [path]);
  expect(failed.map((failure) => failure.code)).toEqual([code]);
});

test('links to other workbooks are told and not followed', async () => {
  const path = join(inbox, 'book.xlsx');
  await writeFile(
    path,
    minimal(`<worksheet><sheetData>${ROW}</sheetData></worksheet>`, {
      'xl/externalLinks/externalLink1.xml': strToU8('<x/>'),
    }),
  );
  const { receipts } = await importFiles(engagement, [path]);
  expect(receipts[0]!.notes).toContain('links to other workbooks are not followed');
  expect(receipts[0]).toMatchObject({ read: 0, loaded: 0, rejected: 0 });
});

test('titles of two values above the header, and rows that a filter hides', async () => {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('Access');
  sheet.addRows([
    ['Access report'],
    ['Company', 'Example Ltd'],
    [],
    ['Snapshot', 'System', 'Account', 'Resource', 'Permission'],
    ['2024-11-24', 'crm', 'ann@x.com', 'base', 'read'],
    ['2024-11-24', 'crm', null, 'base', 'read'],
    ['2024-11-24', 'crm', 'ben@x.com', 'base', 'read'],
  ]);
  sheet.getRow(7).hidden = true;
  const path = join(inbox, 'access.xlsx');
  await writeFile(path, new Uint8Array(await workbook.xlsx.writeBuffer()));
  const { receipts, failed } = await importFiles(engagement, [path]);
  expect(failed).toEqual([]);
  expect(receipts[0]).toMatchObject({
    reader: 'access-snapshot',
    read: 3,
    loaded: 2,
    rejects: [{ record: 2, code: 'MISSING_VALUE', message: 'Account is empty' }],
  });
  expect(receipts[0]!.notes).toContain('sheet Access: 2 lines above the header passed over');
  expect(receipts[0]!.notes).toContain(
    'sheet Access: 1 row is hidden or filtered away in it, and read like the others',
  );
  const raw = await engagement.store.use((session) => session.value('SELECT raw FROM work.rejects'));
  expect(JSON.parse(String(raw))).toMatchObject({
    Snapshot: '2024-11-24',
    Account: null,
    Permission: 'read',
  });
});
