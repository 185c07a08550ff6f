import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { explainQuery } from './explain.ts';

let engagement: Engagement;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
});
afterAll(() => remove());

const plan = (sql: string) => explainQuery(engagement.store, engagement.sourcesDir, sql);

it('draws the plan of a statement, and carries nothing out', async () => {
  const drawn = await plan('SELECT system, count(*) FROM grants GROUP BY system; -- by system');
  // DuckDB's own names of the two steps.
  expect(drawn).toMatch(/GROUP_BY/);
  expect(drawn).toMatch(/SEQ_SCAN/);
  // Carried out, it would take hours.
  expect(
    await plan('SELECT count(*) FROM range(9000000) a, range(9000000) b WHERE a.range <> b.range'),
  ).toMatch(/JOIN/);
});

it.each([
  'DELETE FROM grants',
  "SELECT 1) TO 'sources/out.csv'; --",
  "ANALYZE COPY (SELECT 1) TO 'sources/out.csv'",
  "EXPLAIN ANALYZE COPY (SELECT 1) TO 'sources/out.csv'",
  'SELECT 1; SELECT 2',
])('%s is refused', async (sql) => {
  await expect(plan(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^SQL_(FORBIDDEN|INVALID)$/) });
  expect(existsSync(join(engagement.sourcesDir, 'out.csv'))).toBe(false);
});
