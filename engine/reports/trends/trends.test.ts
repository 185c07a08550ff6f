import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { guardCatalogue, guardSelect } from '#engine/query/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { buildTrend } from './index.ts';
import type { Trend } from './trend.ts';

let engagement: Engagement;
let remove: () => Promise<void>;

async function write(statements: string): Promise<void> {
  await engagement.change('data', async (session) => {
    for (const sql of statements.split(';').filter((text) => text.trim() !== '')) await session.run(sql);
    return { value: null, details: {} };
  });
}

const run = (id: string, position: number, procedure: string, population = 2, status = 'completed') =>
  `('${id}', ${position}, '${procedure}', 1, '2024-12-01T05:00:00Z', '2024-11-01..2024-11-30', '{}', '${status}', ${population}, 'd', 1)`;
const RUNS = 'run_id, position, procedure, version, as_of, period, params, status, population, digest, ms';

let seq = 0;
function finding(id: string, procedure: string, severity: string, subject: string, outcome = 'exception') {
  seq += 1;
  return `('F-${String(seq).padStart(16, '0')}', '${id}', '${procedure}', '${severity}', '${outcome}', 'chain', '${subject}', 'why', 'k${seq}', 'said', '{}', '[]', ${seq})`;
}

/** What a part counts. Its own statement, as the window asks it, gives as many rows. */
async function told({ points }: Trend): Promise<unknown[]> {
  return Promise.all(
    points.map(async ({ name, procedures, parts }) => [
      name,
      procedures,
      Object.fromEntries(
        await Promise.all(
          parts.map(async ({ part, count, of, rows }) => {
            const given = await engagement.store.use(async (session) => {
              const catalogue = await guardCatalogue(session, engagement.sourcesDir);
              return session.rows(await guardSelect(session, rows, catalogue));
            });
            expect(given).toHaveLength(count);
            return [part, of === null ? count : `${count} of ${of}`];
          }),
        ),
      ),
    ]),
  );
}

describe('an engagement that took over from an earlier one, with three runs', () => {
  beforeAll(async () => {
    ({ engagement, remove } = await testEngagement({ as_of: '2024-12-01' }));
    await write(`
      INSERT INTO work.carried_from VALUES ('e', 'Test Client', '2024-10-01..2024-10-31', 1, 'h', '{}');
      INSERT INTO work.carried_runs VALUES ('trail.chain-intact', 1, 'completed');
      INSERT INTO work.carried_findings (finding_id, procedure, severity, outcome, subject_type, subject_id, reason_code, summary, disposition, position) VALUES
        ('F-1', 'trail.chain-intact', 'critical', 'exception', 'chain', 'a', 'edited', 's', 'open', 1),
        ('F-2', 'other', 'low', 'lead', 'person', 'p', 'r', 's', 'open', 2);
      INSERT INTO work.runs (${RUNS}) VALUES
        ${run('R-0001', 0, 'trail.chain-intact')}, ${run('R-0001', 1, 'other')},
        ${run('R-0002', 0, 'other')},
        ${run('R-0003', 0, 'trail.chain-intact', 3)}, ${run('R-0003', 1, 'trail.cloudtrail-intact', 1, 'missing_input')};
      INSERT INTO work.findings VALUES
        ${finding('R-0001', 'trail.chain-intact', 'critical', 'a')},
        ${finding('R-0001', 'trail.chain-intact', 'critical', 'a')},
        ${finding('R-0001', 'trail.chain-intact', 'medium', 'a', 'indeterminate')},
        ${finding('R-0001', 'trail.chain-intact', 'medium', 'b', 'indeterminate')},
        ${finding('R-0001', 'other', 'high', 'x')},
        ${finding('R-0002', 'other', 'low', 'x')},
        ${finding('R-0003', 'trail.chain-intact', 'medium', 'b', 'indeterminate')}
    `);
  });
  afterAll(() => remove());

  it('counts findings as they stood: of a test that was not run again, those of before', async () => {
    const trend = await buildTrend(engagement, 'findings');
    expect(await told(trend)).toEqual([
      ['2024-10-01..2024-10-31', null, { critical: 1, high: 0, medium: 0, low: 1 }],
      ['R-0001', 2, { critical: 2, high: 1, medium: 2, low: 0 }],
      ['R-0002', 1, { critical: 2, high: 0, medium: 2, low: 1 }],
      ['R-0003', 2, { critical: 0, high: 0, medium: 1, low: 1 }],
    ]);
    expect([trend.earlier, trend.lacking]).toEqual([0, null]);
    // The last point is what the overview shows.
    const now = await engagement.store.use((session) =>
      session.value('SELECT count(*) FROM current_findings()'),
    );
    expect(now).toBe(2);
  });

  it('counts audit trails, each once, by the runs that verified them', async () => {
    expect(await told(await buildTrend(engagement, 'integrity'))).toEqual([
      ['2024-10-01..2024-10-31', null, { broken: 1, not_proven: 0 }],
      ['R-0001', 1, { broken: '1 of 2', not_proven: '1 of 2' }],
      ['R-0003', 1, { broken: '0 of 3', not_proven: '1 of 3' }],
    ]);
  });

  it('shows the latest twelve, and says how many were before', async () => {
    const more = Array.from({ length: 11 }, (_, i) => run(`R-${String(i + 4).padStart(4, '0')}`, 0, 'other'));
    await write(`INSERT INTO work.runs (${RUNS}) VALUES ${more.join(', ')}`);
    const { points, earlier } = await buildTrend(engagement, 'findings');
    expect(points.map(({ name }) => name)).toEqual([
      '2024-10-01..2024-10-31',
      ...Array.from({ length: 12 }, (_, i) => `R-${String(i + 3).padStart(4, '0')}`),
    ]);
    expect(earlier).toBe(2);
  });
});

