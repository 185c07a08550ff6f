import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SampleEvaluation, SampleView } from '#shared/contract/sampling-schemas.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { cli, smallEngagement, write } from './support.ts';

const folder = tempFolder('tickmark-sampling-');
const { dir } = folder;
const README = resolve(import.meta.dirname, '..', '..', 'engine', 'workpapers', 'README.md');
/** 40 tickets: the first ten of system hr, the others of crm; the amount is 10 times the number. */
const TICKETS = `SELECT 'T-' || i AS ticket, CASE WHEN i <= 10 THEN 'hr' ELSE 'crm' END AS system, i * 10 AS cents FROM range(1, 41) AS t(i)`;
const KEYS = Array.from({ length: 40 }, (_, i) => `T-${i + 1}`);

async function sample(...words: string[]): Promise<never> {
  const { code, err, json } = await cli(dir, ['sample', 'e', ...words, '--json', '--quiet']);
  expect(code, err).toBe(0);
  return json();
}

/** The lines that the documentation gives, carried out by bash. */
function byHand(seed: string, size: number, keys: readonly string[]): { digest: string; items: string[] } {
  const script = /```sh\n([\s\S]*?)```/.exec(readFileSync(README, 'utf8'))![1]!;
  write(dir, { 'keys.txt': `${keys.join('\n')}\n` });
  const out = execFileSync('bash', ['-eu', '-c', script], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, SEED: seed, SIZE: String(size) },
  });
  const [digest, ...items] = out.trimEnd().split('\n');
  return { digest: digest!.split(' ')[0]!, items };
}

const keysOf = ({ sample: { items } }: SampleView) => items.map(({ key }) => key);

// Many commands, each of which opens the engagement.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

beforeAll(() => smallEngagement(dir, { 'ticket.png': 'a screenshot' }));
afterAll(folder.remove);

