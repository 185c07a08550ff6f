import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ControlView } from '#shared/contract/control-schemas.ts';
import type { SampleView } from '#shared/contract/sampling-schemas.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { PackageEdit } from '#test/vectors/packages/zip-edit.ts';
import { cli, SMALL_COMPANY, write } from './support.ts';

const folder = tempFolder('tickmark-controls-');
const { dir } = folder;
const TICKETS = `SELECT 'T-' || i AS ticket FROM range(1, 4) AS t(i)`;

async function json(...words: string[]): Promise<never> {
  const done = await cli(dir, [...words, '--json', '--quiet']);
  expect(done.code, done.err).toBe(0);
  return done.json();
}

const matrix = async (...words: string[]) =>
  ((await json('controls', 'e', ...words)) as { controls: ControlView[] }).controls;

async function refused(...words: string[]): Promise<string> {
  const { code, err } = await cli(dir, ['controls', 'e', ...words]);
  expect(code).toBe(2);
  return err;
}

// Many commands, each of which opens the engagement.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

beforeAll(async () => {
  write(dir, {
    ...SMALL_COMPANY,
    'matrix.csv': [
      'Control ID,Control,Control Owner,Frequency,Requirements,Procedures',
      'AC-1,"Access is approved, then granted",Omar,Many a day,CC6.1; A.5.18,policy.access-matches',
      'AC-2,Leavers lose access,Lea,,,',
      '',
    ].join('\n'),
    'bad.csv': 'Control ID,Control,Colour\nAC-9,x,red\n',
    'unknown.csv': 'Control ID,Control,Procedures\nAC-9,x,no.such-procedure\n',
    'ticket.png': 'a screenshot',
  });
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Matrix').addRows([
    ['Control ID', 'Control', 'Risk'],
    ['AC-3', 'Reviews are made', 'Rights pile up'],
  ]);
  await book.xlsx.writeFile(join(dir, 'matrix.xlsx'));
  const scope = ['--client', 'Test Client', '--period', '2024-11-01..2024-11-30'];
  for (const words of [
    ['init', 'e', ...scope],
    ['import', 'e', 'in'],
    ['run', 'e', 'policy.access-matches'],
    ['keys', 'new', 'ana'],
  ])
    expect((await cli(dir, [...words, '--quiet'])).code).toBe(0);
});
afterAll(folder.remove);

