import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRejects } from '#engine/intake/index.ts';
import {
  COMMENT,
  DECIDED_ON,
  DECISION,
  NEW_PERMISSION,
  REVIEWED_BY,
  ROW_ID,
  SHEETS,
  SIGNED_ON,
} from '#engine/intake/returned/layout.ts';
import { type Book, type Company, company, openBook } from '#test/support/outbox-company.ts';
import { REVIEW_QUESTIONS } from '#shared/model/review.ts';
import { reviewStatus } from './review-status.ts';
import { sendReminders } from './send-reminders.ts';
import { sendReview } from './send-review.ts';

const FROM = { name: 'Internal Audit', address: 'audit@corp.example' };
const MIA = 'mia_corp-example.xlsx';

let at: Company;
let issued: Uint8Array;
beforeAll(async () => {
  at = await company();
  await sendReview(at.engagement, { path: join(at.dir, 'out'), form: 'folder', days: 7, from: FROM });
  issued = readFileSync(join(at.dir, 'out', MIA));
});
afterAll(() => at.remove());

/** Fills in a copy of what Mia was sent, takes it in, and takes it out of the way again afterwards. */
let files = 0;
async function returned(fill: (book: Book) => void, replace?: string) {
  const book = await openBook(issued);
  sign(book);
  fill(book);
  files += 1;
  const name = `mia ${files}.xlsx`;
  const result = await at.add(name, await book.save(), replace);
  return { name, ...result };
}

function sign(book: Book): void {
  const sheet = book.sheet(SHEETS.signed);
  sheet.eachRow((row) => {
    if (row.getCell(1).text === REVIEWED_BY) row.getCell(2).value = 'Mia@corp.example';
    if (row.getCell(1).text === SIGNED_ON) row.getCell(2).value = '2024-11-18';
  });
}

const decide = (book: Book, row: number, word: string) => {
  book.cell('decisions', row, DECISION).value = word;
};

async function codes(source: string) {
  const { rejects } = await at.engagement.store.use((session) => listRejects(session, source, 0, 100));
  return rejects.map(({ record, code }) => [record, code]);
}

async function answers() {
  return at.engagement.store.use((session) =>
    session.rows(
      `SELECT item_id, decision, new_permission, comment, reviewer_email, strftime(decided_at, '%Y-%m-%d') AS decided_on, answers::VARCHAR AS answers
       FROM review_answers ORDER BY item_id`,
    ),
  );
}

let first: string;