describe('tickmark sample', () => {
  it('computes sizes with exact limits: 0.9^22 = 0.0985, 0.9^21 = 0.1094', async () => {
    const view = await sample('size', '--risk', '0.1', '--tolerable', '0.1');
    expect(view).toMatchObject({ size: 22, acceptable: 0 });
    // 1 − 0.1^(1/25): the limit of 25 items without deviation at a risk of 10 %.
    const custom = (await sample('size', '--frequency', 'many a day')) as {
      size: number;
      methodology: { sizes: { frequency: string; upper_least: number }[] };
    };
    expect(custom.size).toBe(60);
    const row = custom.methodology.sizes.find(({ frequency }) => frequency === 'many a day')!;
    expect(row.upper_least).toBeCloseTo(1 - 0.1 ** (1 / 25), 8);
  });

  it('draws what sha256sum and sort draw, from any order of the population', async () => {
    const words = ['draw', '--title', 'Tickets', '--key', 'ticket', '--size', '7', '--seed', '2024-11'];
    const drawn: SampleView = await sample(...words, '--sql', TICKETS);
    const expected = byHand('2024-11', 7, KEYS);
    expect(keysOf(drawn)).toEqual(expected.items);
    expect(drawn.sample).toMatchObject({ count: 40, digest: expected.digest, seed_by: 'auditor' });
    const turned: SampleView = await sample(...words, '--sql', `${TICKETS} ORDER BY cents DESC`);
    expect(keysOf(turned)).toEqual(expected.items);
    expect(turned.sample.sample_id).not.toBe(drawn.sample.sample_id);
  });

  it('draws from a canonical table and from findings, with a seed of its own that is kept', async () => {
    const drawn: SampleView = await sample('draw', '--title', 'Grants', '--table', 'grants', '--size', '2');
    expect(drawn.sample).toMatchObject({ count: 3, seed_by: 'host', key: ['source_id', 'record_no'] });
    const source = drawn.sample.items[0]!.values['source_id'] as string;
    const keys = [1, 2, 3].map((record) => `${source}|${record}`);
    expect(keysOf(drawn)).toEqual(byHand(drawn.sample.seed, 2, keys).items);
    expect((await cli(dir, ['run', 'e', 'policy.access-matches', '--quiet'])).code).toBe(0);
    const found: SampleView = await sample(
      'draw',
      '--title',
      'Drift',
      '--findings',
      'policy.access-matches',
      '--size',
      '9',
    );
    // Ben's write on the books is all that policy does not give.
    expect(found.sample.items.map(({ values }) => values['subject_id'])).toHaveLength(1);
  });

  it('computes the size of an attribute sample from the population: 20 of 40 with 2 deviating at 25.3 %', async () => {
    // Tolerable 5 % of 40 = 2 items. C(38,n)/C(40,n) = (40-n)(39-n)/1560 ≤ 0.1: n = 27 gives 13·12 = 156, n = 26 182.
    const drawn: SampleView = await sample(
      'draw',
      '--title',
      'Approval',
      '--sql',
      TICKETS,
      '--key',
      'ticket',
      '--method',
      'attribute',
      '--risk',
      '0.1',
      '--tolerable',
      '0.05',
      '--seed',
      'a',
    );
    expect(keysOf(drawn)).toEqual(byHand('a', 27, KEYS).items);
  });

  it('gives strata their share: 2 of 10 and 6 of 30, each drawn as by hand', async () => {
    const drawn: SampleView = await sample(
      'draw',
      '--title',
      'By system',
      '--sql',
      TICKETS,
      '--key',
      'ticket',
      '--method',
      'stratified',
      '--stratum',
      'system',
      '--size',
      '8',
      '--seed',
      'b',
    );
    expect(drawn.sample.strata).toEqual([
      { stratum: 'crm', count: 30, drawn: 6 },
      { stratum: 'hr', count: 10, drawn: 2 },
    ]);
    const [hr, crm] = [KEYS.slice(0, 10), KEYS.slice(10)];
    expect(keysOf(drawn)).toEqual([...byHand('b', 6, crm).items, ...byHand('b', 2, hr).items]);
  });

  it('records results with ticks and hashed files, keeps who and when, and evaluates', async () => {
    const drawn: SampleView = await sample(
      'draw',
      '--title',
      'Leaver',
      '--sql',
      `${TICKETS} LIMIT 20`,
      '--key',
      'ticket',
      '--seed',
      'c',
      '--size',
      '14',
      '--risk',
      '0.1',
      '--tolerable',
      '0.1',
      '--attribute',
      'A=Approved',
      '--attribute',
      'B=In time',
    );
    const id = drawn.sample.sample_id;
    const [first, ...others] = keysOf(drawn);
    const refused = await cli(dir, [
      'sample',
      'e',
      'record',
      id,
      'T-99',
      '--attribute',
      'A',
      '--result',
      'pass',
    ]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('NOT_FOUND')]);
    await sample('record', id, first!, '--attribute', 'A', '--result', 'deviation', '--by', 'Ana Auditor');
    const open: SampleEvaluation = await sample('evaluate', id);
    expect(open.attributes[0]).toMatchObject({ tested: 1, untested: 13, conclusion: 'incomplete' });
    const corrected: SampleView = await sample(
      'record',
      id,
      first!,
      '--attribute',
      'A',
      '--result',
      'pass',
      '--by',
      'Ben Auditor',
      '--note',
      'Ticket found',
      '--tick-mark',
      '✓',
      '--attach',
      'ticket.png',
    );
    const sha256 = execFileSync('sha256sum', [join(dir, 'ticket.png')], { encoding: 'utf8' }).slice(0, 64);
    expect(corrected.results).toMatchObject([
      {
        key: first,
        result: 'pass',
        note: 'Ticket found',
        tick_mark: '✓',
        attachments: [sha256],
        by: 'Ben Auditor',
      },
    ]);
    expect(readFileSync(join(dir, 'e', 'attachments', sha256, 'ticket.png'), 'utf8')).toBe('a screenshot');
    expect(corrected.sample).toEqual(drawn.sample);
    for (const key of others) await sample('record', id, key, '--attribute', 'A', '--result', 'pass');
    // 14 of 20 without deviation: two deviating would be missed with 30/380 = 7.9 %, one with 30 %. So at most 1 = 5 %.
    const done: SampleEvaluation = await sample('evaluate', id);
    expect(done.attributes[0]).toMatchObject({ upper_items: 1, upper: 0.05, conclusion: 'within' });
    expect(done.attributes[1]).toMatchObject({ attribute: 'B', tested: 0, conclusion: 'incomplete' });
    // The journal keeps the result that was replaced.
    const journal = readFileSync(join(dir, 'e', 'journal.ndjson'), 'utf8');
    expect(journal).toContain('"by":"Ana Auditor"');
  });

  it('evaluates money by Stringer: no error leaves the factor 2.9957 times the interval', async () => {
    // 10 + 20 + … + 400 = 8,200 units; 8,200 / 8 = interval 1,025.
    const drawn: SampleView = await sample(
      'draw',
      '--title',
      'Amounts',
      '--sql',
      TICKETS,
      '--key',
      'ticket',
      '--method',
      'monetary',
      '--weight',
      'cents',
      '--size',
      '8',
      '--seed',
      'd',
      '--risk',
      '0.05',
      '--tolerable',
      '5000',
    );
    expect(drawn.sample).toMatchObject({ total_weight: '8200', interval: '1025' });
    const digest = execFileSync('bash', ['-c', "printf '%s' 'd:start' | sha256sum | cut -c1-15"], {
      encoding: 'utf8',
    });
    const start = Number(1n + (BigInt(`0x${digest.trim()}`) % 1025n));
    const cents = (key: string) => Number(key.slice(2)) * 10;
    const sums: [string, number][] = [];
    for (const key of [...KEYS].sort()) sums.push([key, (sums.at(-1)?.[1] ?? 0) + cents(key)]);
    const units = Array.from({ length: 9 }, (_, i) => start + i * 1025).filter((unit) => unit <= 8200);
    expect(drawn.sample.start).toBe(String(start));
    expect(keysOf(drawn)).toEqual(units.map((unit) => sums.find(([, upTo]) => unit <= upTo)![0]));
    const id = drawn.sample.sample_id;
    const [first, ...others] = keysOf(drawn);
    for (const key of others) await sample('record', id, key, '--result', 'pass');
    const half = String(cents(first!) / 2);
    const passed = await cli(dir, [
      'sample',
      'e',
      'record',
      id,
      first!,
      '--result',
      'pass',
      '--audited',
      half,
    ]);
    expect([passed.code, passed.err]).toEqual([2, expect.stringContaining('is no pass')]);
    // An item left out would count as one without misstatement.
    await sample('record', id, first!, '--result', 'not_applicable');
    const without: SampleEvaluation = await sample('evaluate', id);
    expect(without.attributes[0]).toMatchObject({ not_applicable: 1, untested: 0, conclusion: 'incomplete' });
    expect(without.attributes[0]!.statement).toContain('1 item is marked as not applicable');
    await sample('record', id, first!, '--result', 'deviation', '--audited', half);
    // Stringer: 1,025 × (2.9957 + (4.7439 − 2.9957) × ½) = 1,025 × 3.8698 = 3,966.5; projected 512.5.
    const evaluation: SampleEvaluation = await sample('evaluate', id);
    const { projected, upper_amount, conclusion } = evaluation.attributes[0]!;
    expect([projected, Math.round(upper_amount!), conclusion]).toEqual([512.5, 3967, 'within']);
  });

  it.each([
    [
      ['--sql', 'SELECT 1 AS a UNION ALL SELECT 1', '--key', 'a', '--size', '1'],
      'several rows have the key "1"',
    ],
    [['--sql', 'SELECT 1 AS a', '--size', '1'], 'a query needs key columns'],
    [['--sql', 'DELETE FROM grants', '--key', 'a', '--size', '1'], 'SQL_FORBIDDEN'],
    [['--table', 'nothing', '--size', '1'], 'there is no canonical table'],
    [['--table', 'grants'], 'the size is missing'],
    [['--table', 'vendors', '--size', '3'], 'the population has no rows'],
    [
      [
        '--sql',
        'SELECT 1 AS a, -5 AS w',
        '--key',
        'a',
        '--weight',
        'w',
        '--method',
        'monetary',
        '--size',
        '1',
      ],
      'the weight of "1" is -5',
    ],
  ])('refuses %j and keeps nothing of it', async (words, message) => {
    const before = await sample('list');
    const { code, err } = await cli(dir, ['sample', 'e', 'draw', '--title', 'x', ...words]);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(await sample('list')).toEqual(before);
  });

  describe('a ladder of the engagement', () => {
    const LADDER = `id: firm-2025
name: Audit manual 2025
note: Chapter 7 of the firm's manual; custom, not a standard.
sizes:
  - { frequency: weekly, least: 5, most: 8 }
  - { frequency: per release, least: 12, most: 15 }
`;
    const firm = { id: 'firm-2025', name: 'Audit manual 2025', own: true };
    const draw = ['draw', '--title', 'Releases', '--sql', TICKETS, '--key', 'ticket', '--seed', '2024-11'];
    const step = ['--methodology', 'firm-2025', '--frequency', 'per release'];

    it('is kept beside those that come with the program, and gives sizes with their exact limits', async () => {
      write(dir, { 'ladder.yaml': LADDER });
      expect(await sample('ladders', 'save', 'ladder.yaml')).toMatchObject(firm);
      const { methodologies }: { methodologies: { id: string; own: boolean }[] } = await sample('ladders');
      expect(methodologies.map(({ id, own }) => [id, own])).toEqual([
        ['firm-2025', true],
        ['frequency-ladder', false],
      ]);
      // 1 − 0.1^(1/15): the limit of 15 items without deviation at a risk of 10 %.
      const size: { size: number; limits: { upper: number }[]; methodology: object } = await sample(
        'size',
        ...step,
      );
      expect(size).toMatchObject({ size: 15, methodology: firm });
      expect(size.limits[0]!.upper).toBeCloseTo(1 - 0.1 ** (1 / 15), 8);
    });

    it('is recorded with the sample whose size rests on it, whatever becomes of the ladder', async () => {
      const drawn: SampleView = await sample(...draw, ...step);
      expect(keysOf(drawn)).toEqual(byHand('2024-11', 15, KEYS).items);
      const use = { ...firm, frequency: 'per release', least: 12, most: 15 };
      expect(drawn.sample).toMatchObject({ size: 15, methodology: use });
      const fewer: SampleView = await sample(...draw, ...step, '--size', '12');
      expect(keysOf(fewer)).toEqual(byHand('2024-11', 12, KEYS).items);
      write(dir, { 'ladder.yaml': LADDER.replace('least: 12, most: 15', 'least: 30, most: 40') });
      await sample('ladders', 'save', 'ladder.yaml');
      const { sample: kept }: SampleView = await sample('show', drawn.sample.sample_id);
      expect(kept.methodology).toEqual(drawn.sample.methodology);
      const journal = readFileSync(join(dir, 'e', 'journal.ndjson'), 'utf8')
        .trimEnd()
        .split('\n');
      const last = JSON.parse(journal.at(-1)!) as { action: string; details: Record<string, unknown> };
      // What was replaced stands in the journal.
      expect(last).toMatchObject({
        action: 'methodology_saved',
        details: {
          before: { sizes: [{ frequency: 'weekly' }, { frequency: 'per release', least: 12, most: 15 }] },
        },
      });
    });

    it.each([
      [[...draw, ...step, '--size', '11'], 'firm-2025 asks for at least 30 items'],
      [[...draw, '--methodology', 'firm-2025', '--frequency', 'daily'], 'firm-2025 has no step "daily"'],
      [[...draw, '--methodology', 'nobody', '--frequency', 'daily'], 'there is no methodology nobody'],
      [[...draw, '--methodology', 'firm-2025'], 'a methodology needs --frequency'],
      [
        [...draw, ...step, '--method', 'monetary', '--weight', 'cents'],
        'a ladder counts items, a monetary sample draws units',
      ],
      [['ladders', 'remove', 'frequency-ladder'], 'frequency-ladder comes with Tickmark'],
      [['ladders', 'remove', 'nobody'], 'there is no methodology nobody'],
      [['ladders', 'save', 'shipped.yaml'], 'is that of a methodology that comes with Tickmark'],
      [['ladders', 'save', 'turned.yaml'], '"weekly" asks for at least 9 and at most 8'],
      [['ladders', 'save', 'twice.yaml'], 'two steps are called "weekly"'],
      [['ladders', 'save', 'empty.yaml'], 'empty.yaml is no methodology'],
      [['ladders', 'save', 'huge.yaml'], 'huge.yaml is no methodology'],
      [['ladders', 'save', 'none.yaml'], 'there is no file none.yaml'],
    ])('refuses %j', async (words, message) => {
      write(dir, {
        'shipped.yaml': LADDER.replace('firm-2025', 'frequency-ladder'),
        'turned.yaml': LADDER.replace('least: 5', 'least: 9'),
        'twice.yaml': LADDER.replace('per release', ' Weekly'),
        'empty.yaml': 'id: empty\nname: Nothing\nnote: Nothing\nsizes: []\n',
        'huge.yaml': LADDER.replace('most: 8', 'most: 99999'),
      });
      const { code, err } = await cli(dir, ['sample', 'e', ...words]);
      expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    });

    it('can be taken away again', async () => {
      expect((await cli(dir, ['sample', 'e', 'ladders', 'remove', 'firm-2025'])).code).toBe(0);
      const { methodologies }: { methodologies: { id: string }[] } = await sample('ladders');
      expect(methodologies.map(({ id }) => id)).toEqual(['frequency-ladder']);
    });
  });
});
