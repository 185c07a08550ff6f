import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProcedures } from '#engine/runner/index.ts';
import { Store } from '#engine/store/index.ts';
import { TEST_DEPS, TEST_SCOPE, tempFolder } from '#test/support/engagement.ts';
import { createEngagement, openEngagement } from './index.ts';

let folder: ReturnType<typeof tempFolder>;
let dir: string;

/** An engagement with one run that found one administrator without a second factor, and one thing decided about it. */
beforeEach(async () => {
  folder = tempFolder();
  dir = join(folder.dir, 'e');
  const engagement = await createEngagement(dir, TEST_SCOPE, TEST_DEPS);
  await engagement.store.transaction((session) =>
    session.run(`
      INSERT INTO accounts (source_id, record_no, system, account_id, kind, status, is_admin, mfa_enabled, created_at, last_login_at, justification)
      VALUES ('s', 1, 'aws', 'ann', 'human', 'enabled', true, false, '2020-01-01', '2024-11-30', 'runs it')`),
  );
  await runProcedures(engagement, { procedures: ['admins.access-sound'] });
  await engagement.change('noted', async (session) => {
    await session.run(
      `INSERT INTO work.dispositions (finding_id, disposition) SELECT finding_id, 'remove' FROM work.findings`,
    );
    return { value: null, details: {} };
  });
  await engagement.close();
});
afterEach(() => folder.remove());

/** Writes into the database as any DuckDB could, then opens the engagement. */
async function openAfter(sql: string): Promise<string> {
  const store = await Store.open({
    path: join(dir, 'workbench.duckdb'),
    sourcesDir: join(dir, 'sources'),
    workDir: join(dir, '.work'),
    timezone: 'UTC',
  });
  await store.use((session) => session.run(sql));
  store.close();
  try {
    await (await openEngagement(dir, TEST_DEPS)).close();
    return 'opened';
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
}

const OTHER_WORK = 'JOURNAL_TAMPERED: the database holds other work than the journal recorded last';
const OTHER_FINDINGS = 'JOURNAL_TAMPERED: the findings of R-0001 are not those that the run gave';

describe('work that was changed behind the journal', () => {
  it.each([
    ['SELECT 1', 'opened'],
    ["UPDATE work.dispositions SET disposition = 'accepted_risk'", OTHER_WORK],
    ['DELETE FROM work.dispositions', OTHER_WORK],
    ['UPDATE work.runs SET exceptions = 0, failing = 0', OTHER_WORK],
    ["INSERT INTO work.completion VALUES ('none', '2024-12-31', 3650, 1)", OTHER_WORK],
    ['DELETE FROM work.findings', OTHER_FINDINGS],
    ["UPDATE work.findings SET severity = 'low'", OTHER_FINDINGS],
    [
      "INSERT INTO work.findings SELECT * REPLACE ('F-0' AS finding_id, 1 AS position) FROM work.findings",
      OTHER_FINDINGS,
    ],
    [
      "INSERT INTO work.findings SELECT * REPLACE ('R-0009' AS run_id) FROM work.findings",
      'JOURNAL_TAMPERED: the findings of R-0009 are not those that the run gave',
    ],
  ])('%s', async (sql, answer) => {
    expect(await openAfter(sql)).toBe(answer);
  });
});
