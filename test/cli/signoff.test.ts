import { appendFileSync, readFileSync, writeFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsDocument } from '#engine/evidence/content/documents/findings.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { oscalAssessmentResults } from '#engine/evidence/content/documents/oscal.ts';
import { PackageEdit } from '#test/vectors/packages/zip-edit.ts';
import { cli, SMALL_COMPANY, write } from './support.ts';

const folder = tempFolder('tickmark-signoff-');
const dir = folder.dir;
const run = (...words: string[]) => cli(dir, words);
const code = async (...words: string[]) => /^error \w+/m.exec((await run(...words)).err)?.[0];
const read = (name: string) => readFileSync(join(dir, 'audit', name), 'utf8');

interface State {
  locked: { package_id: string; preparer: string; reviewer: string } | null;
  deadlines: { what: string; due: string; state: string }[];
  packages: { package_id: string; current: boolean }[];
  addenda: { seq: number; reason: string; files: { name: string; sha256: string }[] }[];
}
const state = async () => (await run('signoff', 'audit', '--json')).json() as State;

async function fine(...words: string[]): Promise<void> {
  const { code: exit, err } = await run(...words);
  expect([words[0], exit, exit === 0 ? '' : err]).toEqual([words[0], 0, '']);
}

const build = (out: string) => fine('package', 'audit', '--key', 'ana', '--out', out);
const review = (file: string, out: string) => fine('sign', file, '--key', 'rui', '--out', out);

beforeAll(async () => {
  write(dir, SMALL_COMPANY);
  await fine('init', 'audit', '--client', 'Test Client', '--period', '2024-11-01..2024-11-30');
  await fine('import', 'audit', 'in');
  await fine('run', 'audit', 'policy.access-matches');
  await fine('keys', 'new', 'ana');
  await fine('keys', 'new', 'rui');
});
afterAll(() => folder.remove());

