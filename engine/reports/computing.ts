import { TickmarkError } from '#shared/model/errors.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/index.ts';
import { withHeartbeat } from '#engine/intake/heartbeat.ts';
import type { Session } from '#engine/store/index.ts';

/**
 * Computes with one session, with signs of life, until it is cancelled. `cancelled` says what was. Throws CANCELLED.
 */
export function computing<T>(
  store: Engagement['store'],
  work: WorkOptions,
  cancelled: string,
  compute: (session: Session) => Promise<T>,
): Promise<T> {
  return store.use((session) =>
    withHeartbeat(
      work,
      'computing',
      () => session.interrupt(),
      () => compute(session),
    ).catch((error: unknown) => {
      if (work.signal?.aborted) throw new TickmarkError('CANCELLED', cancelled);
      throw error;
    }),
  );
}