describe('a workbook that comes back', () => {
  it('is read row by row: each loaded, or rejected with a code', async () => {
    const { receipts, name } = await returned((book) => {
      decide(book, 1, 'Revoke');
      decide(book, 2, 'approve');
      decide(book, 3, 'unsure');
      decide(book, 4, 'modify');
      book.cell('decisions', 4, NEW_PERMISSION).value = 'developer';
      book.cell('decisions', 4, COMMENT).value = '=HYPERLINK("http://x")';
      book.cell('decisions', 4, DECIDED_ON).value = new Date('2024-11-17T00:00:00Z');
      // Row 5 stays open. Of the four lines of questions the second is answered.
      book.cell('questions', 2, REVIEW_QUESTIONS[0]!.text).value = 'yes';
      book.cell('questions', 2, REVIEW_QUESTIONS[1]!.text).value = 'No - Too much';
      book.cell('questions', 2, REVIEW_QUESTIONS[4]!.text).value = 'Unsure';
    });
    first = name;
    const receipt = receipts[0]!;
    expect([receipt.reader, receipt.read, receipt.loaded, receipt.rejected]).toEqual([
      'review-return',
      9,
      5,
      4,
    ]);
    expect(await codes(receipt.source_id)).toEqual([
      [5, 'NO_DECISION'],
      [6, 'NO_DECISION'],
      [8, 'NO_DECISION'],
      [9, 'NO_DECISION'],
    ]);
    const gitlab = JSON.stringify({ Q1: 'Yes', Q2: 'No - Too much', Q5: 'Unsure' });
    const plain = {
      new_permission: null,
      comment: null,
      reviewer_email: 'mia@corp.example',
      decided_on: '2024-11-18',
      answers: null,
    };
    // Items are numbered by holder, system and resource over all people: Ann 1–3, Bob 4, then the boss, Cal, Gus.
    expect(await answers()).toEqual([
      { ...plain, item_id: '00001', decision: 'revoke' },
      { ...plain, item_id: '00002', decision: 'approve', answers: gitlab },
      { ...plain, item_id: '00003', decision: 'unsure', answers: gitlab },
      {
        ...plain,
        item_id: '00004',
        decision: 'modify',
        new_permission: 'developer',
        comment: '=HYPERLINK("http://x")',
        decided_on: '2024-11-17',
      },
    ]);
  });

  it('says what the answers call for, and that unsure decides nothing', async () => {
    const { workbooks, follow_ups } = await at.engagement.store.use((session) =>
      reviewStatus(session, '2024-11-23T05:00:00Z'),
    );
    const mia = workbooks.find(({ reviewer }) => reviewer === 'mia@corp.example')!;
    expect(mia.counts).toEqual({ approve: 1, revoke: 1, modify: 1, unsure: 1, open: 1, asked_again: 0 });
    expect([mia.overdue, mia.returned?.loaded, mia.returned?.codes]).toEqual([true, 5, { NO_DECISION: 4 }]);
    expect(
      follow_ups.map(({ holder, system, question, calls_for, followed }) => [
        holder,
        system,
        question,
        calls_for,
        followed,
      ]),
    ).toEqual([
      ['ann@corp.example', 'gitlab', 'decision', 'ask_again', false],
      // Of Ann's two rows in GitLab one was approved and one left in doubt: nothing was reduced.
      ['ann@corp.example', 'gitlab', 'Q2', 'reduce_access', false],
      ['ann@corp.example', 'gitlab', 'Q5', 'ask_again', null],
    ]);
  });

  it('is reminded of with what came back written in', async () => {
    const sent = await sendReminders(at.engagement, {
      path: join(at.dir, 'reminders'),
      form: 'folder',
      from: FROM,
      on: '2024-11-23',
    });
    expect(sent.reminders.map(({ reviewer, open, unsure }) => [reviewer, open, unsure])).toEqual([
      ['bob@corp.example', 1, 0],
      ['boss@corp.example', 1, 0],
      ['mia@corp.example', 2, 1],
    ]);
    const book = await openBook(readFileSync(join(at.dir, 'reminders', MIA)));
    expect([1, 2, 3, 4, 5].map((row) => book.cell('decisions', row, DECISION).text)).toEqual([
      'revoke',
      'approve',
      'unsure',
      'modify',
      '',
    ]);
    const letter = readFileSync(join(at.dir, 'reminders', 'mia_corp-example reminder.eml'), 'utf8');
    expect(letter).toContain('Subject: Overdue: review of access, due 2024-11-22 (REVIEW-2024-11-15)');
    expect(letter).toContain('2 of 5 rows wait for your decision.');
  });

  it('is refused when it came back before, and takes the earlier one’s place on request', async () => {
    const complete = (book: Book) => {
      for (const row of [1, 2, 3, 5]) decide(book, row, 'revoke');
      decide(book, 4, 'approve');
    };
    const again = await returned(complete);
    expect(again.receipts).toEqual([]);
    expect(again.failed[0]).toMatchObject({ code: 'RETURN_REFUSED' });
    const replaced = await returned(complete, first);
    expect(replaced.receipts[0]).toMatchObject({ loaded: 5, rejected: 4, read: 9 });
    first = replaced.name;
    expect((await answers()).map(({ decision }) => decision)).toEqual([
      'revoke',
      'revoke',
      'revoke',
      'approve',
      'revoke',
    ]);
  });

  it('rejects rows that were changed, added or doubled, and words that were not offered', async () => {
    const { receipts } = await returned((book) => {
      const sheet = book.sheet(SHEETS.decisions);
      for (const row of [1, 2, 3, 4, 5]) decide(book, row, 'approve');
      book.cell('decisions', 1, 'Permission').value = 'viewer';
      decide(book, 2, 'approved by me');
      book.cell('decisions', 3, NEW_PERMISSION).value = 'owner';
      // A copy of row 4 with another decision, and a row that nobody sent out.
      const copy = sheet.addRow(sheet.getRow(5).values as unknown[]);
      copy.getCell(11).value = 'revoke';
      const own = sheet.addRow(sheet.getRow(6).values as unknown[]);
      own.getCell(15).value = 'WB-0000000000000000.1';
      book.cell('decisions', 5, DECIDED_ON).value = 'last Tuesday';
    }, first);
    const receipt = receipts[0]!;
    expect([receipt.read, receipt.loaded, receipt.rejected]).toEqual([11, 0, 11]);
    expect((await codes(receipt.source_id)).slice(0, 7)).toEqual([
      [1, 'ALTERED_ROW'],
      [2, 'BAD_DECISION'],
      [3, 'BAD_DECISION'],
      [4, 'DOUBLE_DECISION'],
      [5, 'BAD_DECISION'],
      [6, 'DOUBLE_DECISION'],
      [7, 'UNKNOWN_ROW'],
    ]);
    expect(receipt.rejects[0]!.message).toBe('other than sent out: Permission');
    first = receipt.file;
  });

  it('says which rows are missing, whatever the order of the others', async () => {
    const { receipts } = await returned((book) => {
      const sheet = book.sheet(SHEETS.decisions);
      const values = [2, 3, 4, 5, 6].map((row) => (sheet.getRow(row).values as unknown[]).slice(1));
      // Row 1 and row 3 are gone, the rest stand in reverse order.
      for (const [i, row] of [values[4]!, values[3]!, values[1]!, [], []].entries()) {
        if (row.length > 0) row[10] = 'approve';
        sheet.getRow(i + 2).values = row as ExcelJS.CellValue[];
      }
    }, first);
    const receipt = receipts[0]!;
    expect([receipt.read, receipt.loaded]).toEqual([7, 3]);
    expect(receipt.notes).toContain('2 of 5 rows that were sent out are not in the file and stay open: 1, 3');
    first = receipt.file;
  });

  it('of another engagement is refused, and so is one without its hidden sheet', async () => {
    const other = await company();
    try {
      await sendReview(other.engagement, {
        path: join(other.dir, 'out'),
        form: 'folder',
        days: 8,
        from: FROM,
      });
      const strange = await at.add('strange.xlsx', readFileSync(join(other.dir, 'out', MIA)));
      expect(strange.failed[0]).toMatchObject({ code: 'RETURN_REFUSED' });
      const bare = await returned((book) => {
        const sheet = book.sheet(SHEETS.issued);
        sheet.spliceRows(2, sheet.rowCount);
      });
      expect(bare.failed[0]).toMatchObject({ code: 'RETURN_REFUSED' });
      const forged = await returned((book) => {
        book.sheet(SHEETS.issued).eachRow((row) => {
          if (row.getCell(1).text === 'Rows digest') row.getCell(2).value = '0'.repeat(64);
        });
      });
      expect(forged.failed[0]).toMatchObject({ code: 'RETURN_REFUSED' });
      const kept = await at.engagement.store.use((session) =>
        session.value(`SELECT count(*)::INTEGER FROM work.sources WHERE name = 'strange.xlsx'`),
      );
      expect(kept).toBe(0);
    } finally {
      await other.remove();
    }
  });

  it('answers the later request only, where rows were asked again', async () => {
    const again = await sendReview(at.engagement, {
      path: join(at.dir, 'again'),
      form: 'folder',
      days: 7,
      from: FROM,
      campaign: 'REVIEW-2024-11-15',
    });
    // Rows 2, 4 and 5 were approved in the last return; rows 1 and 3 wait.
    expect(again.workbooks.map(({ reviewer, rows }) => [reviewer, rows])).toEqual([['mia@corp.example', 2]]);
    const late = await returned((book) => {
      for (const row of [1, 2, 3, 4, 5]) decide(book, row, 'approve');
    }, first);
    expect((await codes(late.receipts[0]!.source_id)).filter(([, code]) => code === 'ASKED_AGAIN')).toEqual([
      [1, 'ASKED_AGAIN'],
      [3, 'ASKED_AGAIN'],
    ]);
  });
});

it('ids of rows name the workbook they belong to', async () => {
  const book = await openBook(issued);
  expect(book.cell('decisions', 1, ROW_ID).text).toMatch(/^WB-[0-9a-f]{16}\.1$/);
});
