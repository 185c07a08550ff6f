import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, resolveMoments, type WorkOptions } from '#engine/engagement/index.ts';
import { withHeartbeat } from '#engine/intake/heartbeat.ts';
import type { Session } from '#engine/store/index.ts';
import { completenessTrend } from './completeness.ts';
import { findingsTrend } from './findings.ts';
import { integrityTrend } from './integrity.ts';
import type { Trend } from './trend.ts';

export const TRENDS = ['findings', 'integrity', 'completeness'] as const;

/** How the figures of a tile of the overview moved, of one state of the engagement. Throws CANCELLED. */
export function buildTrend(
  { store, settings }: Engagement,
  of: (typeof TRENDS)[number],
  work: WorkOptions = {},
): Promise<Trend> {
  const compute = async (session: Session): Promise<Trend> => {
    const { as_of } = await resolveMoments(session, settings);
    await session.run('BEGIN TRANSACTION READ ONLY');
    if (of === 'findings') return findingsTrend(session);
    return of === 'integrity' ? integrityTrend(session) : completenessTrend(session, as_of);
  };
  return store.use((session) =>
    withHeartbeat(
      work,
      'computing',
      () => session.interrupt(),
      () => compute(session),
    ).catch((error: unknown) => {
      if (work.signal?.aborted) throw new TickmarkError('CANCELLED', 'the trend was cancelled');
      throw error;
    }),
  );
}
