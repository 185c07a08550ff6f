import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { buildReport, listReports } from './index.ts';

/** A report over nothing must not read like a report that found nothing. */

let engagement: Engagement;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
});
afterAll(() => remove());

describe('reports of an engagement without data', () => {
  it.each(listReports().flatMap(({ id, about }) => (about === null ? [id] : [])))(
    '%s says so',
    async (id) => {
      const report = await buildReport(engagement, id, {});
      const text = JSON.stringify(report);
      expect(text).toMatch(/NO DATA|not known/);
      expect(text).not.toMatch(/HEALTHY|GOOD|tie\b/);
    },
  );

  it('counts of people are not known rather than zero', async () => {
    const { figures } = await buildReport(engagement, 'access-changes', {});
    expect([figures['hires'], figures['terminations'], figures['exceptions_granted']]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('nothing under a heading that is not known reads as none', async () => {
    const { sections } = await buildReport(engagement, 'access-changes', {});
    for (const { heading, lines } of sections) {
      expect(heading).toMatch(/: not known$/);
      for (const { label, value } of lines)
        expect([label, value]).toEqual([label, expect.stringMatching(/^(not known|n\/a)$/)]);
    }
  });

  it('a period outside the data is told apart from one without changes', async () => {
    await engagement.change('data', async (session) => {
      await session.run(
        `INSERT INTO hr_events (source_id, record_no, event_id, event_type, identity_id, email, effective_at, date_only)
         VALUES ('s', 1, 'h1', 'hire', 'E1', 'a@b.c', '2024-11-04 09:00:00-05', false)`,
      );
      return { value: null, details: {} };
    });
    const inside = await buildReport(engagement, 'access-changes', {});
    expect([inside.figures['hires'], inside.figures['terminations']]).toEqual([1, 0]);
    const outside = await buildReport(engagement, 'access-changes', {
      period: { from: '2020-01-01', to: '2020-01-31' },
    });
    expect(outside.figures['hires']).toBeNull();
    expect(outside.notes[0]).toMatch(
      /^NO DATA for the period: there are 1 HR events from 2024-11-04 to 2024-11-04/,
    );
  });
});
