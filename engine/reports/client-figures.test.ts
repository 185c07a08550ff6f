import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { buildReport } from './index.ts';

/**
 * As of 24 November 2024 nine grants of two people, none of them explained: nine of nine are drift. On 1 November there were
 * two of them. What the client says is in the rows below.
 */
const ROWS = `
  INSERT INTO identities (source_id, record_no, identity_id, email, status) VALUES
    ('hr', 1, 'E1', 'ann@company.com', 'active'), ('hr', 2, 'E2', 'bob@company.com', 'active');
  INSERT INTO accounts (source_id, record_no, system, account_id, identity_id, kind) VALUES
    ('idp', 1, 'git', 'ann', 'E1', 'human'), ('idp', 2, 'git', 'bob', 'E2', 'human');
  INSERT INTO grants (source_id, record_no, snapshot_id, as_of, system, account_id, identity_id, resource, permission)
    SELECT 'new', i, 'b', '2024-11-24 00:00:00-05', 'git', 'ann', 'E1', 'r' || i, 'read' FROM range(1, 10) AS t(i);
  INSERT INTO grants (source_id, record_no, snapshot_id, as_of, system, account_id, identity_id, resource, permission)
    SELECT 'old', i, 'a', '2024-11-01 00:00:00-04', 'git', 'bob', 'E2', 'r' || i, 'read' FROM range(1, 3) AS t(i);
  INSERT INTO hr_events (source_id, record_no, event_id, event_type, identity_id, email, effective_at, date_only) VALUES
    ('ev', 1, 'h1', 'hire', 'E2', 'bob@company.com', '2024-11-04 09:00:00-05', false);
  INSERT INTO reported_metrics (source_id, record_no, report, metric, period, value) VALUES
    ('m', 1, 'Policy Coverage', 'Total Access Grants', '2024-11-24', 9),
    ('m', 2, 'Policy Coverage', 'Drift', '2024-11-24', 8),
    ('m', 3, 'Policy Coverage', 'drift share', '2024-11-24', 100),
    ('m', 4, 'Policy Coverage', 'Happiness', '2024-11-24', 7.5),
    ('m', 5, 'trend', 'grants', '2024-11-01', 2),
    ('m', 6, 'trend', 'grants', '2024-10-01', 2),
    ('m', 7, 'Access Changes', 'New Hires', '2024-11', 1),
    ('m', 8, 'Access Changes', 'Terminations', '2024-11', 3),
    ('m', 9, 'Access Changes', 'New Hires', '2024-10', 4),
    ('m', 10, 'Weather', 'sunny days', '2024-11', 12);
`;

let engagement: Engagement;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ engagement, remove } = await testEngagement({ as_of: '2024-11-24' }));
  await engagement.change('data', async (session) => {
    for (const sql of ROWS.split(';').filter((text) => text.trim() !== '')) await session.run(sql);
    return { value: null, details: {} };
  });
});
afterAll(() => remove());

it('holds each figure of the client against ours, and says which it leaves out', async () => {
  const { figures, rows } = await buildReport(engagement, 'client-figures', {});
  const told = rows.map(({ metric, period, claimed, ours, verdict, why }) =>
    [metric, period, claimed, ours, verdict, ...(why === null ? [] : [why])].join(' | '),
  );
  expect(told.filter((row) => !row.includes('missed_by_client'))).toEqual([
    'Total Access Grants | 2024-11-24 | 9 | 9 | agreed',
    'Drift | 2024-11-24 | 8 | 9 | differs',
    'drift share | 2024-11-24 | 100 | 100 | agreed',
    'Happiness | 2024-11-24 | 7.5 |  | not_reproducible | none of our figures is called so',
    'grants | 2024-11-01 | 2 | 2 | agreed',
    'grants | 2024-10-01 | 2 |  | not_reproducible | no snapshot was imported for that day',
    'New Hires | 2024-11 | 1 | 1 | agreed',
    'Terminations | 2024-11 | 3 | 0 | differs',
    'New Hires | 2024-10 | 4 |  | not_reproducible | it is of another period: ask for this report with that one',
    'sunny days | 2024-11 | 12 |  | not_reproducible | none of our reports is called so',
  ]);
  const missed = told.filter((row) => row.includes('missed_by_client'));
  expect(missed).toContain('total_users | 2024-11-24 |  | 2 | missed_by_client');
  expect(missed).toContain('role_changes | 2024-11 |  | 0 | missed_by_client');
  // A point of a trend is not asked for the rest of a report.
  expect(missed.filter((row) => row.includes('2024-11-01'))).toEqual([]);
  expect(figures).toEqual({
    claimed: 10,
    agreed: 4,
    differs: 2,
    not_reproducible: 4,
    missed_by_client: missed.length,
  });
  expect(rows[1]!['source_rows']).toEqual([{ table: 'reported_metrics', source_id: 'm', record_no: 2 }]);
});

it('answers for the period that is asked for', async () => {
  const { rows } = await buildReport(engagement, 'client-figures', {
    period: { from: '2024-10-01', to: '2024-10-31' },
  });
  const hires = rows.filter((row) => row['metric'] === 'New Hires');
  // No HR event lies in October, and the list begins later: nothing is known of it.
  expect(hires.map(({ period, verdict }) => [period, verdict])).toEqual([
    ['2024-11', 'not_reproducible'],
    ['2024-10', 'not_reproducible'],
  ]);
});
