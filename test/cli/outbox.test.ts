import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHEETS } from '#engine/intake/returned/layout.ts';
import { COMPANY, openBook } from '#test/support/outbox-company.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { cli } from './support.ts';

const FROM = ['--from', 'Internal Audit <audit@corp.example>'];
const SCOPE = [
  '--client',
  'Corp',
  '--period',
  '2024-11-01..2024-11-30',
  '--as-of',
  '2024-11-15',
  '--timezone',
  'America/New_York',
];

let folder: { dir: string; remove: () => void };
const at = (...parts: string[]) => join(folder.dir, ...parts);
const run = async (...words: string[]) => {
  const result = await cli(folder.dir, words);
  if (result.code !== 0) throw new Error(`${words.join(' ')}: ${result.err}`);
  return result;
};

function write(files: Readonly<Record<string, string | Uint8Array>>, dir: string): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(at(dir, name)), { recursive: true });
    writeFileSync(at(dir, name), content);
  }
}

beforeAll(async () => {
  folder = tempFolder();
  write(COMPANY, 'exports');
  await run('init', 'audit', ...SCOPE, '--kind', 'internal');
  await run('import', 'audit', 'exports');
  await run('run', 'audit');
});
afterAll(() => folder.remove());

describe('tickmark outbox', () => {
  it('sends a review out, takes it back, plans, and the package is done again with the same outcome', async () => {
    const sent = (await run('outbox', 'audit', 'review', '--out', 'out', ...FROM, '--json')).json() as {
      request_id: string;
      due_on: string;
      workbooks: { reviewer: string; rows: number; file: string }[];
    };
    expect(sent.workbooks.map(({ reviewer, rows, file }) => [reviewer, rows, file])).toEqual([
      ['bob@corp.example', 1, 'bob_corp-example.xlsx'],
      ['boss@corp.example', 1, 'boss_corp-example.xlsx'],
      ['mia@corp.example', 5, 'mia_corp-example.xlsx'],
    ]);
    expect(readdirSync(at('out')).sort()).toEqual([
      'bob_corp-example.eml',
      'bob_corp-example.xlsx',
      'boss_corp-example.eml',
      'boss_corp-example.xlsx',
      'mia_corp-example.eml',
      'mia_corp-example.xlsx',
    ]);

    const book = await openBook(readFileSync(at('out', 'mia_corp-example.xlsx')));
    for (const [row, word] of ['revoke', 'approve', 'unsure', 'revoke', ''].entries())
      book.cell('decisions', row + 1, 'Your decision').value = word === '' ? null : word;
    book.sheet(SHEETS.signed).getCell('B3').value = '2024-11-14';
    write({ 'mia.xlsx': await book.save() }, 'back');
    const { receipts } = (await run('import', 'audit', 'back/mia.xlsx', '--json')).json() as {
      receipts: { reader: string; read: number; loaded: number; rejected: number }[];
    };
    expect(receipts.map(({ reader, read, loaded, rejected }) => [reader, read, loaded, rejected])).toEqual([
      ['review-return', 9, 4, 5],
    ]);

    const status = (await run('outbox', 'audit', 'status', '--as-of', '2024-11-30', '--json')).json() as {
      workbooks: { reviewer: string; overdue: boolean; counts: Record<string, number> }[];
      follow_ups: { calls_for: string }[];
    };
    expect(status.workbooks.find(({ reviewer }) => reviewer === 'mia@corp.example')).toMatchObject({
      overdue: true,
      counts: { approve: 1, revoke: 2, modify: 0, unsure: 1, open: 1, asked_again: 0 },
    });
    expect(status.follow_ups.map(({ calls_for }) => calls_for)).toEqual(['ask_again']);

    const again = (
      await run(
        'outbox',
        'audit',
        'reminders',
        '--out',
        'reminders.zip',
        ...FROM,
        '--on',
        '2024-11-25',
        '--json',
      )
    ).json() as {
      reminders: { reviewer: string; open: number }[];
    };
    expect(again.reminders.map(({ reviewer, open }) => [reviewer, open])).toEqual([
      ['bob@corp.example', 1],
      ['boss@corp.example', 1],
      ['mia@corp.example', 2],
    ]);
    expect(Object.keys(unzipSync(readFileSync(at('reminders.zip')))).length).toBe(6);

    // Existing procedures judge what came back: the review goes on, one row is in doubt, the decisions are not due yet.
    await run('run', 'audit');
    const { rows } = (
      await run(
        'query',
        'audit',
        "SELECT procedure, reason_code FROM current_findings() WHERE procedure LIKE 'reviews.%' ORDER BY ALL",
        '--format',
        'json',
      )
    ).json() as { rows: string[][] };
    expect(rows.filter(([procedure]) => procedure === 'reviews.reviewers-independent')).toEqual([]);

    const plan = (await run('outbox', 'audit', 'plan', '--out', 'plan', '--json')).json() as {
      added: number;
      actions: { cause: string }[];
    };
    expect(plan.actions.filter(({ cause }) => cause.includes('REVIEW-2024-11-15|')).length).toBe(2);
    expect(readdirSync(at('plan')).sort()).toEqual(['remediation-plan.csv', 'remediation-plan.xlsx']);

    await run('keys', 'new', 'me');
    await run('package', 'audit', '--key', 'me', '--out', 'evidence.zip');
    const done = (await run('reperform', 'evidence.zip', '--json')).json() as {
      verdict: string;
      differences: unknown[];
    };
    expect(done).toEqual({ verdict: 'same', differences: [] });
    const journal = readFileSync(at('audit', 'journal.ndjson'), 'utf8');
    for (const action of ['review_sent_out', 'review_reminders_drafted', 'remediation_planned'])
      expect(journal).toContain(`"${action}"`);
  });

  it('is refused in an external engagement, whatever is asked', async () => {
    await run('init', 'outside', ...SCOPE, '--kind', 'external');
    for (const words of [
      ['review', '--out', 'x', ...FROM],
      ['reminders', '--out', 'x', ...FROM],
      ['plan', '--out', 'x'],
      ['status'],
    ]) {
      const result = await cli(folder.dir, ['outbox', 'outside', ...words]);
      expect([result.code, result.err.split('\n')[0]]).toEqual([
        2,
        'error INDEPENDENCE: this engagement is external',
      ]);
    }
    expect(readdirSync(folder.dir)).not.toContain('x');
  });

  it.each([
    [['review', '--out', 'y'], 'BAD_ARGUMENT'],
    [['review', ...FROM], 'BAD_ARGUMENT'],
    [['review', '--out', 'y', '--from', 'audit@corp.example\r\nBcc: eve@corp.example'], 'BAD_ARGUMENT'],
    [['review', '--out', 'y', ...FROM, '--days', '0'], 'BAD_ARGUMENT'],
    [['review', '--out', 'y', ...FROM, '--on', 'tomorrow'], 'BAD_ARGUMENT'],
    [['review', '--out', 'y', ...FROM, '--campaign', '../x'], 'BAD_ARGUMENT'],
    [['reminders', '--out', 'y', ...FROM, '--request', 'RQ-0'], 'NOT_FOUND'],
    [['send'], 'BAD_ARGUMENT'],
  ])('%j is %s, and nothing is written', async (words, code) => {
    const result = await cli(folder.dir, ['outbox', 'audit', ...words]);
    expect([result.code, result.err.split(':')[0]]).toEqual([2, `error ${code}`]);
    expect(readdirSync(folder.dir)).not.toContain('y');
  });
});

