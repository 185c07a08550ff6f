import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { PackageEdit } from '#test/vectors/packages/zip-edit.ts';
import { cli, SMALL_COMPANY, write } from './support.ts';

const folder = tempFolder('tickmark-redact-');
const dir = folder.dir;
const run = (...words: string[]) => cli(dir, words);
const code = async (...words: string[]) => /^error \w+/m.exec((await run(...words)).err)?.[0];

async function fine(...words: string[]): Promise<string> {
  const { code: exit, err, out } = await run(...words);
  expect([words[0], exit, exit === 0 ? '' : err]).toEqual([words[0], 0, '']);
  return out;
}

/** The first source whose rows can be withheld, and its columns. */
let source: string;
let columns: string[];

beforeAll(async () => {
  write(dir, SMALL_COMPANY);
  await fine('init', 'audit', '--client', 'Test Client', '--period', '2024-11-01..2024-11-30');
  await fine('import', 'audit', 'in');
  await fine('run', 'audit', 'policy.access-matches');
  await fine('keys', 'new', 'ana');
  const built = JSON.parse(
    await fine('package', 'audit', '--key', 'ana', '--out', 'whole.zip', '--redactable', '--json'),
  ) as { redaction: { by_cells: string[] } };
  source = built.redaction.by_cells.find((path) => path.endsWith('.csv'))!;
  const text = (await PackageEdit.of(readFileSync(join(dir, 'whole.zip')))).text(source);
  columns = text.split(/\r?\n/)[0]!.split(',');
});
afterAll(() => folder.remove());

const nameOf = (path: string) => path.split('/').at(-1)!;

it('withholds a column, keeps what was asked for and says what became of each file', async () => {
  const out = await fine(
    'redact',
    'whole.zip',
    '--out',
    'part.zip',
    '--withhold-columns',
    `${nameOf(source)}:${columns[0]}`,
    '--keep',
    'data/findings.json',
  );
  const edit = await PackageEdit.of(readFileSync(join(dir, 'whole.zip')));
  const rows = edit.text(source).trimEnd().split(/\r?\n/).length;
  expect(out).toContain('in full   data/findings.json\n');
  expect(out).toContain(
    `in part   ${source}: 0 of ${rows} rows withheld, and ${rows - 1} cells of the others`,
  );
  expect(out).toContain('withheld  data/report.pdf');
  const verified = await run('verify', 'part.zip');
  expect([verified.code, verified.err]).toEqual([0, '']);
  expect(verified.out).toContain('a redacted package:');
  const part = await PackageEdit.of(readFileSync(join(dir, 'part.zip')));
  expect(part.get('data/findings.json')).toEqual(edit.get('data/findings.json'));
});

it('is refused where the rest of the work needs the whole package', async () => {
  expect(await code('reperform', 'part.zip')).toBe('error PACKAGE_INVALID');
  expect(await code('sign', 'part.zip', '--key', 'ana', '--out', 'never.zip')).toBe('error PACKAGE_INVALID');
  await fine('package', 'audit', '--key', 'ana', '--out', 'plain.zip');
  expect(await code('redact', 'plain.zip', '--out', 'never.zip')).toBe('error PACKAGE_INVALID');
  expect(
    await code('package', 'audit', '--key', 'ana', '--out', 'x.zip', '--redactable', '--without-sources'),
  ).toBe('error BAD_ARGUMENT');
});

it.each([
  [['--withhold-columns', 'people']],
  [['--withhold-rows', 'a.csv:3-1']],
  [['--withhold-rows', 'a.csv:role']],
  [['--keep', 'data/none.json']],
])('does not guess at %j', async (words) => {
  expect(await code('redact', 'whole.zip', '--out', 'never.zip', ...words)).toBe('error BAD_ARGUMENT');
});

it('names key files that cannot be read', async () => {
  writeFileSync(join(dir, 'config/tickmark/keys/bent.key.json'), '{}');
  const { err, json } = await run('keys', 'list', '--json');
  expect(err).toContain('bent.key.json is no key that can be read');
  const listed = json() as { keys: { name: string }[]; unreadable: string[] };
  expect([listed.keys.map(({ name }) => name), listed.unreadable]).toEqual([['ana'], ['bent.key.json']]);
});

it('lists what can be withheld, and refuses a package that was not prepared for it', async () => {
  const parts = JSON.parse(await fine('redact', 'whole.zip', '--list', '--json')) as {
    sources: { path: string; rows: number; head: string[][]; cells: boolean }[];
    whole: { path: string; always: boolean }[];
  };
  const edit = await PackageEdit.of(readFileSync(join(dir, 'whole.zip')));
  const lines = edit.text(source).trimEnd().split(/\r?\n/);
  const listed = parts.sources.find(({ path }) => path === source)!;
  expect([listed.rows, listed.cells, listed.head[0]]).toEqual([lines.length, true, columns]);
  const always = parts.whole.filter((file) => file.always).map(({ path }) => path);
  expect(always).toEqual(
    expect.arrayContaining(['data/integrity.json', 'data/parameters.json', 'data/runs.json']),
  );
  expect(parts.whole.find(({ path }) => path === 'data/report.pdf')).toMatchObject({ always: false });
  await fine('package', 'audit', '--key', 'ana', '--out', 'unprepared.zip');
  expect(await code('redact', 'unprepared.zip', '--list')).toBe('error PACKAGE_INVALID');
});
