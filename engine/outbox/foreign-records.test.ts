import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles, listSources, rereadSource } from '#engine/intake/index.ts';
import { journalLines } from '#engine/engagement/index.ts';
import { DECISION, REVIEWED_BY, SHEETS, SIGNED_ON } from '#engine/intake/returned/layout.ts';
import { type Company, company, openBook } from '#test/support/outbox-company.ts';
import { sendReview } from './send-review.ts';

const FROM = { name: 'Internal Audit', address: 'audit@corp.example' };
const FOREIGN = 'the journal does not know it as sent out from here: a claim of whoever handed it over';

const PLAN = JSON.stringify({
  actions: [{ plan_id: 'RP-1', action_id: 'A-1', action: 'revoke', planned_at: '2024-11-01T00:00:00Z' }],
});

let at: Company;
let other: Company;
/** Bytes of the record that another engagement's outbox kept, and the workbook that goes with it. */
let record: Buffer;
let workbook: Buffer;

async function recordOf({ engagement }: Company): Promise<{ file: string; sha256: string; bytes: Buffer }> {
  const receipts = await engagement.store.use(listSources);
  const { file, sha256 } = receipts.find(({ reader }) => reader === 'review-request')!;
  return { file, sha256, bytes: readFileSync(join(engagement.sourcesDir, sha256, file)) };
}

beforeAll(async () => {
  at = await company();
  other = await company();
  await other.add(
    'more.csv',
    'Snapshot,System,Account,Resource,Permission,Via\n2024-11-11T05:00:00Z,gitlab,ann@corp.example,group:z,developer,direct\n',
  );
  await sendReview(other.engagement, { path: join(other.dir, 'out'), form: 'folder', days: 7, from: FROM });
  record = (await recordOf(other)).bytes;
  const book = await openBook(readFileSync(join(other.dir, 'out', 'mia_corp-example.xlsx')));
  book.cell('decisions', 1, DECISION).value = 'approve';
  book.sheet(SHEETS.signed).eachRow((row) => {
    if (row.getCell(1).text === REVIEWED_BY) row.getCell(2).value = 'mia@corp.example';
    if (row.getCell(1).text === SIGNED_ON) row.getCell(2).value = '2024-11-18';
  });
  workbook = Buffer.from(await book.save());
});
afterAll(async () => {
  await at.remove();
  await other.remove();
});

describe('a file in the form of what the outbox keeps', () => {
  it('is refused where an outbox is at work, with what to do', async () => {
    for (const [name, content] of [
      ['planted.json', record],
      ['plan.json', Buffer.from(PLAN)],
    ] as const) {
      const { receipts, failed } = await at.add(name, content);
      expect([receipts, failed.map(({ code }) => code)]).toEqual([[], ['RECORD_FOREIGN']]);
      expect(failed[0]!.hint).toContain('--as r');
    }
    const back = await at.add('planted.xlsx', workbook);
    expect(back.failed.map(({ code }) => code)).toEqual(['RETURN_REFUSED']);
  });

  it('is taken when the user names it, as what it is', async () => {
    const { receipts } = await importFiles(at.engagement, [join(at.dir, 'in', 'plan.json')], {
      as: 'remediation-plan',
    });
    expect([receipts[0]!.origin, receipts[0]!.notes.includes(FOREIGN)]).toEqual([undefined, true]);
  });

  it('is a claim in an external engagement, and so is what is held against it', async () => {
    const outside = await company('external');
    try {
      const { receipts } = await outside.add('planted.json', record);
      expect([receipts[0]!.origin, receipts[0]!.notes.includes(FOREIGN)]).toEqual([undefined, true]);
      const back = await outside.add('planted.xlsx', workbook);
      expect(back.receipts[0]!.notes).toContain(
        'held against planted.json, which came as a file: the journal does not know it as sent out from here',
      );
    } finally {
      await outside.remove();
    }
  });
});

describe('what the outbox itself kept', () => {
  it('is known to the journal by digest, on its receipt, and when it is read again', async () => {
    const { sha256, file } = await recordOf(other);
    const entries = (await other.engagement.store.use(journalLines)).map((line) => JSON.parse(line));
    const own = entries.filter(({ details }) => details.origin === 'outbox');
    expect(own.map(({ action, details }) => [action, details.sha256])).toEqual([['source_imported', sha256]]);
    const again = await rereadSource(other.engagement, file);
    expect([again.origin, again.notes.includes(FOREIGN)]).toEqual(['outbox', false]);
  });
});