it('gives every one of three hundred managers files of their own, whatever their addresses hold', async () => {
  rmSync(at('many'), { recursive: true, force: true });
  const people = Array.from({ length: 300 }, (_, i) => i + 1);
  const boss = (i: number) =>
    i === 1
      ? '../../etc/passwd'
      : i === 2
        ? 'CON'
        : i === 3
          ? 'b/c@corp.example'
          : i === 4
            ? 'b_c@corp.example'
            : `boss${i}@corp.example`;
  const roster = [
    'Employee ID,Work Email,Name,Job Title,Department,Employment Type,Manager Email,Status,Hire Date,Termination Date',
  ];
  const snapshot = ['Snapshot,System,Account,Resource,Permission,Via'];
  for (const i of people) {
    roster.push(`P-${i},p${i}@corp.example,P ${i},Engineer,Build,FTE,${boss(i)},Active,2020-01-01,`);
    snapshot.push(`2024-11-10T05:00:00Z,gitlab,p${i}@corp.example,group:x,developer,direct`);
  }
  write({ 'roster.csv': roster.join('\n'), 'snapshot.csv': snapshot.join('\n') }, 'many-in');
  await run('init', 'many', ...SCOPE, '--kind', 'internal');
  await run('import', 'many', 'many-in');
  const sent = (await run('outbox', 'many', 'review', '--out', 'many-out', ...FROM, '--json')).json() as {
    workbooks: { reviewer: string; file: string; draft: string | null }[];
  };
  expect(sent.workbooks.length).toBe(300);
  const names = readdirSync(at('many-out'));
  // Two of them are no addresses, and one of the addresses holds what a path is made of.
  expect(names.length).toBe(600 - 2);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z0-9_-]+\.(?:xlsx|eml)$/i.test(name))).toEqual([]);
  expect(sent.workbooks.filter(({ draft }) => draft === null).map(({ reviewer }) => reviewer)).toEqual([
    '../../etc/passwd',
    'con',
  ]);
});