describe('closing the work', () => {
  it('has deadlines that follow from the day of the report', async () => {
    await fine('signoff', 'audit', '--report-date', '2024-12-20', '--preset', 'pcaob-as1215');
    const { deadlines } = await state();
    // 20 December and 14 days; seven calendar years.
    expect(deadlines.map(({ what, due }) => [what, due])).toEqual([
      ['assembly', '2025-01-03'],
      ['retention', '2031-12-20'],
    ]);
    // Every command says so where one has passed, after its own answer and not in it.
    const { out, err } = await run('findings', 'audit', '--json');
    expect(err).toMatch(/^! The file was to be closed by 2025-01-03: overdue by [\d,]+ days$/m);
    expect(Object.keys(JSON.parse(out) as object)).toContain('findings');
    expect((await run('signoff', 'audit')).err).toBe('');
    expect(await code('signoff', 'audit', '--report-date', '2024-02-30')).toBe('error BAD_ARGUMENT');
    expect(await code('signoff', 'audit', '--retention-years', '7')).toBe('error BAD_ARGUMENT');
  });

  it('needs a package that holds, is of this engagement as it is now, and was countersigned', async () => {
    await build('first.zip');
    expect(await code('lock', 'audit', '--package', 'first.zip')).toBe('error PACKAGE_ROLE');
    await review('first.zip', 'first-reviewed.zip');
    const bent = (await PackageEdit.of(readFileSync(join(dir, 'first-reviewed.zip')))).flip(
      'data/findings.json',
    );
    writeFileSync(join(dir, 'bent.zip'), bent.pack());
    expect(await code('lock', 'audit', '--package', 'bent.zip')).toBe('error PACKAGE_INVALID');
    await fine('run', 'audit', 'policy.access-matches');
    expect((await state()).packages.map(({ current }) => current)).toEqual([false]);
    const stale = await run('lock', 'audit', '--package', 'first-reviewed.zip');
    expect(stale.err).toContain('the engagement was changed after the package was built');
    await fine('init', 'other', '--client', 'Another', '--period', '2024-11-01..2024-11-30');
    expect((await run('lock', 'other', '--package', 'first-reviewed.zip')).err).toContain(
      'was not built from this engagement',
    );
    expect((await state()).locked).toBe(null);
    expect(await code('addendum', 'audit', '--reason', 'r', '--text', 't')).toBe('error BAD_ARGUMENT');
  });

  it('leaves addenda as the only thing that can be done', async () => {
    await build('second.zip');
    await review('second.zip', 'second-reviewed.zip');
    await fine('lock', 'audit', '--package', 'second-reviewed.zip');
    const { locked } = await state();
    expect([locked?.preparer, locked?.reviewer]).toEqual(['CN=ana', 'CN=rui']);
    write(dir, { 'late.csv': 'a,b\n1,2\n' });
    expect((await run('import', 'audit', 'late.csv')).err).toContain('ENGAGEMENT_LOCKED');
    expect(await code('run', 'audit', 'policy.access-matches')).toBe('error ENGAGEMENT_LOCKED');
    expect(await code('lock', 'audit', '--package', 'second-reviewed.zip')).toBe('error ENGAGEMENT_LOCKED');
    write(dir, { 'letter.txt': 'a letter that came late\n' });
    await fine(
      'addendum',
      'audit',
      '--reason',
      'It came late',
      '--text',
      'A letter of the client',
      'letter.txt',
    );
    symlinkSync(join(dir, 'letter.txt'), join(dir, 'link.txt'));
    const linked = ['addendum', 'audit', '--reason', 'r', '--text', 't', 'link.txt'];
    expect((await run(...linked)).err).toContain('error UNREADABLE: ');
    const { addenda } = await state();
    // printf 'a letter that came late\n' | sha256sum
    expect(addenda.map(({ reason, files }) => [reason, files.map(({ name }) => name)])).toEqual([
      ['It came late', ['letter.txt']],
    ]);
    const [kept] = addenda[0]?.files ?? [];
    expect(read(`addenda/${kept?.sha256}/letter.txt`)).toBe('a letter that came late\n');
  });

  it('still gives packages, which carry the addenda and hold', async () => {
    await build('after.zip');
    const edit = await PackageEdit.of(readFileSync(join(dir, 'after.zip')));
    expect(edit.text('record/addenda.ndjson')).toContain('"reason":"It came late"');
    await fine('verify', 'after.zip');
    findingsDocument.parse(JSON.parse(edit.text('data/findings.json')));
    oscalAssessmentResults.parse(JSON.parse(edit.text('data/oscal-assessment-results.json')));
    expect(edit.get('data/populations/grants.parquet').subarray(0, 4).toString()).toBe('PAR1');
    expect((await state()).addenda.map(({ seq, reason }) => [seq, reason])).toEqual([
      [expect.any(Number), 'It came late'],
      [expect.any(Number), 'A package was built after sign-off'],
    ]);
  });

  it('stands though engagement.json is set back, and whatever a kill leaves of the last addendum', async () => {
    const settings = JSON.parse(read('engagement.json')) as { locked: unknown };
    writeFileSync(join(dir, 'audit', 'engagement.json'), JSON.stringify({ ...settings, locked: null }));
    appendFileSync(join(dir, 'audit', 'addenda.ndjson'), '{"half of a line');
    expect(await code('run', 'audit', 'policy.access-matches')).toBe('error ENGAGEMENT_LOCKED');
    expect(JSON.parse(read('engagement.json'))).toEqual(settings);
    await fine('addendum', 'audit', '--reason', 'Third', '--text', 'After a kill');
    expect((await state()).addenda.map(({ reason }) => reason)).toEqual([
      'It came late',
      'A package was built after sign-off',
      'Third',
    ]);
  });

  it('shows an addendum that was changed, taken away or put between', async () => {
    const path = join(dir, 'audit', 'addenda.ndjson');
    const genuine = read('addenda.ndjson');
    const [first = '', second = '', third = ''] = genuine.trimEnd().split('\n');
    const forgeries = [
      [first.replace('It came late', 'It came in time'), second, third],
      [second, third],
      [first, third],
      [first, second, second, third],
    ];
    for (const lines of forgeries) {
      writeFileSync(path, `${lines.join('\n')}\n`);
      expect(await code('signoff', 'audit')).toBe('error JOURNAL_TAMPERED');
    }
    writeFileSync(path, genuine);
    await fine('signoff', 'audit');
  });
});
