import { expect, test } from 'vitest';
import { findProcedure } from '#engine/runner/index.ts';
import type { ProcedureCase } from './case-file.ts';
import { withCase } from './case-run.ts';
import { emptyTables, withPrepared } from './case-store.ts';

const ZONE = 'America/New_York';

function caseOf(tables: Record<string, string>, timezone = ZONE): ProcedureCase {
  return {
    about: 'People without sound accounts',
    timezone,
    as_of: '2024-11-24',
    period: { from: '2024-11-01', to: '2024-11-30' },
    params: {},
    tables,
    chains: {},
    trail: {},
  };
}

const OWNERLESS = 'system | account_id | kind | status\nokta | ghost | human | enabled';
const IDENTITIES = 'identity_id | email\nE1 | ann@company.com';

const ownersOf = (input: ProcedureCase): Promise<unknown> =>
  withCase(input, async (run) => {
    const { run: outcome, found } = await run(findProcedure('accounts.have-owners'));
    return [outcome.status, outcome.population, found.map((row) => row.subject_id)];
  });

/** Tables with rows, of all schemas. */
const filled = (zone: string): Promise<string[]> =>
  withPrepared(zone, (store) =>
    store.use(async (session) => {
      const tables = await session.rows(
        `SELECT schema_name || '.' || table_name AS name FROM duckdb_tables() ORDER BY name`,
      );
      const names: string[] = [];
      for (const { name } of tables)
        if (await session.value(`SELECT 1 FROM ${name} LIMIT 1`)) names.push(String(name));
      return names;
    }),
  );

test('a case sees no row, no imported table and no kept answer of the case before it', async () => {
  const before = await ownersOf(caseOf({ accounts: OWNERLESS, identities: IDENTITIES }));
  expect(before).toEqual(['completed', 1, ['okta|ghost']]);
  expect(await ownersOf(caseOf({ accounts: 'system | account_id', identities: IDENTITIES }))).toEqual([
    'no_data',
    0,
    [],
  ]);
  expect(await ownersOf(caseOf({}))).toEqual(['missing_input', null, []]);
  expect(await filled(ZONE)).toEqual(['work.schema_version']);
  expect(await ownersOf(caseOf({ accounts: OWNERLESS, identities: IDENTITIES }))).toEqual(before);
});

test('what a case that failed left behind is gone for the next', async () => {
  const bad = caseOf({ accounts: OWNERLESS, identities: 'no_such_column\nE1' });
  await expect(ownersOf(bad)).rejects.toThrow('identities has no column no_such_column');
  await expect(
    withCase(caseOf({ accounts: OWNERLESS }), () => Promise.reject(new Error('stopped'))),
  ).rejects.toThrow('stopped');
  expect(await filled(ZONE)).toEqual(['main.accounts', 'work.schema_version', 'work.sources']);
  await withPrepared(ZONE, (store) => store.transaction(emptyTables));
  expect(await filled(ZONE)).toEqual(['work.schema_version']);
});

test('each zone has a database of its own, and one case at a time has it', async () => {
  const one = caseOf({ accounts: OWNERLESS });
  await withCase(one, async () => {
    await expect(withCase(one, () => Promise.resolve())).rejects.toThrow(
      'another case is using the database',
    );
    expect(await filled('Asia/Kolkata')).toEqual(['work.schema_version']);
    expect(await ownersOf(caseOf({}, 'Asia/Kolkata'))).toEqual(['missing_input', null, []]);
  });
});
