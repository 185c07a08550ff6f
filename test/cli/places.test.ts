import { symlinkSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { cityDatabase } from '#test/support/mmdb.ts';
import { cli, type CliResult, write } from './support.ts';

// New York at 09:00, London at 10:00, one hour later: some 5,570 km along the great circle. The third use is an hour on, in Paris, which
// lies 340 km from London: less than the 500 km below which addresses say nothing.
const CITIES = cityDatabase({
  '203.0.113.1': { country: 'US', latitude: 40.7128, longitude: -74.006 },
  '203.0.113.2': { country: 'GB', latitude: 51.5074, longitude: -0.1278 },
  '203.0.113.3': { country: 'FR', latitude: 48.8566, longitude: 2.3522 },
});
const DIGEST = createHash('sha256').update(CITIES).digest('hex');
const LOG = `timestamp,user,system,action,result,ip
2024-11-04T14:00:00Z,ann@company.com,crm,login,success,203.0.113.1
2024-11-04T15:00:00Z,ann@company.com,crm,login,success,203.0.113.2
2024-11-04T16:00:00Z,ann@company.com,crm,login,success,203.0.113.3
`;

interface Run {
  status: string;
  leads: number | null;
  message?: string;
}

let folder: ReturnType<typeof tempFolder>;
const run = (...words: string[]): Promise<CliResult> => cli(folder.dir, words);

async function runWith(...more: string[]): Promise<Run> {
  const { out } = await run('run', 'e', 'logs.location-usual', ...more, '--json');
  return (JSON.parse(out) as { runs: Run[] }).runs[0]!;
}

beforeAll(async () => {
  folder = tempFolder();
  write(folder.dir, { 'access.csv': LOG, 'no.mmdb': 'not a database' });
  writeFileSync(join(folder.dir, 'cities.mmdb'), CITIES);
  symlinkSync(join(folder.dir, 'cities.mmdb'), join(folder.dir, 'link.mmdb'));
  await run('init', 'e', '--client', 'Test', '--period', '2024-11-01..2024-11-30');
  expect((await run('import', 'e', 'access.csv')).code).toBe(0);
});
afterAll(() => folder.remove());

describe('databases of addresses', () => {
  it('one that is not here ends the run, and no other is taken for it', async () => {
    const { status, message } = await runWith('--param', `logs.location-usual.database=${DIGEST}`);
    expect([status, message]).toEqual(['error', expect.stringContaining(`${DIGEST} is not here`)]);
  });

  it('one of cities shows a journey that nobody can make', async () => {
    const added = (await run('places', 'add', 'cities.mmdb', '--json')).json() as unknown;
    expect(added).toEqual({ sha256: DIGEST, kind: 'Test-City', built: '2024-10-01', bundled: false });
    const { databases } = (await run('places', 'list', '--json')).json() as {
      databases: { sha256: string }[];
    };
    expect(databases.map(({ sha256 }) => sha256)).toContain(DIGEST);
    const { status, message } = await runWith('--param', `logs.location-usual.database=${DIGEST}`);
    expect([status, message]).toEqual(['completed', expect.stringContaining('"Test-City" of 2024-10-01.')]);
    expect(message).not.toContain('not tested');
    const { findings } = (await run('findings', 'e', '--format', 'json')).json() as {
      findings: {
        reason_code: string;
        summary: string;
        details: { journeys: { km: number; kmh: number }[] };
      }[];
    };
    const journeys = findings.filter(({ reason_code }) => reason_code === 'impossible_travel');
    expect(journeys.map(({ details }) => details.journeys.length)).toEqual([1]);
    // Great-circle distance of the two cities as atlases state it: 5,570 km.
    expect(Math.abs(journeys[0]!.details.journeys[0]!.km - 5570)).toBeLessThan(10);
    expect(journeys[0]!.summary).toMatch(/from US to GB, in 60 minutes$/);
  });

  it('a package made with it is the same only where it is', async () => {
    await run('keys', 'new', 'ana');
    expect((await run('package', 'e', '--key', 'ana', '--role', 'preparer', '--out', 'p.zip')).code).toBe(0);
    expect((await run('reperform', 'p.zip', '--json')).json()).toEqual({ verdict: 'same', differences: [] });
    expect((await run('places', 'remove', DIGEST)).code).toBe(0);
    const { verdict, differences } = (await run('reperform', 'p.zip', '--json')).json() as {
      verdict: string;
      differences: unknown[];
    };
    expect([verdict, JSON.stringify(differences)]).toEqual([
      'differs',
      expect.stringContaining('logs.location-usual'),
    ]);
  });

  it.each([
    ['places add no.mmdb', 'FILE_MALFORMED'],
    ['places add none.mmdb', 'NOT_FOUND'],
    ['places add link.mmdb', 'UNREADABLE'],
    [`places remove ${DIGEST}`, 'NOT_FOUND'],
    ['places remove ../../x', 'NOT_FOUND'],
    ['places', 'BAD_ARGUMENT'],
  ])('%s is refused', async (words, code) => {
    const { code: exit, err } = await run(...words.split(' '));
    expect([exit, err]).toEqual([2, expect.stringContaining(`error ${code}: `)]);
  });
});
