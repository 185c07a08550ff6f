import { describe, expect, test } from 'vitest';
import { findProcedure } from '#engine/runner/index.ts';
import { withPrepared } from '../../engine/procedures/case-store.ts';
import { checkProcedure } from './check.ts';
import { EXEMPT, withoutExempt } from './exempt.ts';
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

  test('cross joins keep their meaning, and `ON true` is no condition', async () => {
    const { unchanged, mutants } = await taken(
      'SELECT t.a FROM t CROSS JOIN b LEFT JOIN u ON u.a = t.a JOIN c ON true',
    );
    expect(mutants.map(({ where }) => where)).toEqual(['ON (u.a = t.a)']);
    expect(unchanged).not.toContain(' , ');
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

describe('the check fails', () => {
  const procedure = findProcedure('vendors.contracts-sound');

  test('for a condition that changes nothing', async () => {
    const { survivors } = await checkProcedure({
      ...procedure,
      sql: procedure.sql!.replace("WHERE kind = 'vendor'", "WHERE kind = 'vendor' AND length(kind) > 0"),
    });
    expect(survivors).toEqual(['sql: AND (length(kind) > 0)']);
  });

  test('for a population that counts too much and for a statement that gives something else', async () => {
    const { survivors, unchecked } = await checkProcedure({
      ...procedure,
      population: 'SELECT count(*) + 1 FROM vendors WHERE vendor IS NOT NULL',
    });
    // Nothing can be said of a statement whose cases fail as it is.
    expect({ survivors, unchecked }).toEqual({ survivors: [], unchecked: ['sql', 'population'] });
  });

  test('for an exemption that a case misses', () => {
    const entry = { procedure: 'p', where: 'sql: WHERE a', reason: 'r' };
    expect(withoutExempt('p', ['sql: WHERE a', 'sql: WHERE b'], [entry])).toEqual({
      open: ['sql: WHERE b'],
      exempt: [entry],
      stale: [],
    });
    expect(withoutExempt('p', ['sql: WHERE b'], [entry])).toEqual({
      open: ['sql: WHERE b'],
      exempt: [],
      stale: [entry],
    });
  });

  test.each([...new Set(EXEMPT.map(({ procedure }) => procedure))])(
    '%s: what is exempt is so still',
    async (id) => {
      const listed = EXEMPT.filter(({ procedure }) => procedure === id).map(({ where }) => where);
      expect((await checkProcedure(findProcedure(id))).survivors).toEqual(listed);
    },
  );
});
