import { describe, expect, test } from 'vitest';
import { findProcedure } from '#engine/runner/index.ts';
import { withPrepared } from '../../engine/procedures/case-store.ts';
import { checkProcedure } from './check.ts';
import { mutantsOf } from './mutants.ts';

const taken = (sql: string): ReturnType<typeof mutantsOf> =>
  withPrepared('UTC', (store) => store.use((session) => mutantsOf(session, sql)));

describe('conditions taken out of a statement', () => {
  test('each once, the rest of the statement as it was', async () => {
    const sql =
      'SELECT a FROM t JOIN u ON t.a = u.a WHERE b = 1 AND c = $c::BIGINT GROUP BY a HAVING count(*) > 2';
    const { mutants } = await taken(sql);
    expect(mutants.map(({ where }) => where).sort()).toEqual([
      'AND (b = 1)',
      'AND (c = CAST($c AS BIGINT))',
      'HAVING (count_star() > 2)',
      'ON (t.a = u.a)',
    ]);
    expect(mutants.find(({ where }) => where === 'AND (b = 1)')?.sql).toContain('c = CAST($c AS BIGINT)');
    expect(
      mutants.map((mutant) => mutant.sql).filter((text) => text.includes('count_star() > 2')).length,
    ).toBe(3);
  });

  test('a statement without conditions has none', async () => {
    const { mutants } = await taken('SELECT a FROM t ORDER BY a');
    expect(mutants).toEqual([]);
  });
});

/** All procedures: `npm run mutation`. */
describe('no condition of these could go without a case that misses it', () => {
  test.each(['accounts.credentials-current', 'changes.leavers-inactive'])('%s', async (id) => {
    const { mutants, survivors, unchecked } = await checkProcedure(findProcedure(id));
    expect({ survivors, unchecked }).toEqual({ survivors: [], unchecked: [] });
    expect(mutants).toBeGreaterThan(10);
  });
});
