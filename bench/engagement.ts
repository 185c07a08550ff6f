import { createEngagement, type Engagement, openEngagement } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import { once } from './data.ts';

const SCOPE = {
  client: 'Bench Company',
  kind: 'internal',
  period: { from: '2024-11-01', to: '2024-11-30' },
  timezone: 'America/New_York',
} as const;

export const ENGAGEMENT_DEPS = { toolVersion: 'bench', now: () => '2024-12-02T09:00:00Z', actor: 'bench' };

/** An engagement as the command line makes it: the same settings of the database for both sides. */
export async function withNewEngagement<T>(
  dir: string,
  work: (engagement: Engagement) => Promise<T>,
): Promise<T> {
  const engagement = await createEngagement(dir, SCOPE, ENGAGEMENT_DEPS);
  try {
    return await work(engagement);
  } finally {
    await engagement.close();
  }
}

export async function withEngagement<T>(
  dir: string,
  work: (engagement: Engagement) => Promise<T>,
): Promise<T> {
  const engagement = await openEngagement(dir, ENGAGEMENT_DEPS);
  try {
    return await work(engagement);
  } finally {
    await engagement.close();
  }
}

/** An engagement with filled tables, made once. What runs leave in it (runs, findings) does not change the questions. */
export async function filledEngagement(
  dir: string,
  fill: (session: Session) => Promise<void>,
): Promise<void> {
  // A folder renamed into place; an engagement holds no path of its own.
  await once(dir, (partial) =>
    withNewEngagement(partial, async ({ store }) => {
      await store.transaction(fill);
      await store.use((session) => session.run('CHECKPOINT'));
    }),
  );
}
