import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SENT, SHEETS } from '#engine/intake/returned/layout.ts';
import { type Company, company, openBook, partOf } from '#test/support/outbox-company.ts';
import { sendReview, type SentReview } from './send-review.ts';

const FROM = { name: 'Internal Audit', address: 'audit@corp.example' };

let at: Company;
let sent: SentReview;
let out: string;
beforeAll(async () => {
  at = await company();
  out = join(at.dir, 'out');
  sent = await sendReview(at.engagement, { path: out, form: 'folder', days: 7, from: FROM });
});
afterAll(() => at.remove());

/** Cells of a data row that went out filled in. */
async function rows(file: string): Promise<string[][]> {
  const sheet = (await openBook(readFileSync(join(out, file)))).sheet(SHEETS.decisions);
  const found: string[][] = [];
  sheet.eachRow((row, number) => {
    if (number > 1) found.push(SENT.map((_, i) => row.getCell(i + 2).text));
  });
  return found;
}

describe('a review of the snapshot', () => {
  it('goes to the reviewer of record: manager, owner, contract owner', () => {
    expect(sent.workbooks.map(({ reviewer, rows: count }) => [reviewer, count])).toEqual([
      ['bob@corp.example', 1],
      ['boss@corp.example', 1],
      ['mia@corp.example', 5],
    ]);
    expect([sent.requested_on, sent.due_on]).toEqual(['2024-11-15', '2024-11-22']);
    expect(sent.campaigns).toEqual([
      { campaign_id: 'REVIEW-2024-11-15', made: true, items: 8 },
      { campaign_id: 'REVIEW-2024-11-15-SERVICE', made: true, items: 1 },
      { campaign_id: 'REVIEW-2024-11-15-VENDOR', made: true, items: 1 },
    ]);
  });

  it('says which rows nobody can be asked about, and why', () => {
    expect(sent.unassigned.map(({ reason, rows: count }) => [reason, count])).toEqual([
      ['no_manager', 1],
      ['nobody_known', 1],
      ['reviewer_left', 1],
    ]);
  });

  it('says of each row what explains it, when it was last used and what is recommended', async () => {
    expect(await rows('mia@corp-example.xlsx'.replace('@', '_'))).toEqual([
      [
        'ann@corp.example',
        "'=cmd|' /C calc'!A0",
        'aws',
        'ann@corp.example',
        'prod',
        'admin',
        'drift: unexpected',
        '2024-11-12',
        'Revoke: neither a policy nor a valid exception gives it',
      ],
      [
        'ann@corp.example',
        "'=cmd|' /C calc'!A0",
        'gitlab',
        'ann@corp.example',
        'group:x',
        'developer',
        'policy Engineers 1.0, clause 1',
        '2024-11-12',
        'Keep',
      ],
      [
        'ann@corp.example',
        "'=cmd|' /C calc'!A0",
        'gitlab',
        'ann@corp.example',
        'group:y',
        'developer',
        'drift: unexpected',
        '2024-11-12',
        'Revoke: neither a policy nor a valid exception gives it',
      ],
      [
        'bob@corp.example',
        'Bob Ode',
        'gitlab',
        'bob@corp.example',
        'group:x',
        'maintainer',
        'drift: wrong permission',
        '2024-05-01',
        'Modify: policy gives developer',
      ],
      [
        'gus@corp.example',
        'Gus Gone',
        'gitlab',
        'gus@corp.example',
        'group:x',
        'developer',
        'drift: not employed',
        '2024-10-10',
        'Revoke: the person is not employed at this moment',
      ],
    ]);
    expect(await rows('bob_corp-example.xlsx')).toEqual([
      [
        'svc-deploy',
        'Deploy',
        'aws',
        'svc-deploy',
        'prod',
        'deploy',
        'service account',
        '2024-11-13',
        'Decide',
      ],
    ]);
  });

  it('offers the decisions and answers as lists, and lets nothing else be changed', () => {
    const bytes = readFileSync(join(out, 'mia_corp-example.xlsx'));
    const decisions = partOf(bytes, 'xl/worksheets/sheet2.xml');
    expect(decisions).toMatch(/<sheetProtection sheet="1"/);
    expect(decisions).toMatch(
      /<dataValidation [^>]*sqref="K2:K6"[^>]*>\s*<formula1>&quot;approve,revoke,modify,unsure&quot;<\/formula1>/,
    );
    expect(decisions).not.toContain('<f>');
    expect(partOf(bytes, 'xl/worksheets/sheet3.xml')).toMatch(
      /&quot;Yes,No - Too much,No - Too little&quot;/,
    );
    expect(partOf(bytes, 'xl/workbook.xml')).toMatch(
      /name="Issued"[^>]*state="hidden"|state="hidden"[^>]*name="Issued"/,
    );
  });

  it('asks five questions once for each person and system', async () => {
    const sheet = (await openBook(readFileSync(join(out, 'mia_corp-example.xlsx')))).sheet(SHEETS.questions);
    const found: string[] = [];
    sheet.eachRow((row, number) => {
      if (number > 1) found.push(`${row.getCell(2).text} ${row.getCell(4).text}`);
    });
    expect(found).toEqual([
      'ann@corp.example aws',
      'ann@corp.example gitlab',
      'bob@corp.example gitlab',
      'gus@corp.example gitlab',
    ]);
  });

  it('drafts a letter to each, with the workbook', () => {
    const letter = readFileSync(join(out, 'mia_corp-example.eml'), 'latin1');
    expect(letter).toContain('X-Unsent: 1\r\nDate: Fri, 15 Nov 2024 00:00:00 +0000\r\n');
    expect(letter).toContain(
      'From: "Internal Audit"\r\n <audit@corp.example>\r\nTo: =?UTF-8?B?TWlhIE3DvGxsZXI=?=\r\n <mia@corp.example>\r\n',
    );
    expect(letter).toContain('filename="mia_corp-example.xlsx"');
    expect(letter.replaceAll('=\r\n', '')).toContain('send the workbook back by 2024-11-22.');
    const attached = /base64\r\nContent-Disposition[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(letter)?.[1] ?? '';
    expect(Buffer.from(attached, 'base64').equals(readFileSync(join(out, 'mia_corp-example.xlsx')))).toBe(
      true,
    );
  });

  it('keeps what went out as a source, and says so in the journal', async () => {
    const found = await at.engagement.store.use(async (session) => ({
      kept: await session.one(
        `SELECT reader, (receipt->>'read')::INTEGER AS read, (receipt->>'loaded')::INTEGER AS loaded FROM work.sources WHERE name LIKE 'RQ-%'`,
      ),
      items: await session.value('SELECT count(*)::INTEGER FROM review_items'),
      journal: await session.value(
        `SELECT count(*)::INTEGER FROM work.journal WHERE contains(line, '"review_sent_out"')`,
      ),
    }));
    // Seven rows before reviewers, three campaigns, ten items.
    expect(found).toEqual({
      kept: { reader: 'review-request', read: 20, loaded: 20 },
      items: 10,
      journal: 1,
    });
  });

  it('gives the same bytes again, and replaces nothing', async () => {
    const twin = await company();
    try {
      const again = join(twin.dir, 'out');
      await sendReview(twin.engagement, { path: again, form: 'folder', days: 7, from: FROM });
      expect(readdirSync(again)).toEqual(readdirSync(out));
      // The engagement's id is in every workbook; the letters without attachment are the same.
      const head = (dir: string) =>
        readFileSync(join(dir, 'mia_corp-example.eml'), 'latin1').split('boundary=')[0];
      expect(head(again)).toBe(head(out));
      const taken = { path: again, form: 'folder', days: 7, from: FROM, campaign: 'Second' } as const;
      await expect(sendReview(twin.engagement, taken)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
      const file = join(twin.dir, 'a.txt');
      writeFileSync(file, '');
      await expect(sendReview(twin.engagement, { ...taken, path: join(file, 'x') })).rejects.toMatchObject({
        code: 'OUTPUT_FAILED',
      });
      mkdirSync(join(twin.dir, 'second'));
      const second = await sendReview(twin.engagement, { ...taken, path: join(twin.dir, 'second') });
      expect(second.workbooks.map(({ rows: count }) => count)).toEqual([1, 1, 5]);
    } finally {
      await twin.remove();
    }
  });
});

describe('the name of a new review', () => {
  it('is refused where one of the campaigns it would make is there already, and nothing is written', async () => {
    const own = await company();
    try {
      // The client has a review of vendors of that name, finished long ago.
      const record = {
        campaign_id: 'Q4-VENDOR',
        review_type: 'vendor',
        scope: 'all',
        status: 'approved',
        started_at: '2024-03-01T09:00:00Z',
        due_at: '2024-03-08T09:00:00Z',
        completed_at: '2024-03-07T09:00:00Z',
        items: [
          {
            item_id: '00001',
            user: 'v-old',
            resource: 'aws:prod',
            permission: 'read',
            reviewer: 'boss@corp.example',
            assigned_at: '2024-03-01T09:00:00Z',
          },
        ],
      };
      const { failed } = await own.add('campaigns.json', JSON.stringify([record]));
      expect(failed).toEqual([]);
      const path = join(own.dir, 'out');
      const request = { path, form: 'folder', days: 7, from: FROM } as const;
      await expect(sendReview(own.engagement, { ...request, campaign: 'Q4' })).rejects.toMatchObject({
        code: 'BAD_ARGUMENT',
        message: 'the new review would make Q4, Q4-SERVICE, Q4-VENDOR, and Q4-VENDOR is there already',
      });
      expect(existsSync(path)).toBe(false);
      const other = await sendReview(own.engagement, { ...request, campaign: 'Q5' });
      expect(other.campaigns.map(({ campaign_id }) => campaign_id)).toEqual([
        'Q5',
        'Q5-SERVICE',
        'Q5-VENDOR',
      ]);
      const items = await own.engagement.store.use((session) =>
        session.value("SELECT count(*)::INTEGER FROM review_items WHERE campaign_id = 'Q4-VENDOR'"),
      );
      expect(items).toBe(1);
    } finally {
      await own.remove();
    }
  });
});

describe('an external engagement', () => {
  it('sends nothing out', async () => {
    const outside = await company('external');
    try {
      const request = { path: join(outside.dir, 'out'), form: 'folder', days: 7, from: FROM } as const;
      await expect(sendReview(outside.engagement, request)).rejects.toMatchObject({ code: 'INDEPENDENCE' });
    } finally {
      await outside.remove();
    }
  });
});
