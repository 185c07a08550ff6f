import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '#engine/canonical/index.ts';
import { Store } from '#engine/store/index.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { bindings } from './execute.ts';
import { orderLast } from './order-last.ts';
import { resolveParams } from './params.ts';
import { listProcedures } from './registry.ts';

test.each([
  [
    'columns of findings',
    'SELECT 1\nFROM t\nORDER BY reason_code, subject_id\n',
    ['reason_code', 'subject_id'],
  ],
  ['one of them', 'SELECT 1\nFROM t\nORDER BY finding_key', ['finding_key']],
])('%s come last', (_name, sql, order) => {
  expect(orderLast(sql)).toEqual({ rows: 'SELECT 1\nFROM t', order });
});

test.each([
  ['another column', 'SELECT 1\nFROM t\nORDER BY reason_code, source_id'],
  ['a direction', 'SELECT 1\nFROM t\nORDER BY subject_id DESC'],
  ['the order of a window', 'SELECT 1\nFROM t\nWINDOW w AS (\nORDER BY subject_id)'],
  ['a comment', 'SELECT 1\nFROM t\n-- ORDER BY subject_id'],
  ['an order that is not the last line', 'SELECT 1\nFROM t\nORDER BY subject_id\nLIMIT 3'],
  ['a line that goes on', 'SELECT 1\nFROM t ORDER BY subject_id'],
])('%s stays where it is', (_name, sql) => {
  expect(orderLast(sql)).toEqual({ rows: sql, order: [] });
});

describe('shipped statements whose order comes last', () => {
  const { dir, remove } = tempFolder();
  let store: Store;
  beforeAll(async () => {
    store = await Store.open({ path: ':memory:', sourcesDir: dir, workDir: `${dir}/work`, timezone: 'UTC' });
    await store.transaction((session) => migrate(session, 'test'));
  });
  afterAll(() => {
    store.close();
    remove();
  });

  const [as_of, period_start, period_end] = ['2024-12-01', '2024-11-01', '2024-12-01'];
  const moments = { as_of, period_start, period_end, timezone: 'UTC' } as Parameters<
    typeof bindings
  >[1]['moments'];
  const moved = listProcedures().filter(({ sql }) => sql !== null && orderLast(sql).order.length > 0);

  test('are most of them', () => {
    expect(moved.length).toBeGreaterThan(40);
  });

  // Findings hold texts, and a number would be in another order as a text.
  test.each(moved.map((procedure) => [procedure.meta.id, procedure] as const))(
    '%s orders by texts that it gives',
    async (_id, procedure) => {
      const { rows, order } = orderLast(procedure.sql!);
      const values = bindings(rows, { moments, params: resolveParams(procedure, {}, {}) });
      const given = await store.use((session) => session.describe(rows, values));
      for (const column of order) expect(given).toContainEqual({ name: column, type: 'VARCHAR' });
    },
  );
});
