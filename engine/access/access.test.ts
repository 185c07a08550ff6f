import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { logCountries, sodMatrix, whyAccess } from './index.ts';

let engagement: Engagement;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
  await engagement.store.transaction((session) =>
    session.run(`
      INSERT INTO identities (source_id, record_no, identity_id, email, job_title, status, hired_at) VALUES
        ('hr', 1, 'E1', 'ann@x.com', 'Engineer', 'active', '2020-01-01'), ('hr', 2, 'E2', 'bob@x.com', 'Clerk', 'active', '2020-01-01');
      INSERT INTO policies (source_id, record_no, policy, version, effective_at, approved_by, scope_valid, grants_in_file) VALUES
        ('p', 1, 'Engineers', '1', '2024-01-01', 'ciso', true, true);
      INSERT INTO policy_scopes (source_id, record_no, policy, version, attribute, value) VALUES ('p', 1, 'Engineers', '1', 'job_title', 'engineer');
      INSERT INTO policy_grants (source_id, record_no, policy, version, clause_no, system, resource, permission, justification) VALUES
        ('p', 1, 'Engineers', '1', 1, 'aws', 'vault', 'open', 'on call'), ('p', 2, 'Engineers', '1', 2, 'aws', 'vault', 'list', NULL);
      INSERT INTO grants (source_id, record_no, as_of, system, account_id, identity_id, resource, permission, via) VALUES
        ('s', 1, '2024-11-20', 'aws', 'Admins', NULL, 'vault', 'open', 'direct'),
        ('s', 2, '2024-11-20', 'aws', 'bob', 'E2', 'prod', 'write', 'direct');
      INSERT INTO memberships (source_id, record_no, as_of, system, group_id, member_kind, member_id) VALUES
        ('g', 1, '2024-11-20', 'ad', 'admins', 'group', 'seniors'), ('g', 2, '2024-11-20', 'ad', 'seniors', 'account', 'ann@x.com'),
        ('g', 3, '2024-11-20', 'ad', 'seniors', 'group', 'admins'), ('g', 4, '2024-11-20', 'ad', 'seniors', 'account', 'bob@x.com');
      INSERT INTO exceptions (source_id, record_no, exception_id, user_email, system, resource, permission, requested_by, approved_by, approved_at, expires_at) VALUES
        ('x', 1, 'X1', 'bob@x.com', 'aws', 'vault', 'open', 'bob@x.com', 'bob@x.com', '2024-10-01', '2025-01-01');
      INSERT INTO access_requests (source_id, record_no, request_id, user_email, system, resource, permission, status, requested_at) VALUES
        ('q', 1, 'R1', 'bob@x.com', 'aws', 'vault', 'open', 'approved', '2024-10-01');
      INSERT INTO approvals (source_id, record_no, request_id, level, approver_email, decided_at, decision) VALUES
        ('a', 1, 'R1', 1, 'boss@x.com', '2024-10-02', 'approved');
      INSERT INTO sod_rules (source_id, record_no, rule, kind, items) VALUES ('r', 1, 'Apart', 'resources', ['vault', 'aws:prod', 'safe']);`),
  );
});
afterAll(() => remove());

it('names the clause, the way through groups, and what policy gives beside it', async () => {
  const answer = await whyAccess(engagement, {
    identity: 'Ann@x.com',
    resource: 'aws:vault',
    as_of: '2024-11-24',
  });
  expect(answer.held).toEqual([
    {
      system: 'aws',
      account: 'ann@x.com',
      resource: 'vault',
      permission: 'open',
      part: 'policy',
      drift_reason: null,
      via: ['admins > seniors'],
      granted_at: null,
      granted_by: null,
      observed_at: '2024-11-20T05:00:00Z',
      source_rows: [{ table: 'grants', source_id: 's', record_no: 1 }],
    },
  ]);
  expect(answer.grounds.map(({ kind, summary, source_rows }) => [kind, summary, source_rows])).toEqual([
    [
      'policy',
      'Engineers 1, clause 1, gives open on aws:vault (on call)',
      [{ table: 'policy_grants', source_id: 'p', record_no: 1 }],
    ],
    [
      'policy',
      'Engineers 1, clause 2, gives list on aws:vault',
      [{ table: 'policy_grants', source_id: 'p', record_no: 2 }],
    ],
    [
      'group',
      'Member by way of admins > seniors of ad',
      [{ table: 'memberships', source_id: 'g', record_no: 2 }],
    ],
    ['group', 'Member by way of seniors of ad', [{ table: 'memberships', source_id: 'g', record_no: 2 }]],
  ]);
  expect(answer.summary).toEqual([
    'ann@x.com holds open on aws:vault (policy): Engineers 1, clause 1, gives open on aws:vault (on call)',
    'Not held: Engineers 1, clause 2, gives list on aws:vault',
  ]);
});

