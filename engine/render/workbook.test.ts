import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { buildWorkbook, type Sheet } from './workbook.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const SHEETS: Sheet[] = [
  {
    name: 'Findings',
    columns: [
      { header: 'id', width: 20 },
      { header: 'count', width: 14, format: '#,##0' },
      { header: 'when (UTC)', width: 20, format: 'yyyy-mm-dd hh:mm:ss' },
      { header: 'open', width: 8 },
    ],
    rows: [
      ['F-1', 12384, new Date('2024-11-24T05:00:00Z'), true],
      ['=HYPERLINK("http://example.com")', null, null, false],
      ['-5', -5, new Date('1899-12-31T00:00:00Z'), null],
    ],
  },
  { name: 'Empty', columns: [{ header: 'nothing', width: 9 }], rows: [] },
];

async function readBack(bytes: Uint8Array) {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as never);
  return workbook;
}

async function textOf(value: string) {
  const bytes = await buildWorkbook([{ name: 'A', columns: [{ header: 'a', width: 9 }], rows: [[value]] }]);
  const strings = Buffer.from(unzipSync(bytes)['xl/sharedStrings.xml']!).toString('utf8');
  return [...strings.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].at(-1)![1]!;
}

describe('a workbook', () => {
  it('holds real numbers, dates and truths; what looks like a formula is text', async () => {
    const sheet = (await readBack(await buildWorkbook(SHEETS))).getWorksheet('Findings')!;
    const rows = [1, 2, 3, 4].map((row) => [1, 2, 3, 4].map((column) => sheet.getCell(row, column).value));
    expect(rows).toEqual([
      ['id', 'count', 'when (UTC)', 'open'],
      ['F-1', 12384, new Date('2024-11-24T05:00:00Z'), true],
      [`'=HYPERLINK("http://example.com")`, null, null, false],
      [`'-5`, -5, new Date('1899-12-31T00:00:00Z'), null],
    ]);
    expect(sheet.getCell(2, 2).numFmt).toBe('#,##0');
    expect(sheet.getCell(2, 3).numFmt).toBe('yyyy-mm-dd hh:mm:ss');
  });

  it('freezes and filters its header and has its widths', async () => {
    const workbook = await readBack(await buildWorkbook(SHEETS));
    const sheet = workbook.getWorksheet('Findings')!;
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.autoFilter).toBe('A1:D1');
    expect([1, 2, 3, 4].map((column) => sheet.getColumn(column).width)).toEqual([20, 14, 20, 8]);
    expect(sheet.getCell(1, 1).font.bold).toBe(true);
    expect(workbook.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['Findings', 4],
      ['Empty', 1],
    ]);
  });

  it('has the same bytes in every time zone', async () => {
    process.env['TZ'] = 'America/Los_Angeles';
    const west = await buildWorkbook(SHEETS);
    process.env['TZ'] = 'Pacific/Chatham';
    expect(Buffer.compare(await buildWorkbook(SHEETS), west)).toBe(0);
  });

  it('writes characters that XML lacks as ECMA-376 22.9.2.19 says, and loses none', async () => {
    expect(await textOf('a\u0000b\u001bc')).toBe('a_x0000_b_x001B_c');
    expect(await textOf('_x0041_')).toBe('_x005F_x0041_');
    expect(await textOf('lone \ud800 half')).toBe('lone \ufffd half');
  });

  it('says where a text is longer than a cell (32,767 characters)', async () => {
    const text = await textOf('x'.repeat(40_000));
    expect([text.length, text.at(-1)]).toEqual([32_767, '…']);
  });
});
