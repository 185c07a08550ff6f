import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { countFindings, disposeFindings, FINDINGS_SQL, FIRST_FINDINGS_SQL, noteFindings } from './index.ts';

let engagement: Engagement;
let remove: () => Promise<void>;
const author = { by: 'ana', at: '2025-01-01T00:00:00Z' };

beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
  await engagement.store.use(async (session) => {
    await session.run(
      `INSERT INTO work.runs SELECT 'r1', 1, 'p.one', 1, '2024-12-31', '2024-01-01..2024-12-31', '{}', 'completed',
         3, 3, 3, 0, 0, 'd', NULL, NULL, 1`,
    );
    await session.run(
      `INSERT INTO work.findings SELECT 'f' || i, 'r1', 'p.one', if(i = 3, 'critical', 'low'), 'exception', 'grant',
         's' || i, 'reason', '', 'summary', '{}', '[]', i FROM range(1, 4) AS t(i)`,
    );
  });
});
afterAll(() => remove());

it('lists findings gravest first with their tick marks, in the order in which they were put', async () => {
  await disposeFindings(engagement, ['f2'], { disposition: 'accepted_risk' }, author);
  await noteFindings(engagement, ['f2'], { tick_mark: 'R' }, author);
  await noteFindings(engagement, ['f2'], { note: 'a note alone' }, author);
  await noteFindings(engagement, ['f2', 'f3'], { tick_mark: '✓' }, author);
  const rows = await engagement.store.use((session) => session.rows(FINDINGS_SQL, { procedure: null }));
  expect(rows.map((row) => [row['id'], row['disposition'], row['tick_marks']])).toEqual([
    ['f3', 'open', '✓'],
    ['f1', 'open', null],
    ['f2', 'accepted_risk', 'R ✓'],
  ]);
});

it('begins with the gravest, as the whole list does', async () => {
  const [all, first] = await engagement.store.use(async (session) => [
    await session.rows(FINDINGS_SQL, { procedure: null }),
    await session.rows(FIRST_FINDINGS_SQL, { most: 2 }),
  ]);
  expect(first).toEqual(all.slice(0, 2));
  expect(first.map((row) => row['id'])).toEqual(['f3', 'f1']);
});

it('counts those of the latest run of each procedure alone', async () => {
  expect(await engagement.store.use(countFindings)).toBe(3);
  await engagement.store.use(async (session) => {
    await session.run(
      `INSERT INTO work.runs SELECT 'r2', 1, 'p.one', 1, '2024-12-31', '2024-01-01..2024-12-31', '{}', 'completed',
         3, 1, 1, 0, 0, 'd', NULL, NULL, 1`,
    );
    await session.run(
      `INSERT INTO work.findings SELECT 'f9', 'r2', 'p.one', 'low', 'exception', 'grant', 's9', 'reason', '', 'summary', '{}', '[]', 1`,
    );
  });
  expect(await engagement.store.use(countFindings)).toBe(1);
  const first = await engagement.store.use((session) => session.rows(FIRST_FINDINGS_SQL, { most: 5 }));
  expect(first.map((row) => row['id'])).toEqual(['f9']);
});