it('shows exceptions and requests that do not give the access, and says that nothing does', async () => {
  const answer = await whyAccess(engagement, {
    identity: 'bob',
    resource: 'vault',
    as_of: '2024-11-24',
  }).catch((error: unknown) => error);
  expect(answer).toMatchObject({ code: 'NOT_FOUND' });
  const bob = await whyAccess(engagement, { identity: 'E2', resource: 'vault', as_of: '2024-11-24' });
  expect(bob.held.map(({ permission, part }) => [permission, part])).toEqual([['open', 'drift']]);
  expect(bob.grounds.slice(0, 2).map(({ kind, holds, summary }) => [kind, holds, summary])).toEqual([
    [
      'exception',
      false,
      'Exception X1 for open, approved by bob@x.com, until 2025-01-01: not valid: self approved',
    ],
    ['request', true, 'Request R1 for open of 2024-10-01: approved, approved by boss@x.com'],
  ]);
  expect(bob.summary).toEqual([
    'bob@x.com holds open on aws:vault (drift): neither a policy nor a valid exception gives it',
  ]);
});

it('counts the people who hold each pair that a rule keeps apart', async () => {
  expect(await sodMatrix(engagement, { kind: 'resources', as_of: '2024-11-24' })).toEqual({
    as_of: '2024-11-24',
    kind: 'resources',
    items: [
      { item: 'aws:prod', people: 1 },
      { item: 'safe', people: 0 },
      { item: 'vault', people: 2 },
    ],
    cells: [
      { first: 'aws:prod', second: 'safe', rules: ['Apart'], people: 0, accepted: 0 },
      { first: 'aws:prod', second: 'vault', rules: ['Apart'], people: 1, accepted: 0 },
      { first: 'safe', second: 'vault', rules: ['Apart'], people: 0, accepted: 0 },
    ],
  });
});

it('counts log entries by the country of their address, and apart what has none', async () => {
  // 8.8.8.8 is Google’s in the United States, 194.25.0.60 Deutsche Telekom’s in Germany; 10/8 is private (RFC 1918).
  await engagement.store.transaction((session) =>
    session.run(`
      INSERT INTO access_logs (source_id, record_no, occurred_at, account, action, result, ip) VALUES
        ('l', 1, '2024-11-20 08:00:00Z', 'ann', 'login', 'success', '8.8.8.8'),
        ('l', 2, '2024-11-20 09:00:00Z', 'Ann', 'read', 'denied', ' 8.8.8.8'),
        ('l', 3, '2024-11-19 09:00:00Z', 'bob', 'login', 'success', '8.8.4.4'),
        ('l', 4, '2024-11-20 10:00:00Z', 'bob', 'Sign-in', 'denied', '194.25.0.60'),
        ('l', 5, '2024-11-20 11:00:00Z', 'bob', 'login', 'success', '10.1.2.3'),
        ('l', 6, '2024-11-20 12:00:00Z', 'bob', 'login', 'success', NULL),
        ('l', 7, NULL, 'bob', 'read', 'success', 'not an address')`),
  );
  const all = await logCountries(engagement, 'all');
  expect(all).toMatchObject({ entries: 7, without_address: 1, unknown: { entries: 2, addresses: 2 } });
  expect(all.countries).toEqual([
    {
      country: 'US',
      entries: 3,
      failed: 1,
      accounts: 2,
      addresses: 2,
      named: ['8.8.8.8', '8.8.4.4'],
      first_at: '2024-11-19T09:00:00Z',
      last_at: '2024-11-20T09:00:00Z',
    },
    {
      country: 'DE',
      entries: 1,
      failed: 1,
      accounts: 1,
      addresses: 1,
      named: ['194.25.0.60'],
      first_at: '2024-11-20T10:00:00Z',
      last_at: '2024-11-20T10:00:00Z',
    },
  ]);
  const counted = async (use: 'logins' | 'failed') =>
    (await logCountries(engagement, use)).countries.map(({ country, entries }) => [country, entries]);
  expect(await counted('logins')).toEqual([
    ['US', 2],
    ['DE', 1],
  ]);
  expect(await counted('failed')).toEqual([
    ['DE', 1],
    ['US', 1],
  ]);
});
