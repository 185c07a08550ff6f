import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Engagement, openEngagement } from '#engine/engagement/index.ts';
import { findingsDigest } from '#engine/engagement/recorded-work.ts';
import { TEST_DEPS, testEngagement } from '#test/support/engagement.ts';
import { MOST_FINDINGS } from './found.ts';
import { runProcedures } from './run-procedures.ts';

const LIMITED = 'exceptions.time-limited';
const ENDLESS = 260_000;
const FINE = 40_000;
const TWICE = 50;

let engagement: Engagement;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ engagement, remove } = await testEngagement());
  await engagement.change('filled', async (session) => {
    // X000000 … without an end, between them those that end in time; the first fifty came in a second file as well.
    await session.run(
      `INSERT INTO exceptions (source_id, record_no, exception_id, user_email, resource, approved_at, expires_at)
       SELECT file, i, id, 'a@corp.example', 'r', '2024-11-01', ends FROM (
         SELECT 'f' AS file, i, printf('X%06d', i) AS id, NULL::TIMESTAMPTZ AS ends FROM range(${ENDLESS}) AS t(i)
         UNION ALL SELECT 'f', ${ENDLESS} + i, printf('Y%06d', i), '2024-11-08' FROM range(${FINE}) AS t(i)
         UNION ALL SELECT 'g', i, printf('X%06d', i), NULL FROM range(${TWICE}) AS t(i))
       ORDER BY hash(id)`,
    );
    return { value: null, details: {} };
  });
});
afterEach(() => remove());

const value = (sql: string) => engagement.store.use((session) => session.value(sql));

describe('more findings than are written down, between what passed', () => {
  it('stand in the order of the procedure, twins as one, and the journal has their digest', async () => {
    const { run_id, runs } = await runProcedures(engagement, { procedures: [LIMITED] });
    expect(runs).toMatchObject([
      {
        status: 'completed',
        population: ENDLESS + FINE,
        exceptions: ENDLESS,
        failing: ENDLESS,
        message: expect.stringContaining('260,000 rows did not pass') as unknown,
      },
    ]);
    expect(runs[0]!.message).toContain('the first 250,000 are written down');
    expect(
      await engagement.store.use((session) =>
        session.one(
          `SELECT count(*) AS n, count(*) FILTER (subject_id <> printf('X%06d', position)) AS elsewhere FROM work.findings`,
        ),
      ),
    ).toEqual({ n: MOST_FINDINGS, elsewhere: 0 });
    const sources = await engagement.store.use((session) =>
      session.rows(
        `SELECT source_rows::VARCHAR AS rows FROM work.findings WHERE position IN (${TWICE - 1}, ${TWICE}) ORDER BY position`,
      ),
    );
    const row = (file: string, no: number) => ({ table: 'exceptions', source_id: file, record_no: no });
    expect(sources.map(({ rows }) => JSON.parse(String(rows)) as unknown)).toEqual([
      [row('f', TWICE - 1), row('g', TWICE - 1)],
      [row('f', TWICE)],
    ]);
    const line = String(await value('SELECT line FROM work.journal ORDER BY seq DESC LIMIT 1'));
    const { details } = JSON.parse(line) as { details: { findings_sha256: string } };
    expect(details.findings_sha256).toBe(
      await engagement.store.use((session) => findingsDigest(session, run_id)),
    );
    expect(await value(`SELECT count(*) FROM duckdb_tables() WHERE database_name = 'handover'`)).toBe(0);
  });

  it('long texts are compressed as the table says', async () => {
    await runProcedures(engagement, { procedures: [LIMITED] });
    await engagement.store.use((session) => session.run('CHECKPOINT'));
    expect(
      await value(
        `SELECT string_agg(DISTINCT compression) FROM pragma_storage_info('work.findings') WHERE column_name = 'details' AND segment_type <> 'VALIDITY'`,
      ),
    ).toBe('ZSTD');
  });
});

describe('a run that is ended in a statement', () => {
  it('leaves nothing to the next one', async () => {
    const aborter = new AbortController();
    const onProgress = (): void => void setTimeout(() => aborter.abort(), 30);
    await expect(
      runProcedures(engagement, { procedures: [LIMITED], signal: aborter.signal, onProgress }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    const { run_id, runs } = await runProcedures(engagement, { procedures: [LIMITED] });
    expect([run_id, runs[0]!.exceptions]).toEqual(['R-0001', ENDLESS]);
    expect(await value('SELECT count(*) FROM work.findings')).toBe(MOST_FINDINGS);
  });

  it('since the engagement is closed, is no run of errors', async () => {
    let closed: Promise<void> | undefined;
    const running = runProcedures(engagement, { onProgress: () => void (closed ??= engagement.close()) });
    await expect(running).rejects.toMatchObject({ code: 'ENGAGEMENT_MISSING' });
    await closed;
    engagement = await openEngagement(engagement.dir, TEST_DEPS);
    expect(await value('SELECT count(*) FROM work.runs')).toBe(0);
    await engagement.close();
  });
});
