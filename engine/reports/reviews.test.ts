import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { buildReport } from './index.ts';

/** Reports on reviews, schedule and single subjects over a few rows; every figure is counted by hand. */

let engagement: Engagement;
let remove: () => Promise<void>;

const ROWS = `
  INSERT INTO identities (source_id, record_no, identity_id, email, display_name, job_title, department, manager_email, status) VALUES
    ('s', 1, 'E1', 'ann@company.com', 'Ann', 'Analyst', 'Finance', 'boss@company.com', 'active'),
    ('s', 2, 'E2', 'bob@company.com', 'Bob', 'Analyst', 'Finance', 'boss@company.com', 'active');
  INSERT INTO review_campaigns (source_id, record_no, campaign_id, review_type, scope, status, started_at, due_at, completed_at) VALUES
    ('s', 1, 'C1', 'user', 'department:Finance', 'approved', '2024-10-07 09:00:00-04', '2024-10-14 09:00:00-04', '2024-10-15 09:00:00-04'),
    ('s', 2, 'C2', 'admin', 'all', 'pending', '2024-12-20 09:00:00-05', '2024-12-27 09:00:00-05', NULL);
  INSERT INTO review_items (source_id, record_no, campaign_id, item_id, user_email, system, resource, permission, reviewer_email) VALUES
    ('s', 1, 'C1', '1', 'ann@company.com', 'crm', 'leads', 'reader', 'boss@company.com'),
    ('s', 2, 'C1', '2', 'ann@company.com', 'crm', 'leads', 'admin', 'boss@company.com'),
    ('s', 3, 'C1', '3', 'bob@company.com', 'crm', 'leads', 'reader', 'boss@company.com'),
    ('s', 4, 'C1', '4', 'bob@company.com', 'crm', 'leads', 'admin', 'boss@company.com');
  INSERT INTO review_answers (source_id, record_no, campaign_id, item_id, reviewer_email, decided_at, decision, new_permission, answers) VALUES
    ('s', 1, 'C1', '1', 'boss@company.com', '2024-10-08 10:00:00-04', 'approve', NULL, '{"Q1":"Yes"}'),
    ('s', 2, 'C1', '2', 'boss@company.com', '2024-10-16 10:00:00-04', 'revoke', NULL, '{"Q1":"No"}'),
    ('s', 3, 'C1', '3', 'bob@company.com', '2024-10-08 10:00:00-04', 'unsure', NULL, '{}');
  INSERT INTO grants (source_id, record_no, as_of, system, account_id, identity_id, resource, permission) VALUES
    ('g', 1, '2024-11-30 00:00:00-05', 'crm', 'ann', 'E1', 'leads', 'reader'),
    ('g', 2, '2024-11-30 00:00:00-05', 'crm', 'ann', 'E1', 'leads', 'admin'),
    ('g', 3, '2024-11-30 00:00:00-05', 'crm', 'bob', 'E2', 'leads', 'reader');
  INSERT INTO accounts (source_id, record_no, system, account_id, kind, identity_id) VALUES
    ('a', 1, 'crm', 'ann', 'person', 'E1'), ('a', 2, 'crm', 'bob', 'person', 'E2');
  INSERT INTO audit_schedule (source_id, record_no, audit, frequency, scope, owner) VALUES
    ('p', 1, 'admins', 'monthly', 'all', 'security'), ('p', 2, 'users', 'quarterly', 'all', 'security'), ('p', 3, 'odd', 'now and then', 'all', NULL);
  INSERT INTO audits_performed (source_id, record_no, audit, performed_at) VALUES ('p', 1, 'users', '2024-10-04 10:00:00-04');`;

beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
  await engagement.change('data', async (session) => {
    for (const sql of ROWS.split(';').filter((text) => text.trim() !== '')) await session.run(sql);
    return { value: null, details: {} };
  });
});
afterAll(() => remove());

const AT = { as_of: '2024-12-01' };

describe('review summary', () => {
  it('counts decisions, issues and what came of them', async () => {
    const { figures, rows } = await buildReport(engagement, 'review-summary', AT);
    expect(figures).toEqual({ reviews: 1, items: 4, undecided: 1, begins_later: 1 });
    expect(rows).toMatchObject([
      {
        review_id: 'C1',
        review_type: 'user',
        status: 'approved',
        items: 4,
        reviewers: 1,
        statistics: {
          total_users_reviewed: 2,
          // Item 4 nobody decided; item 2 late and still there; item 3 by bob himself, unsure and left so.
          issues_found: 5,
          users_with_issues: 2,
          access_revoked: 1,
          access_modified: 0,
          access_approved: 1,
          unsure: 1,
          undecided: 1,
        },
        remediation_actions: { decided: 1, carried_out: 0, not_carried_out: 1, not_due: 0, not_proven: 0 },
      },
    ]);
    expect((rows[0]!['top_issues'] as { issue: string }[]).map(({ issue }) => issue)).toEqual([
      'late',
      'self_review',
      'still_there',
      'undecided',
      'unsure',
    ]);
  });
});

describe('schedule adherence', () => {
  it('names what was done, missed and not understood', async () => {
    const { figures, rows } = await buildReport(engagement, 'schedule', {});
    expect(figures).toEqual({
      audits_planned: 3,
      terms_performed: 1,
      terms_missed: 1,
      terms_not_due: 0,
      frequencies_not_understood: 1,
    });
    expect(rows.map(({ audit, performed, missed }) => [audit, performed, missed])).toEqual([
      ['admins', [], ['2024-11']],
      ['odd', [], []],
      ['users', ['2024-Q4'], []],
    ]);
  });
});

describe('the eight questions', () => {
  it('print statements that give the rows of the digest when they are asked again', async () => {
    const { rows, figures } = await buildReport(engagement, 'questions', AT);
    expect(figures).toMatchObject({ questions: 8 });
    const asked = rows.filter(({ sha256 }) => sha256 !== null);
    expect(asked.map(({ id }) => id)).toEqual(['reviewed', 'evidence-for-one']);
    for (const { query, sha256 } of asked) {
      const again = await engagement.store.use((session) => session.rows(String(query)));
      const text = again.map((row) => `${JSON.stringify(row)}\n`).join('');
      expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
    }
  });
});

describe('dossiers', () => {
  it('of a person: access with its reason, reviews and trail', async () => {
    const { figures, sections } = await buildReport(engagement, 'user:Ann@company.com', AT);
    expect(figures).toMatchObject({
      email: 'ann@company.com',
      identity_id: 'E1',
      employed: true,
      grants: 2,
      drift: 2,
      review_decisions: 2,
    });
    expect(sections.map(({ heading }) => heading)).toEqual([
      'Person',
      'Access held, and why',
      'Reviews',
      'Trail',
    ]);
  });

  it('of a resource: who holds it', async () => {
    const { figures } = await buildReport(engagement, 'resource:crm:leads', AT);
    expect(figures).toMatchObject({ grants: 3, people: 2, drift: 3, review_decisions: 3 });
  });

  it('of nobody is refused', async () => {
    await expect(buildReport(engagement, 'user:nobody@company.com', AT)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(buildReport(engagement, 'user', AT)).rejects.toMatchObject({ code: 'REPORT_UNKNOWN' });
    await expect(buildReport(engagement, 'coverage:x', AT)).rejects.toMatchObject({ code: 'REPORT_UNKNOWN' });
  });
});

describe('frameworks', () => {
  it('say that nothing was tested before anything was run', async () => {
    const { figures } = await buildReport(engagement, 'frameworks', AT);
    expect(figures['not_tested']).toBe(figures['requirements']);
  });
});
