import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FindingDetail } from '#shared/contract/schemas.ts';
import { findingsDocument } from '#engine/evidence/content/documents/findings.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { PackageEdit } from '#test/vectors/packages/zip-edit.ts';
import { cli, SMALL_COMPANY, write } from './support.ts';

const folder = tempFolder('tickmark-findings-');
const { dir } = folder;
let ids: string[] = [];

async function json(...words: string[]): Promise<never> {
  const done = await cli(dir, [...words, '--json', '--quiet']);
  expect(done.code, done.err).toBe(0);
  return done.json();
}

const finding = (...words: string[]) => json('finding', 'e', ...words);
const detail = (id: string): Promise<FindingDetail> => finding('show', id);

// Many commands, each of which opens the engagement.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

beforeAll(async () => {
  // Ben holds two things that policy does not give.
  write(dir, {
    ...SMALL_COMPANY,
    'in/snapshot.csv': `${SMALL_COMPANY['in/snapshot.csv']}2024-11-30T05:00:00Z,ledger,ben@company.com,vault,read,direct,2024-10-01T14:00:00Z,it@company.com,\n`,
  });
  const scope = ['--client', 'Test Client', '--period', '2024-11-01..2024-11-30'];
  expect((await cli(dir, ['init', 'e', ...scope, '--quiet'])).code).toBe(0);
  expect((await cli(dir, ['import', 'e', 'in', '--quiet'])).code).toBe(0);
  expect((await cli(dir, ['run', 'e', 'policy.access-matches', '--quiet'])).code).toBe(0);
  const { findings } = (await json('findings', 'e')) as { findings: { id: string }[] };
  ids = findings.map(({ id }) => id);
});
afterAll(folder.remove);

describe('tickmark finding', () => {
  it("keeps the client's decision, takes the last one back, and forgets nothing", async () => {
    expect(ids).toHaveLength(2);
    const [id] = ids as [string];
    await finding(
      'dispose',
      id,
      '--as',
      'document_as_exception',
      '--note',
      'asked for it',
      '--by',
      'Cora Client',
    );
    await finding('dispose', id, '--as', 'remove_access', '--by', 'Carl Client');
    expect((await detail(id)).finding.disposition).toBe('remove_access');
    await finding('undo', id, '--by', 'Cora Client');
    const back = await detail(id);
    expect([back.finding.disposition, back.note]).toEqual(['document_as_exception', 'asked for it']);
    expect(back.work?.decided).toMatchObject({ disposition: 'document_as_exception', by: 'Cora Client' });
    await finding('undo', id);
    expect((await detail(id)).finding.disposition).toBe('open');
    const nothing = await cli(dir, ['finding', 'e', 'undo', id]);
    expect([nothing.code, nothing.err]).toEqual([2, expect.stringContaining('no disposition to take back')]);
    const { entries } = (await finding('history', id)) as { entries: { kind: string; by: string }[] };
    expect(entries.map(({ kind }) => kind)).toEqual(['disposition', 'disposition', 'undo', 'undo']);
    expect(entries.map(({ by }) => by).slice(0, 3)).toEqual(['Cora Client', 'Carl Client', 'Cora Client']);
  });

  it("keeps the auditor's conclusion apart from the client's decision, in bulk and singly", async () => {
    const [first, second] = ids as [string, string];
    await finding('conclude', ...ids, '--as', 'deviation', '--by', 'Ana Auditor');
    await finding(
      'conclude',
      second,
      '--as',
      'deviation',
      '--deficiency',
      'significant_deficiency',
      '--reason',
      'Nobody reviews it',
      '--by',
      'Ana Auditor',
    );
    await finding(
      'respond',
      ...ids,
      '--response',
      'Will be removed',
      '--owner',
      'Omar Owner',
      '--due',
      '2025-01-31',
      '--by',
      'Mia Manager',
    );
    await finding('note', first, '--tick-mark', '✓', '--note', 'Traced to the ticket', '--by', 'Ana Auditor');
    const list = (await json('findings', 'e')) as { findings: Record<string, unknown>[] };
    expect(
      list.findings.map(({ disposition, conclusion, deficiency, response_owner, response_due }) => [
        disposition,
        conclusion,
        deficiency,
        response_owner,
        response_due,
      ]),
    ).toEqual([
      ['open', 'deviation', null, 'Omar Owner', '2025-01-31'],
      ['open', 'deviation', 'significant_deficiency', 'Omar Owner', '2025-01-31'],
    ]);
    const { work } = await detail(first);
    expect(work?.conclusion).toMatchObject({ conclusion: 'deviation', by: 'Ana Auditor' });
    expect(work?.response).toMatchObject({ text: 'Will be removed', by: 'Mia Manager' });
    expect(work?.notes).toMatchObject([{ text: 'Traced to the ticket', tick_mark: '✓', by: 'Ana Auditor' }]);
    const journal = readFileSync(join(dir, 'e', 'journal.ndjson'), 'utf8');
    expect(journal.split('\n').filter((line) => line.includes('"findings_concluded"'))).toHaveLength(2);
  });

  it.each([
    ['an unknown finding among them', ['conclude', 'F-1', '--as', 'no_deviation'], 'NOT_FOUND'],
    [
      'a class without a deviation',
      ['conclude', '@', '--as', 'no_deviation', '--deficiency', 'deficiency'],
      'BAD_ARGUMENT',
    ],
    ['a day that is none', ['respond', '@', '--response', 'x', '--due', '2025-02-30'], 'BAD_ARGUMENT'],
    ['an empty note', ['note', '@'], 'BAD_ARGUMENT'],
    ['another word', ['conclude', '@', '--as', 'compliant'], 'BAD_ARGUMENT'],
  ])('refuses %s and changes nothing', async (_what, words, code) => {
    const before = await detail(ids[0]!);
    const done = await cli(dir, ['finding', 'e', ...words.map((word) => (word === '@' ? ids[0]! : word))]);
    expect([done.code, done.err]).toEqual([2, expect.stringContaining(code)]);
    expect(await detail(ids[0]!)).toEqual(before);
  });

  it('goes into the package, and re-performing finds no difference', async () => {
    expect((await cli(dir, ['keys', 'new', 'ana', '--quiet'])).code).toBe(0);
    const built = await cli(dir, ['package', 'e', '--key', 'ana', '--out', 'p.zip', '--quiet']);
    expect(built.code, built.err).toBe(0);
    const edit = await PackageEdit.of(readFileSync(join(dir, 'p.zip')));
    const { findings } = findingsDocument.parse(JSON.parse(edit.text('data/findings.json')));
    expect(findings.map(({ work }) => [work?.conclusion?.conclusion, work?.response?.due])).toEqual([
      ['deviation', '2025-01-31'],
      ['deviation', '2025-01-31'],
    ]);
    expect(edit.text('data/findings.csv')).toContain(
      'significant_deficiency,Will be removed,Omar Owner,2025-01-31',
    );
    const again = await cli(dir, ['reperform', 'p.zip', '--json', '--quiet']);
    expect([again.code, again.json()]).toEqual([0, { verdict: 'same', differences: [] }]);
  });
});
