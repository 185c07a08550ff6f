import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { cli, SMALL_COMPANY, write } from './support.ts';

const folder = tempFolder('tickmark-next-');
const { dir } = folder;
const CHAIN = resolve(import.meta.dirname, '..', 'vectors', 'chains', 'intact', 'log.ndjson');
const DRIFT = 'policy.access-matches';
const NEXT = ['--from', 'h2', '--period', '2025-01-01..2025-06-30'];

// Many commands, each of which opens an engagement.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

async function json<T>(...words: string[]): Promise<T> {
  const { code, err, json: parsed } = await cli(dir, [...words, '--json', '--quiet']);
  expect(code, err).toBe(0);
  return parsed();
}

beforeAll(async () => {
  write(dir, { ...SMALL_COMPANY, 'in/audit.ndjson': readFileSync(CHAIN) });
  const scope = [
    '--client',
    'Test Client',
    '--period',
    '2024-07-01..2024-12-31',
    '--timezone',
    'America/New_York',
  ];
  await json('init', 'h2', ...scope, '--as-of', '2024-12-01');
  await json('import', 'h2', 'in');
  await json('run', 'h2', DRIFT);
  // Ben writes to the books without any policy: the one finding.
  const { findings } = await json<{ findings: { id: string }[] }>('findings', 'h2');
  await json(
    'finding',
    'h2',
    'dispose',
    findings[0]!.id,
    '--as',
    'accepted_risk',
    '--note',
    'Until March',
    '--by',
    'CFO',
  );
});
afterAll(folder.remove);

describe('tickmark init --from', () => {
  it('needs a period of its own', async () => {
    const { code, err } = await cli(dir, ['init', 'h1', '--from', 'h2']);
    expect([code, err.split('\n')[0]]).toEqual([2, 'error BAD_ARGUMENT: --period is missing']);
  });

  it('takes over what is not stated, and says how much of what', async () => {
    const view = await json<Record<string, unknown>>('init', 'h1', ...NEXT, '--as-of', '2025-06-01');
    expect(view).toMatchObject({
      client: 'Test Client',
      kind: 'external',
      timezone: 'America/New_York',
      as_of: '2025-06-01',
      rolled_from: { client: 'Test Client', period: { from: '2024-07-01', to: '2024-12-31' } },
      rolled_forward: { carried: { findings: 1, dispositions: 1, anchors: 1, hours: 0 } },
    });
    const said = await cli(dir, ['init', 'h1-again', ...NEXT]);
    expect(said.out).toMatch(/Took over from E-[0-9a-f]{12}, 2024-07-01 to 2024-12-31:/);
    expect(said.out).toMatch(/^\s*1\s+dispositions$/m);
    expect(said.err).toContain('sign-offs stay with the earlier engagement');
  });

  it('findings are told against the last period', async () => {
    await json('import', 'h1', 'in');
    await json('run', 'h1', DRIFT);
    const since = await json<{ counts: unknown; findings: { change: string }[] }>(
      'findings',
      'h1',
      '--since',
      'period',
    );
    expect(since.counts).toEqual({ new: 0, persisting: 1, resolved: 0 });
    const none = await cli(dir, ['findings', 'h2', '--since', 'period']);
    expect([none.code, none.err.split('\n')[0]]).toEqual([
      2,
      'error DATA_MISSING: the engagement did not take over from an earlier period',
    ]);
  });

  it('its package verifies and is re-performed, and says what was carried', async () => {
    await json('keys', 'new', 'preparer');
    expect((await cli(dir, ['run', 'h1', '--quiet'])).code).toBe(0);
    const built = await cli(dir, [
      'package',
      'h1',
      '--key',
      'preparer',
      '--role',
      'preparer',
      '--out',
      'p.zip',
      '--quiet',
    ]);
    expect(built.code, built.err).toBe(0);
    expect(await json('verify', 'p.zip')).toMatchObject({ verdict: 'valid' });
    expect(await json('reperform', 'p.zip')).toEqual({ verdict: 'same', differences: [] });
    const { findings } = JSON.parse(unzipped('data/findings.json')) as {
      findings: { procedure: string; since_period?: string; work?: { decided: Record<string, unknown> } }[];
    };
    const ben = findings.find(({ procedure }) => procedure === DRIFT)!;
    expect(ben.since_period).toBe('persisting');
    expect(ben.work?.decided).toMatchObject({
      disposition: 'accepted_risk',
      note: 'Until March',
      by: 'CFO',
      carried_from: expect.stringMatching(/^E-[0-9a-f]{12} \(2024-07-01\.\.2024-12-31\)$/),
    });
  });
});

function unzipped(name: string): string {
  return execFileSync('unzip', ['-p', join(dir, 'p.zip'), `*/${name}`], { encoding: 'utf8' });
}
