import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngagement, type Engagement } from '#engine/engagement/index.ts';
import { listProcedures, runProcedures } from './index.ts';

let folder: string;
let engagement: Engagement;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-runner-'));
  const scope = {
    client: 'Case',
    kind: 'external',
    period: { from: '2024-11-01', to: '2024-11-30' },
    timezone: 'America/New_York',
  } as const;
  engagement = await createEngagement(join(folder, 'e'), scope, {
    toolVersion: 'test',
    now: () => '2025-01-01T00:00:00Z',
    actor: 'tester',
  });
  await engagement.store.transaction(async (session) => {
    await session.run(`
      INSERT INTO accounts (source_id, record_no, system, account_id, kind, status, is_admin, mfa_enabled, created_at, last_login_at, justification) VALUES
        ('s', 1, 'aws', 'ann', 'human', 'enabled', true, false, '2020-01-01', '2024-11-30', 'runs it'),
        ('s', 2, 'aws', 'bob', 'human', 'enabled', true, true, '2020-01-01', '2024-11-30', 'runs it')`);
  });
});

afterEach(async () => {
  await engagement.close();
  await rm(folder, { recursive: true });
});

const ADMINS = 'admins.access-sound';
const FINDING_ID = 'F-c63761395465fde0';

function findings(): Promise<unknown[]> {
  return engagement.store.use((session) =>
    session.rows(
      'SELECT finding_id, run_id, procedure, severity, outcome, subject_id, reason_code, source_rows FROM work.findings ORDER BY run_id, position',
    ),
  );
}

describe('a run', () => {
  test('stands at the end of the period, and writes its runs and findings down', async () => {
    const result = await runProcedures(engagement, { procedures: [ADMINS] });
    expect(result.as_of).toBe('2024-12-01');
    expect(result.runs).toEqual([
      {
        procedure: ADMINS,
        version: 2,
        status: 'completed',
        population: 2,
        exceptions: 1,
        failing: 1,
        leads: 0,
        indeterminate: 0,
        ms: result.runs[0]!.ms,
      },
    ]);
    const stored = await engagement.store.use((session) =>
      session.one(
        'SELECT run_id, status, as_of, period, params, population, exceptions, length(digest) AS digest FROM work.runs',
      ),
    );
    expect(stored).toEqual({
      run_id: 'R-0001',
      status: 'completed',
      as_of: '2024-12-01T05:00:00Z',
      period: '2024-11-01..2024-11-30',
      params: '{"unused_days":30}',
      population: 2,
      exceptions: 1,
      digest: 64,
    });
    expect(await findings()).toEqual([
      {
        // printf 'admins.access-sound\x1faccount\x1faws|ann\x1fno_mfa\x1f' | sha256sum
        finding_id: FINDING_ID,
        run_id: 'R-0001',
        procedure: ADMINS,
        severity: 'critical',
        outcome: 'exception',
        subject_id: 'aws|ann',
        reason_code: 'no_mfa',
        source_rows: '[{"table":"accounts","source_id":"s","record_no":1}]',
      },
    ]);
  });

  test('gives a finding the same id again, and a run the next number', async () => {
    await runProcedures(engagement, { procedures: [ADMINS] });
    const second = await runProcedures(engagement, { procedures: [ADMINS] });
    expect(second.run_id).toBe('R-0002');
    const ids = (await findings()).map((row) => (row as { finding_id: string }).finding_id);
    expect(ids).toEqual([FINDING_ID, FINDING_ID]);
  });

  test('takes a moment and parameters from the call', async () => {
    const result = await runProcedures(engagement, {
      procedures: [ADMINS],
      as_of: '2025-02-01',
      params: { [`${ADMINS}.unused_days`]: '60' },
    });
    expect(result.as_of).toBe('2025-02-01');
    expect(result.runs[0]).toMatchObject({ exceptions: 3 });
  });

  test('leaves out what is switched off', async () => {
    const result = await runProcedures(engagement, {
      procedures: [ADMINS],
      params: { [`${ADMINS}.off`]: true },
    });
    expect(result.runs[0]).toMatchObject({
      status: 'not_run',
      population: null,
      message: 'Switched off for this engagement.',
    });
  });

  test('says what to ask the client for', async () => {
    const result = await runProcedures(engagement, { procedures: ['vendors.contracts-sound'] });
    expect(result.runs[0]).toMatchObject({
      status: 'missing_input',
      population: null,
      message: 'Ask the client for: vendors (Third parties with access).',
    });
    expect(result.runs[0]!.missing!.map(({ table }) => table)).toEqual(['vendors']);
  });

  test('covers every procedure, in the order of the list', async () => {
    const result = await runProcedures(engagement);
    expect(result.runs.map(({ procedure }) => procedure)).toEqual(
      listProcedures().map(({ meta }) => meta.id),
    );
    expect(result.runs.filter(({ status }) => status === 'error')).toEqual([]);
  });

  test('goes on after a procedure that fails', async () => {
    await engagement.store.transaction(async (session) => {
      await session.run(
        `INSERT INTO db_roles (system, role_name, is_superuser) VALUES ('pg', 'postgres', true)`,
      );
      await session.run(`INSERT INTO sod_rules (rule, kind) VALUES ('r', 'roles')`);
      await session.run(`INSERT INTO identities (identity_id) VALUES ('E1')`);
      await session.run(`INSERT INTO grants (system) VALUES ('pg')`);
      await session.run('DROP MACRO TABLE mitigation_at');
    });
    const result = await runProcedures(engagement, {
      procedures: ['sod.roles-separate', 'databases.roles-limited'],
    });
    expect(result.runs.map(({ procedure, status }) => [procedure, status])).toEqual([
      ['databases.roles-limited', 'completed'],
      ['sod.roles-separate', 'error'],
    ]);
    expect(result.runs[1]!.message).toContain('mitigation_at');
  });
});

describe('refusals', () => {
  test('an unknown procedure names its neighbours', async () => {
    await expect(runProcedures(engagement, { procedures: ['admin.access-sound'] })).rejects.toMatchObject({
      code: 'PROCEDURE_UNKNOWN',
      hint: expect.stringContaining(ADMINS),
    });
  });

  test.each([
    [`${ADMINS}.unused_days`, 0],
    [`${ADMINS}.unused_days`, 'many'],
    [`${ADMINS}.unused_days`, 1.5],
    [`${ADMINS}.unused_day`, 30],
    ['admins.unused_days', 30],
    [`${ADMINS}.off`, 'perhaps'],
  ])('%s = %s', async (key, value) => {
    await expect(
      runProcedures(engagement, { procedures: [ADMINS], params: { [key]: value } }),
    ).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
    });
  });

  test('a moment that is none', async () => {
    await expect(runProcedures(engagement, { procedures: [ADMINS], as_of: 'soon' })).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
    });
  });

  test('after a cancel nothing of the run is kept', async () => {
    const aborter = new AbortController();
    const onProgress = (): void => aborter.abort();
    await expect(
      runProcedures(engagement, { procedures: [ADMINS], signal: aborter.signal, onProgress }),
    ).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await findings()).toEqual([]);
    expect(await engagement.store.use((session) => session.value('SELECT count(*) FROM work.runs'))).toBe(0);
  });
});