describe('accounts and people, snapshot by snapshot', () => {
  beforeAll(async () => {
    ({ engagement, remove } = await testEngagement({ as_of: '2024-12-01' }));
  });
  afterAll(() => remove());

  it('says what is lacking', async () => {
    expect(await buildTrend(engagement, 'findings')).toEqual({ points: [], earlier: 0, lacking: 'runs' });
    expect((await buildTrend(engagement, 'integrity')).lacking).toBe('trails');
    expect((await buildTrend(engagement, 'completeness')).lacking).toBe('people');
    await write(`INSERT INTO identities (source_id, record_no, identity_id, email, status, hired_at) VALUES
      ('hr', 1, 'E1', 'ann@company.com', 'active', '2020-01-01 00:00:00-05'),
      ('hr', 2, 'E2', 'bob@company.com', 'active', '2020-01-01 00:00:00-05'),
      ('hr', 3, 'E3', 'eve@company.com', 'active', '2024-11-20 00:00:00-05')`);
    expect((await buildTrend(engagement, 'completeness')).lacking).toBe('snapshots');
  });

  it('sets the last snapshot of each month against the people of that day', async () => {
    const grant = (snapshot: string, at: string, account: string, person: string | null) =>
      `('${snapshot}', ${(seq += 1)}, '${snapshot}', '${at}', 'git', '${account}', ${person === null ? 'NULL' : `'${person}'`}, 'repo', 'read')`;
    await write(`INSERT INTO grants (source_id, record_no, snapshot_id, as_of, system, account_id, identity_id, resource, permission) VALUES
      ${grant('early', '2024-10-01 00:00:00-04', 'gone', null)},
      ${grant('oct', '2024-10-31 00:00:00-04', 'ann', 'E1')}, ${grant('oct', '2024-10-31 00:00:00-04', 'ghost', null)},
      ${grant('nov', '2024-11-30 00:00:00-05', 'ann', 'E1')}, ${grant('nov', '2024-11-30 00:00:00-05', 'ANN', 'E1')},
      ${grant('nov', '2024-11-30 00:00:00-05', 'bob', 'E2')}, ${grant('nov', '2024-11-30 00:00:00-05', 'robot', null)},
      ${grant('late', '2024-12-15 00:00:00-05', 'ann', 'E1')}`);
    await write(
      `INSERT INTO accounts (source_id, record_no, system, account_id, kind) VALUES ('idp', 1, 'git', 'robot', 'service')`,
    );
    const trend = await buildTrend(engagement, 'completeness');
    expect(await told(trend)).toEqual([
      ['2024-10-31T04:00:00Z', null, { without_person: '1 of 2', without_account: '1 of 2' }],
      ['2024-11-30T05:00:00Z', null, { without_person: '0 of 2', without_account: '1 of 3' }],
    ]);
  });
});
