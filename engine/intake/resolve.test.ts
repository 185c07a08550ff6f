import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveIdentities } from './resolve.ts';
import { diskEngagement, type TestEngagement } from './testing.ts';

let engagement: TestEngagement;
beforeEach(async () => {
  engagement = await diskEngagement();
});
afterEach(() => engagement.close());

async function fill(sql: string): Promise<void> {
  await engagement.store.transaction((session) => session.run(sql));
}

function pairs(sql: string): Promise<unknown[][]> {
  return engagement.store.use(async (session) => (await session.rows(sql)).map((row) => Object.values(row)));
}

const PEOPLE = `INSERT INTO main.identities (source_id, record_no, identity_id, email) VALUES
  ('s', 1, 'E-1', 'ann@company.com'), ('s', 2, 'E-2', 'ben@company.com'),
  ('s', 3, 'E-3', 'twin@company.com'), ('s', 4, 'E-4', 'twin@company.com')`;

test('accounts lead to people by alias, address, employee number and login; anything else stays unresolved', async () => {
  await fill(`${PEOPLE};
    INSERT INTO main.accounts (source_id, record_no, system, account_id, email, employee_id, kind) VALUES
      ('a', 1, 'okta', 'ann@company.com', 'Ann@Company.com', NULL, 'human'),
      ('a', 2, 'sap', 'BENH', NULL, 'e-2', 'human'),
      ('a', 3, 'ldap', 'E-1', NULL, NULL, NULL),
      ('a', 4, 'okta', 'twin@company.com', 'twin@company.com', NULL, 'human'),
      ('a', 5, 'aws', 'svc-deploy', 'ann@company.com', NULL, 'service'),
      ('a', 6, 'aws', 'nobody', NULL, NULL, 'human'),
      ('a', 7, 'aws', 'a.smith', NULL, NULL, 'human'),
      ('a', 8, 'gcp', 'a.smith', NULL, NULL, 'human');
    INSERT INTO main.account_aliases (source_id, record_no, system, account_id, identity_id, method) VALUES
      ('m', 1, 'aws', 'a.smith', 'E-1', 'client')`);
  await resolveIdentities(engagement);
  expect(await pairs('SELECT record_no, identity_id FROM main.accounts ORDER BY record_no')).toEqual([
    [1, 'E-1'],
    [2, 'E-2'],
    [3, 'E-1'],
    [4, null],
    [5, null],
    [6, null],
    [7, 'E-1'],
    [8, null],
  ]);
});

test('grants and log entries follow their account, or their own name where no account is listed', async () => {
  await fill(`${PEOPLE};
    INSERT INTO main.accounts (source_id, record_no, system, account_id, employee_id, kind) VALUES
      ('a', 1, 'sap', 'BENH', 'E-2', 'human'), ('a', 2, 'aws', 'ann@company.com', NULL, 'shared');
    INSERT INTO main.grants (source_id, record_no, system, account_id) VALUES
      ('g', 1, 'sap', 'BENH'), ('g', 2, 'gitlab', 'ann@company.com'), ('g', 3, 'aws', 'ann@company.com'), ('g', 4, 'gitlab', 'BENH');
    INSERT INTO main.access_logs (source_id, record_no, system, account) VALUES
      ('l', 1, NULL, 'ben@company.com'), ('l', 2, 'sap', 'nobody')`);
  await resolveIdentities(engagement);
  expect(await pairs('SELECT record_no, identity_id FROM main.grants ORDER BY record_no')).toEqual([
    [1, 'E-2'],
    [2, 'E-1'],
    [3, null],
    [4, null],
  ]);
  expect(await pairs('SELECT record_no, identity_id FROM main.access_logs ORDER BY record_no')).toEqual([
    [1, 'E-2'],
    [2, null],
  ]);
});

test('a second resolution changes nothing; a person who leaves the sources takes the identity along', async () => {
  await fill(
    `${PEOPLE}; INSERT INTO main.grants (source_id, record_no, system, account_id) VALUES ('g', 1, 'x', 'ann@company.com')`,
  );
  expect(await resolveIdentities(engagement)).toEqual({ resolved: 1, split: 0, scopes: 0 });
  expect(await resolveIdentities(engagement)).toEqual({ resolved: 0, split: 0, scopes: 0 });
  await fill(`DELETE FROM main.identities WHERE identity_id = 'E-1'`);
  expect(await resolveIdentities(engagement)).toEqual({ resolved: 1, split: 0, scopes: 0 });
  expect(await pairs('SELECT identity_id FROM main.grants')).toEqual([[null]]);
});

test('resources split at the first colon once their system is known, and not before', async () => {
  await fill(`INSERT INTO main.exceptions (source_id, record_no, resource) VALUES
      ('e', 1, 'gitlab:group:platform-engineering'), ('e', 2, 'group:platform-engineering'), ('e', 3, 'plain')`);
  expect(await resolveIdentities(engagement)).toEqual({ resolved: 0, split: 0, scopes: 0 });
  await fill(
    `INSERT INTO main.entitlements (source_id, record_no, system, resource) VALUES ('r', 1, 'gitlab', 'x')`,
  );
  expect(await resolveIdentities(engagement)).toEqual({ resolved: 0, split: 1, scopes: 0 });
  expect(await pairs('SELECT record_no, system, resource FROM main.exceptions ORDER BY record_no')).toEqual([
    [1, 'gitlab', 'group:platform-engineering'],
    [2, null, 'group:platform-engineering'],
    [3, null, 'plain'],
  ]);
});

test('a scope is valid once every attribute that it names is known of people', async () => {
  await fill(`INSERT INTO main.policies (source_id, record_no, policy, version, scope_valid) VALUES
      ('p', 1, 'gold', '1', false), ('p', 2, 'empty', '1', true), ('p', 3, 'sales', '1', false), ('p', 4, 'hollow', '1', true);
    INSERT INTO main.policy_scopes (source_id, record_no, policy, version, attribute, value) VALUES
      ('p', 1, 'gold', '1', 'badge', 'gold'), ('p', 3, 'sales', '1', 'department', 'Sales'), ('p', 4, 'hollow', '1', 'country', NULL)`);
  const valid = 'SELECT policy, scope_valid FROM main.policies ORDER BY record_no';
  await resolveIdentities(engagement);
  expect(await pairs(valid)).toEqual([
    ['gold', false],
    ['empty', false],
    ['sales', true],
    ['hollow', false],
  ]);
  await fill(
    `INSERT INTO main.identities (source_id, record_no, identity_id, attributes) VALUES ('s', 1, 'E-1', '{"badge":"silver"}')`,
  );
  expect(await resolveIdentities(engagement)).toEqual({ resolved: 0, split: 0, scopes: 1 });
  expect(await pairs(valid)).toEqual([
    ['gold', true],
    ['empty', false],
    ['sales', true],
    ['hollow', false],
  ]);
});
