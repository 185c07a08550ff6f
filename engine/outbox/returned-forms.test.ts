import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  COMMENT,
  DECISION,
  NEW_PERMISSION,
  REVIEWED_BY,
  SHEETS,
  SIGNED_ON,
} from '#engine/intake/returned/layout.ts';
import { type Book, type Company, company, openBook } from '#test/support/outbox-company.ts';
import { sendReminders } from './send-reminders.ts';
import { sendReview } from './send-review.ts';

const FROM = { name: 'Internal Audit', address: 'audit@corp.example' };
const MIA = 'mia_corp-example.xlsx';

let at: Company;
beforeEach(async () => {
  at = await company();
  await sendReview(at.engagement, { path: join(at.dir, 'out'), form: 'folder', days: 7, from: FROM });
});
afterEach(() => at.remove());

async function filledIn(folder: string): Promise<Book> {
  const book = await openBook(readFileSync(join(at.dir, folder, MIA)));
  book.sheet(SHEETS.signed).eachRow((row) => {
    if (row.getCell(1).text === REVIEWED_BY) row.getCell(2).value = 'mia@corp.example';
    if (row.getCell(1).text === SIGNED_ON) row.getCell(2).value = '2024-11-18';
  });
  return book;
}

async function answers() {
  const rows = await at.engagement.store.use((session) =>
    session.rows(
      `SELECT decision, new_permission, comment, strftime(decided_at, '%Y-%m-%d') AS day FROM review_answers ORDER BY record_no`,
    ),
  );
  return rows.map(({ decision, new_permission, comment, day }) => [decision, new_permission, comment, day]);
}

describe('a workbook whose sheets have other names', () => {
  it('is held against what was sent out all the same, and its receipt says so', async () => {
    const book = await filledIn('out');
    book.cell('decisions', 1, DECISION).value = 'approve';
    book.sheet(SHEETS.decisions).name = 'Tabelle1';
    book.sheet(SHEETS.questions).name = 'Tabelle2';
    book.sheet(SHEETS.signed).name = 'Tabelle3';
    book.sheet(SHEETS.issued).name = 'Tabelle4';
    const { receipts, failed } = await at.add('back.xlsx', await book.save());
    expect(failed).toEqual([]);
    expect([receipts[0]!.reader, receipts[0]!.raw]).toEqual(['review-return', undefined]);
    expect(receipts[0]!.notes).toEqual(
      expect.arrayContaining([
        'the sheet Tabelle1 went out as Decisions',
        'the sheet Tabelle2 went out as Questions',
        'the sheet Tabelle3 went out as Sign-off',
        'the sheet Tabelle4 went out as Issued',
      ]),
    );
    expect(await answers()).toEqual([['approve', null, null, '2024-11-18']]);
  });

  it('and whose hidden sheet is gone is refused under any name', async () => {
    const book = await filledIn('out');
    book.cell('decisions', 1, DECISION).value = 'approve';
    book.sheet(SHEETS.decisions).name = 'Tabelle1';
    const issued = book.sheet(SHEETS.issued);
    issued.workbook.removeWorksheet(issued.id);
    const { failed } = await at.add('back.xlsx', await book.save());
    expect(failed.map(({ code }) => code)).toEqual(['RETURN_REFUSED']);
  });
});

describe('what begins like a formula', () => {
  it('comes back from a reminder as the reviewer wrote it', async () => {
    const book = await filledIn('out');
    book.cell('decisions', 1, DECISION).value = 'modify';
    book.cell('decisions', 1, NEW_PERMISSION).value = '-read';
    book.cell('decisions', 1, COMMENT).value = '@bob asked';
    book.cell('decisions', 2, DECISION).value = 'unsure';
    await at.add('back.xlsx', await book.save());
    const before = await answers();
    expect(before).toEqual([
      ['modify', '-read', '@bob asked', '2024-11-18'],
      ['unsure', null, null, '2024-11-18'],
    ]);
    await sendReminders(at.engagement, {
      path: join(at.dir, 'reminders'),
      form: 'folder',
      from: FROM,
      on: '2024-11-20',
    });
    const reminder = await filledIn('reminders');
    expect(reminder.cell('decisions', 1, NEW_PERMISSION).text).toBe("'-read");
    reminder.cell('decisions', 2, DECISION).value = 'unsure';
    const { failed } = await at.add('again.xlsx', await reminder.save(), 'back.xlsx');
    expect(failed).toEqual([]);
    expect(await answers()).toEqual(before);
  });
});

it('cells under the headers of a return are no return', async () => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('List').addRows([
    ['cells', 'value', 'fault'],
    ['a', 'b', 'c'],
  ]);
  const { receipts } = await at.add('list.xlsx', new Uint8Array(await book.xlsx.writeBuffer()));
  expect([receipts[0]!.reader, receipts[0]!.loaded, receipts[0]!.rejected]).toEqual([null, 1, 0]);
});