describe('tickmark controls', () => {
  it('takes the matrix from CSV and XLSX, or typed, and nothing of a file that is not understood', async () => {
    const [first] = await matrix('import', 'matrix.csv');
    expect(first?.control).toEqual({
      id: 'AC-1',
      title: 'Access is approved, then granted',
      owner: 'Omar',
      frequency: 'many a day',
      references: ['CC6.1', 'A.5.18'],
      procedures: ['policy.access-matches'],
    });
    await matrix('import', 'matrix.xlsx');
    const typed = await matrix('set', 'AC-4', '--title', 'Logs are kept', '--frequency', 'daily');
    expect(typed.map(({ control }) => [control.id, control.risk ?? null])).toEqual([
      ['AC-1', null],
      ['AC-2', null],
      ['AC-3', 'Rights pile up'],
      ['AC-4', null],
    ]);
    expect(await refused('import', 'bad.csv')).toContain('a column that is not known: Colour');
    expect(await refused('import', 'unknown.csv')).toContain('PROCEDURE_UNKNOWN');
    expect(await matrix('list')).toEqual(typed);
  });

  it('goes from design over operation to the conclusion, and no step is left out', async () => {
    const drawn: SampleView = await json(
      'sample',
      'e',
      'draw',
      '--title',
      'Approvals',
      '--sql',
      TICKETS,
      '--key',
      'ticket',
      '--size',
      '3',
      '--frequency',
      'monthly',
      '--risk',
      '0.1',
      '--tolerable',
      '0.5',
      '--attribute',
      'A=Approved',
      '--attribute',
      'B=By the owner',
    );
    const id = drawn.sample.sample_id;
    const conclude = ['conclude', 'AC-1', '--as', 'no_deviation', '--reason', 'All approved'];
    const operate = [
      'test-operation',
      'AC-1',
      '--result',
      'operated',
      '--test',
      'Looked at tickets',
      '--sample',
      id,
    ];
    expect(await refused(...operate)).toContain('its design was not tested');
    expect(await refused(...conclude)).toContain('its design was not tested');
    const design = ['test-design', 'AC-1', '--result', 'suitable', '--test', 'Read the procedure'];
    await matrix(...design, '--attach', 'ticket.png', '--by', 'Ana Auditor');
    expect(await refused(...conclude)).toContain('its operation was not tested');
    await matrix(...operate);
    expect(await refused(...conclude)).toContain(`items of the sample ${id} are not tested`);
    for (const { key } of drawn.sample.items)
      for (const attribute of ['A', 'B'])
        await json(
          'sample',
          'e',
          'record',
          id,
          key,
          '--attribute',
          attribute,
          '--result',
          'pass',
          '--tick-mark',
          'v',
        );
    const [view] = await matrix(...conclude, '--by', 'Ana Auditor');
    const sha256 = execFileSync('sha256sum', [join(dir, 'ticket.png')], { encoding: 'utf8' }).slice(0, 64);
    expect(view?.design).toMatchObject({ result: 'suitable', attachments: [sha256], by: 'Ana Auditor' });
    expect(view?.conclusion).toMatchObject({ conclusion: 'no_deviation', by: 'Ana Auditor' });
    // All three of three tested without deviation: none is left that could deviate.
    expect(
      view?.grids[0]?.evaluation?.attributes.map(({ upper_items, conclusion }) => [upper_items, conclusion]),
    ).toEqual([
      [0, 'within'],
      [0, 'within'],
    ]);
    expect(view?.grids[0]?.rows.map(({ results }) => results.map((found) => found?.result))).toEqual(
      Array.from({ length: 3 }, () => ['pass', 'pass']),
    );
    // The same result with a note changes nothing; another result takes the conclusion away.
    const item = drawn.sample.items[0]!.key;
    const record = ['sample', 'e', 'record', id, item, '--attribute', 'A'];
    await json(...record, '--result', 'pass', '--note', 'Seen twice');
    expect((await matrix('list'))[0]?.conclusion).not.toBe(null);
    await json(...record, '--result', 'deviation');
    expect((await matrix('list'))[0]?.conclusion).toBe(null);
    expect(readFileSync(join(dir, 'e', 'journal.ndjson'), 'utf8')).toContain('"withdrawn":[{"conclusion"');
    // Two of three is more than the half that is tolerable; one of three is less.
    const second = ['sample', 'e', 'record', id, drawn.sample.items[1]!.key, '--attribute', 'A'];
    await json(...second, '--result', 'deviation');
    expect(await refused(...conclude)).toContain(`the sample ${id} exceeds what is tolerable in A`);
    await json(...second, '--result', 'pass');
    await matrix(...conclude);
    await json(...record, '--result', 'pass');
    await matrix(...conclude);
    // A new test of design takes the conclusion that rested on the old one away.
    const [again] = await matrix(
      'test-design',
      'AC-1',
      '--result',
      'not_suitable',
      '--test',
      'Read it again',
    );
    expect(again?.conclusion).toBe(null);
    expect(await refused(...conclude)).toContain('its design is not suitable');
    await matrix(
      'conclude',
      'AC-1',
      '--as',
      'deviation',
      '--deficiency',
      'deficiency',
      '--reason',
      'Not suitable',
    );
  });

  it('never speaks of compliance', async () => {
    const { out } = await cli(dir, ['controls', 'e', 'show', 'AC-1']);
    expect(out).toContain('not suitable');
    expect(out).not.toMatch(/complian|certif/i);
  });

  it('goes into the package with samples and attached files, and re-performing finds no difference', async () => {
    expect((await cli(dir, ['package', 'e', '--key', 'ana', '--out', 'p.zip', '--quiet'])).code).toBe(0);
    const edit = await PackageEdit.of(readFileSync(join(dir, 'p.zip')));
    const controls = JSON.parse(edit.text('data/controls.json')) as { controls: ControlView[] };
    expect(controls.controls.map(({ control }) => control.id)).toEqual(['AC-1', 'AC-2', 'AC-3', 'AC-4']);
    const { samples } = JSON.parse(edit.text('data/samples.json')) as { samples: SampleView[] };
    expect(samples.map(({ sample, results }) => [sample.sample_id, results.length])).toEqual([['S1', 6]]);
    expect(samples[0]!.sample.methodology).toMatchObject({
      id: 'frequency-ladder',
      own: false,
      frequency: 'monthly',
      least: 2,
      most: 5,
    });
    const list = JSON.parse(edit.text('data/attachments.json')) as { attachments: { sha256: string }[] };
    expect(edit.text(`data/attachments/${list.attachments[0]!.sha256}/ticket.png`)).toBe('a screenshot');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(edit.get('data/findings.xlsx') as never);
    expect(book.getWorksheet('Samples')?.rowCount).toBe(7);
    expect(book.getWorksheet('Controls')?.getCell('A2').value).toBe('AC-1');
    expect((await cli(dir, ['verify', 'p.zip', '--quiet'])).code).toBe(0);
    const again = await cli(dir, ['reperform', 'p.zip', '--json', '--quiet']);
    expect([again.code, again.json()]).toEqual([0, { verdict: 'same', differences: [] }]);
  });

  it.each([
    ['another seed', '"seed": "', '"seed": "x', 'differ'],
    ['SQL that does more than read', 'SELECT', 'DELETE', 'cannot be drawn again'],
  ])('shows a sample that does not come out again: %s', async (_what, from, to, detail) => {
    const edit = await PackageEdit.of(readFileSync(join(dir, 'p.zip')));
    const text = edit.text('data/samples.json');
    write(dir, { 'bent.zip': edit.set('data/samples.json', text.replace(from, to)).pack() });
    const done = await cli(dir, ['reperform', 'bent.zip', '--json', '--quiet']);
    const { differences } = done.json() as {
      differences: { what: string; subject: string; detail: string }[];
    };
    expect([done.code, differences]).toEqual([
      1,
      [{ what: 'sample', subject: 'S1', detail: expect.stringContaining(detail) }],
    ]);
  });
});
