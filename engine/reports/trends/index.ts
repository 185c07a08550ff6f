import { type Engagement, resolveMoments, type WorkOptions } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import { computing } from '../computing.ts';
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
  return computing(store, work, 'the trend was cancelled', compute);
}
