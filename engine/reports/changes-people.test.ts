import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { buildReport } from './index.ts';

let engagement: Engagement;
let remove: () => Promise<void>;

// Three people left and their grants were removed. Ann's account is told of by two sources: one knows whose it is, the
// other that it is still enabled. Bob's is disabled by the one source there is. Cid has none.
const ROWS = `
  INSERT INTO identities (source_id, record_no, identity_id, email, display_name, status) VALUES
    ('s', 1, 'E1', 'ann@company.com', 'Ann', 'terminated'), ('s', 2, 'E2', 'bob@company.com', 'Bob', 'terminated'),
    ('s', 3, 'E3', 'cid@company.com', 'Cid', 'terminated');
  INSERT INTO hr_events (source_id, record_no, email, identity_id, event_type, effective_at) VALUES
    ('h', 1, 'ann@company.com', 'E1', 'termination', '2024-11-04 09:00:00-05'),
    ('h', 2, 'bob@company.com', 'E2', 'termination', '2024-11-04 09:00:00-05'),
    ('h', 3, 'cid@company.com', 'E3', 'termination', '2024-11-04 09:00:00-05');
  INSERT INTO audit_events (source_id, record_no, event_id, event_type, user_email, occurred_at) VALUES
    ('t', 1, 'x1', 'access_revoked', 'ann@company.com', '2024-11-05 12:00:00-05'),
    ('t', 2, 'x2', 'access_revoked', 'bob@company.com', '2024-11-05 12:00:00-05'),
    ('t', 3, 'x3', 'access_revoked', 'cid@company.com', '2024-11-05 12:00:00-05');
  INSERT INTO accounts (source_id, record_no, system, account_id, kind, identity_id, status) VALUES
    ('a', 1, 'crm', 'ann', 'human', 'E1', NULL), ('b', 1, 'crm', 'ann', 'human', NULL, 'enabled'),
    ('a', 2, 'crm', 'bob', 'human', 'E2', 'disabled');`;

beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
  await engagement.change('data', async (session) => {
    for (const sql of ROWS.split(';').filter((text) => text.trim() !== '')) await session.run(sql);
    return { value: null, details: {} };
  });
}, 60_000);
afterAll(() => remove());

it('a leaver is not through while any source says that an account is enabled', async () => {
  const { figures } = await buildReport(engagement, 'access-changes', { as_of: '2024-12-01' });
  expect([figures['terminations'], figures['terminations_incomplete']]).toEqual([3, 1]);
});
