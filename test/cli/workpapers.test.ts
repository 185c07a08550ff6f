import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SampleView } from '#shared/contract/sampling-schemas.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { cli, SMALL_COMPANY, write } from './support.ts';

const folder = tempFolder('tickmark-workpapers-');
const { dir } = folder;
const TICKET = 'a screenshot';
const DIGEST = createHash('sha256').update(TICKET).digest('hex');
const KEPT = join(dir, 'e', 'attachments', DIGEST, 'ticket.png');

async function json(...words: string[]): Promise<never> {
  const done = await cli(dir, [...words, '--json', '--quiet']);
  expect(done.code, done.err).toBe(0);
  return done.json();
}

// Many commands, each of which opens the engagement.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

beforeAll(async () => {
  write(dir, { ...SMALL_COMPANY, 'ticket.png': TICKET });
  const scope = ['--client', 'Test Client', '--period', '2024-11-01..2024-11-30'];
  for (const words of [
    ['init', 'e', ...scope],
    ['import', 'e', 'in'],
    ['run', 'e', 'access.groups-sound', 'policy.access-matches', 'policy.coverage-ties'],
  ])
    expect((await cli(dir, [...words, '--quiet'])).code).toBe(0);
});
afterAll(folder.remove);

describe('files of the auditor’s own work', () => {
  it('are kept by digest, verified against it, and copied out', async () => {
    await json('attachments', 'e', 'add', 'ticket.png');
    const verified = (await json('attachments', 'e', 'verify')) as { attachments: unknown[] };
    expect(verified.attachments).toMatchObject([
      { name: 'ticket.png', sha256: DIGEST, size: 12, state: 'holds', computed: DIGEST },
    ]);
    const saved = await cli(dir, ['attachments', 'e', 'save', DIGEST, '--out', 'copy.png', '--quiet']);
    expect([saved.code, readFileSync(join(dir, 'copy.png'), 'utf8')]).toEqual([0, TICKET]);
  });

  it('that were changed or removed in the engagement are said to be, and are not handed on', async () => {
    writeFileSync(KEPT, 'another screenshot');
    const changed = await cli(dir, ['attachments', 'e', 'verify', '--json', '--quiet']);
    const other = createHash('sha256').update('another screenshot').digest('hex');
    expect([changed.code, changed.json()]).toEqual([
      1,
      { attachments: [expect.objectContaining({ state: 'changed', computed: other })] },
    ]);
    const saved = await cli(dir, ['attachments', 'e', 'save', DIGEST, '--out', 'bad.png', '--quiet']);
    expect([saved.code, saved.err]).toEqual([2, expect.stringContaining('SOURCE_CHANGED')]);
    expect(() => readFileSync(join(dir, 'bad.png'))).toThrow('ENOENT');
    rmSync(KEPT);
    const gone = await cli(dir, ['attachments', 'e', 'verify', '--json', '--quiet']);
    expect([gone.code, gone.json()]).toEqual([
      1,
      { attachments: [expect.objectContaining({ state: 'missing', computed: null })] },
    ]);
    write(dir, { [`e/attachments/${DIGEST}/ticket.png`]: TICKET });
  });
});

describe('a sample of what a procedure tested', () => {
  it('is drawn from all subjects, those that passed included, and keeps the terms of the run', async () => {
    const view: SampleView = await json(
      ...'sample e draw --title Tested --tested policy.coverage-ties --size 9'.split(' '),
    );
    const { population, key, items } = view.sample;
    expect(key).toEqual(['subject_type', 'subject_id']);
    expect(population).toMatchObject({
      kind: 'tested',
      terms: { period: { from: '2024-11-01', to: '2024-11-30' } },
    });
    // Two sums, both of which tie; a system with its snapshot is nothing to test.
    const tested = items.map(({ values }) => [values['subject_id'], values['outcomes']]);
    expect(tested.sort()).toEqual([
      ['grants of people', 'pass'],
      ['rows of the snapshot', 'pass'],
    ]);
  });

  it.each([
    ['policy.access-matches', 'lists what it found, not all that it tested'],
    ['access.groups-sound', 'was not run to its end'],
    ['no.such', 'was not run to its end'],
  ])('is refused for %s', async (procedure, why) => {
    const words = ['draw', '--title', 'x', '--tested', procedure, '--size', '1'];
    const { code, err } = await cli(dir, ['sample', 'e', ...words]);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
  });
});

describe('the sheet of a sample', () => {
  it('has a line an item with its results, and as a workbook the plan and the evaluation', async () => {
    const rows = `SELECT 'T-' || i AS ticket, '=1+1' AS remark FROM range(1, 4) AS t(i)`;
    const view: SampleView = await json(
      ...'sample e draw --title Tickets --key ticket --size 3 --seed a --attribute A=Approved'.split(' '),
      '--attribute',
      'B=In time',
      '--sql',
      rows,
    );
    const id = view.sample.sample_id;
    const [first] = view.sample.items;
    await json('sample', 'e', 'record', id, first!.key, '--attribute', 'A', '--result', 'deviation');
    const csv = await cli(dir, ['sample', 'e', 'export', id, '--out', 's.csv', '--format', 'csv', '--quiet']);
    expect(csv.code, csv.err).toBe(0);
    const [head, line, ...others] = readFileSync(join(dir, 's.csv'), 'utf8').trimEnd().split('\n');
    expect(head).toContain('item,key,rank,ticket,remark,A: Approved,A tick mark');
    // A text that a spreadsheet would compute is led by an apostrophe.
    expect(line).toContain(`1,${first!.key},${first!.rank},${first!.key},'=1+1,deviation,`);
    expect(others).toHaveLength(2);
    const xlsx = await cli(dir, ['sample', 'e', 'export', id, '--out', 's.xlsx', '--risk', '0.1', '--quiet']);
    expect(xlsx.code, xlsx.err).toBe(0);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(join(dir, 's.xlsx'));
    expect(book.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['Items', 4],
      ['Plan', expect.any(Number)],
      ['Evaluation', 3],
    ]);
    expect(book.getWorksheet('Evaluation')!.getCell('D2').value).toBe(1);
    const again = await cli(dir, ['sample', 'e', 'export', id, '--out', 's.csv', '--format', 'csv']);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('OUTPUT_EXISTS')]);
  });
});
