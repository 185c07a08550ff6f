import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importFiles, listRejects } from '../index.ts';
import { diskEngagement, type TestEngagement } from '../testing.ts';
import { joinHeadings, spreadHeadings } from './header.ts';

let engagement: TestEngagement;
let inbox: string;
beforeEach(async () => {
  engagement = await diskEngagement();
  inbox = await mkdtemp(join(tmpdir(), 'tickmark-header-'));
});
afterEach(async () => {
  await engagement.close();
  await rm(inbox, { recursive: true, force: true });
});

test('headings spread over merged columns only where these are empty', () => {
  expect(spreadHeadings(['User', null, 'Access', null], [{ first: 2, last: 3 }])).toEqual([
    'User',
    null,
    'Access',
    'Access',
  ]);
  expect(spreadHeadings(['User', 'Name'], [{ first: 0, last: 1 }])).toBe(null);
  expect(joinHeadings(['User', 'Access', 'Access'], [null, 'Granted ', 'By'])).toEqual([
    'User',
    'Access Granted',
    'Access By',
  ]);
});

test('a sheet with merged headings over the names of its columns', async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Access');
  sheet.addRow(['Quarterly list']);
  sheet.addRow(['Person', null, 'Limit', null]);
  sheet.mergeCells('A2:B2');
  sheet.mergeCells('C2:D2');
  sheet.addRow(['Login', 'Team', 'From', 'Until']);
  sheet.addRow(['nokafor', 'Treasury', 100, 200]);
  sheet.addRow(['pvos', null, 5, 7, 'stray']);
  sheet.addRow(['mlindt', 'Ops', null, 9]);
  const file = join(inbox, 'limits.xlsx');
  await book.xlsx.writeFile(file);
  const { receipts, failed } = await importFiles(engagement, [file]);
  expect(failed).toEqual([]);
  const receipt = receipts[0]!;
  expect([receipt.read, receipt.loaded, receipt.rejected]).toEqual([3, 2, 1]);
  expect(receipt.notes).toContain(
    'sheet Access: two header rows: headings over several columns are part of their names',
  );
  const rows = await engagement.store.use((session) =>
    session.rows(
      'SELECT record_no, person_login, person_team, limit_from, limit_until FROM raw.limits_access ORDER BY record_no',
    ),
  );
  expect(rows).toEqual([
    { record_no: 1, person_login: 'nokafor', person_team: 'Treasury', limit_from: '100', limit_until: '200' },
    { record_no: 3, person_login: 'mlindt', person_team: 'Ops', limit_from: null, limit_until: '9' },
  ]);
  const { rejects } = await engagement.store.use((session) => listRejects(session, receipt.source_id, 0, 10));
  expect(rejects.map(({ record, code, raw }) => ({ record, code, raw }))).toEqual([
    { record: 2, code: 'COLUMN_COUNT', raw: '["pvos",null,"5","7","stray"]' },
  ]);
});
