import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveIdentities } from '../resolve.ts';
import { diskEngagement, type TestEngagement } from '../testing.ts';
import { identityCandidates } from './candidates.ts';
import { decideIdentity } from './decisions.ts';

let engagement: TestEngagement;
beforeEach(async () => {
  engagement = await diskEngagement('UTC');
  await engagement.store.transaction(async (session) => {
    await session.run(`
      INSERT INTO main.identities (source_id, record_no, identity_id, email, display_name) VALUES
        ('p', 1, 'E-1', 'john.doe@company.com', 'John Doe'), ('p', 2, 'E-2', 'jana.novak@company.com', 'Jana Nováková'),
        ('p', 3, 'E-3', 'desk@company.com', 'Ann Lee'), ('p', 4, 'E-4', 'desk@company.com', 'Bo Kim');
      INSERT INTO main.accounts (source_id, record_no, system, account_id, email, display_name, kind) VALUES
        ('a', 1, 'erp', 'jdoe', NULL, 'Doe, John', 'human'), ('a', 2, 'erp', 'novakova.jana', NULL, NULL, 'human'),
        ('a', 3, 'erp', 'x-7', 'desk@company.com', 'Desk', 'human'), ('a', 4, 'erp', 'john.doe.svc', NULL, 'John Doe', 'service'),
        ('a', 5, 'erp', 'j-2', 'jоhn.doe@company.com', NULL, 'human');
      INSERT INTO main.grants (source_id, record_no, system, account_id, resource) VALUES
        ('g', 1, 'crm', 'John.Doe', 'ledger'), ('g', 2, 'erp', 'jdoe', 'ledger');`);
  });
  await resolveIdentities(engagement);
});
afterEach(() => engagement.close());

const ask = () =>
  engagement.store.use((session) => identityCandidates(session, { threshold: 0.9, limit: 100 }));
const people = () =>
  engagement.store.use(async (session) =>
    (
      await session.rows(
        `SELECT system, account_id, identity_id FROM (SELECT system, account_id, identity_id FROM main.accounts
           UNION SELECT system, account_id, identity_id FROM main.grants) WHERE identity_id IS NOT NULL ORDER BY ALL`,
      )
    ).map((row) => Object.values(row)),
  );

test('accounts that lead to nobody come with the people they may be, why, and never a service account', async () => {
  const asked = await ask();
  expect(asked.unresolved).toBe(5);
  expect(
    asked.candidates
      .filter(({ score }) => score === 1)
      .map((one) => [one.system, one.account_id, one.identity_id]),
  ).toEqual([
    ['crm', 'John.Doe', 'E-1'],
    ['erp', 'jdoe', 'E-1'],
    ['erp', 'novakova.jana', 'E-2'],
    // The address that two people share leads to both; which of them it is, a person has to say.
    ['erp', 'x-7', 'E-3'],
    ['erp', 'x-7', 'E-4'],
  ]);
  expect(asked.candidates.find((one) => one.account_id === 'jdoe')!.reasons[0]).toBe(
    'name Doe, John ~ address john.doe@company.com',
  );
  expect(asked.candidates.some((one) => one.account_id === 'john.doe.svc')).toBe(false);
});

test('an address in letters of another script is told; one that two people share resolves nobody', async () => {
  const asked = await ask();
  expect(asked.lookalikes).toEqual([
    {
      system: 'erp',
      account_id: 'j-2',
      email: 'jоhn.doe@company.com',
      resembles: 'john.doe@company.com',
      identity_id: 'E-1',
    },
  ]);
  expect(asked.shared_emails).toEqual([{ email: 'desk@company.com', identity_ids: ['E-3', 'E-4'] }]);
  expect(await people()).toEqual([]);
});

test('what is confirmed holds for accounts and grants, what is refused does not come again', async () => {
  const pair = { system: 'erp', account_id: 'jdoe', identity_id: 'E-1', note: 'asked HR' };
  await decideIdentity(engagement, { ...pair, decision: 'same' });
  await decideIdentity(engagement, {
    ...pair,
    account_id: 'novakova.jana',
    identity_id: 'E-2',
    decision: 'different',
  });
  await resolveIdentities(engagement);
  expect(await people()).toEqual([['erp', 'jdoe', 'E-1']]);
  const asked = await ask();
  expect(asked.candidates.map(({ account_id }) => account_id)).not.toContain('jdoe');
  expect(asked.candidates.map(({ account_id }) => account_id)).not.toContain('novakova.jana');
  expect(
    asked.decisions.map(({ account_id, decision, identity_id, email }) => [
      account_id,
      decision,
      identity_id,
      email,
    ]),
  ).toEqual([
    ['jdoe', 'same', 'E-1', 'john.doe@company.com'],
    ['novakova.jana', 'different', 'E-2', 'jana.novak@company.com'],
  ]);
});

test('a later statement of the client is stronger; an account has one person', async () => {
  const pair = { system: 'erp', account_id: 'jdoe', note: null, decision: 'same' } as const;
  await decideIdentity(engagement, { ...pair, identity_id: 'E-1' });
  await expect(decideIdentity(engagement, { ...pair, identity_id: 'E-2' })).rejects.toMatchObject({
    code: 'BAD_ARGUMENT',
  });
  await expect(decideIdentity(engagement, { ...pair, identity_id: 'E-9' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await engagement.store.transaction((session) =>
    session.run(
      `INSERT INTO main.account_aliases (source_id, record_no, system, account_id, identity_id) VALUES ('b', 1, 'erp', 'jdoe', 'E-3')`,
    ),
  );
  await resolveIdentities(engagement);
  expect(await people()).toEqual([['erp', 'jdoe', 'E-3']]);
});
