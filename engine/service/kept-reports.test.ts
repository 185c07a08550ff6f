import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { buildReport } from '#engine/reports/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { KeptReports } from './kept-reports.ts';

let engagement: Engagement;
let remove: () => Promise<void>;
let kept: KeptReports;

beforeEach(async () => {
  ({ engagement, remove } = await testEngagement({ as_of: '2024-11-24' }));
  kept = new KeptReports();
  await add(`
    INSERT INTO identities (source_id, record_no, identity_id, email, status, hired_at) VALUES
      ('hr', 1, 'E1', 'ann@x.com', 'active', '2020-01-01'), ('hr', 2, 'E2', 'bob@x.com', 'active', '2020-01-01');
    INSERT INTO service_accounts (source_id, record_no, system, account_id) VALUES ('sa', 1, 'ci', 'deploy');
    INSERT INTO grants (source_id, record_no, as_of, system, account_id, identity_id, resource, permission) VALUES
      ('s', 1, '2024-11-20', 'aws', 'ann', 'E1', 'prod', 'read'), ('s', 2, '2024-11-20', 'mail', 'ann', 'E1', 'box', 'user'),
      ('s', 3, '2024-11-20', 'aws', 'bob', 'E2', 'prod', 'read'), ('s', 4, '2024-11-20', 'ci', 'deploy', NULL, 'jobs', 'run')`);
});
afterEach(() => remove());

async function add(sql: string): Promise<void> {
  await engagement.change('data', async (session) => {
    await session.run(sql);
    return { value: null, details: {} };
  });
}

const coverage = (work = {}) => kept.get(engagement, 'coverage', work);

it('is the report that is built anew, and worked out once', async () => {
  const first = await coverage();
  expect(first).toEqual(await buildReport(engagement, 'coverage', {}));
  // Two people with three grants in two systems; the third system has that of a service alone.
  expect(first.figures).toMatchObject({ users: 2, people_with_grants: 2, grants: 3, systems: 2 });
  expect(await coverage()).toBe(first);
});

it('is worked out anew after a change, and after one that came while it was worked out', async () => {
  const before = coverage();
  const change =
    add(`INSERT INTO grants (source_id, record_no, as_of, system, account_id, identity_id, resource, permission)
    VALUES ('s', 5, '2024-11-20', 'vpn', 'bob', 'E2', 'net', 'use')`);
  await Promise.all([before, change]);
  expect((await coverage()).figures).toMatchObject({ grants: 4, systems: 3 });
  await add(`INSERT INTO identities (source_id, record_no, identity_id, email, status, hired_at)
    VALUES ('hr', 3, 'E3', 'cyd@x.com', 'active', '2020-01-01')`);
  expect((await coverage()).figures['users']).toBe(3);
});

it('is of the engagement that is asked about', async () => {
  expect((await coverage()).figures['users']).toBe(2);
  const other = await testEngagement({ as_of: '2024-11-24' });
  try {
    expect((await kept.get(other.engagement, 'coverage', {})).figures['users']).toBe(0);
  } finally {
    await other.remove();
  }
});

it('is answered to those who wait for it when another gives up', async () => {
  const aborter = new AbortController();
  const given = coverage({ signal: aborter.signal }).catch((error: Error & { code?: string }) => error.code);
  const waited = coverage();
  aborter.abort();
  expect(await given).toBe('CANCELLED');
  expect((await waited).figures['grants']).toBe(3);
  expect(await coverage()).toBe(await waited);
});

it('is begun again after all who asked gave up', async () => {
  const aborter = new AbortController();
  const given = coverage({ signal: aborter.signal }).catch((error: Error & { code?: string }) => error.code);
  aborter.abort();
  expect(await given).toBe('CANCELLED');
  expect((await coverage()).figures['grants']).toBe(3);
});
