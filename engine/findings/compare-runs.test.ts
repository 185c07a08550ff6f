import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { compareFindings, previousRuns } from './compare-runs.ts';

let engagement: Engagement;
let remove: () => Promise<void>;

const run = (id: string, procedure: string, status: string) =>
  `('${id}', 0, '${procedure}', 1, '2024-11-24', '2024-11-01..2024-11-30', '{}', '${status}', 1, 1, 1, 0, 0, 'd', NULL, NULL, 0)`;
const finding = (id: string, runId: string, procedure: string) =>
  `('${id}', '${runId}', '${procedure}', 'high', 'exception', 'grant', 's-${id}', 'r', '', 'text ${id}', '{}', '[]', 0)`;

beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
  await engagement.change('data', async (session) => {
    await session.run(
      `INSERT INTO work.runs VALUES ${[
        run('R-0001', 'a', 'completed'),
        run('R-0001', 'b', 'completed'),
        run('R-0001', 'c', 'missing_input'),
        run('R-0002', 'a', 'completed'),
        run('R-0002', 'b', 'missing_input'),
        run('R-0002', 'c', 'completed'),
        run('R-0002', 'd', 'completed'),
      ].join(', ')}`,
    );
    await session.run(
      `INSERT INTO work.findings VALUES ${[
        finding('gone', 'R-0001', 'a'),
        finding('stays', 'R-0001', 'a'),
        finding('of b', 'R-0001', 'b'),
        finding('stays', 'R-0002', 'a'),
        finding('comes', 'R-0002', 'a'),
        finding('of c', 'R-0002', 'c'),
        finding('of d', 'R-0002', 'd'),
      ].join(', ')}`,
    );
    return { value: null, details: {} };
  });
});
afterAll(() => remove());

describe('findings since the last run', () => {
  it('are new, persisting or resolved; a test that did not conclude resolves nothing', async () => {
    const answer = await engagement.store.use(async (session) =>
      compareFindings(session, await previousRuns(session)),
    );
    expect(answer.counts).toEqual({ new: 1, persisting: 1, resolved: 1 });
    expect(answer.findings.map(({ change, id }) => [change, id]).sort()).toEqual([
      ['new', 'comes'],
      ['persisting', 'stays'],
      ['resolved', 'gone'],
    ]);
    expect(answer.not_compared).toEqual([
      { procedure: 'b', reason: 'did not run to its end in the latest run' },
      { procedure: 'c', reason: 'did not run to its end before' },
      { procedure: 'd', reason: 'did not run to its end before' },
    ]);
  });

  it('an earlier period names what has not been run since', async () => {
    const answer = await engagement.store.use((session) =>
      compareFindings(session, { procedures: ['z'], findings: [] }),
    );
    expect(answer.counts).toEqual({ new: 0, persisting: 0, resolved: 0 });
    expect(answer.not_compared.at(-1)).toEqual({ procedure: 'z', reason: 'has not been run since' });
  });
});
