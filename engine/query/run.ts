import type { CancelSignal } from '#shared/contract/envelope.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { isInterrupt, sqlMessage, type Session } from '#engine/store/index.ts';

export interface Limits {
  /** Milliseconds until a statement is ended. */
  timeoutMs: number;
  /** Rows that are kept of a result. */
  maxRows: number;
}

export const DEFAULT_LIMITS: Limits = { timeoutMs: 300_000, maxRows: 5_000_000 };

/**
 * Runs `work` on a session, ending its statement on cancel or time-out.
 * Throws CANCELLED, SQL_TIMEOUT or SQL_FAILED (with DuckDB's own first line).
 */
export async function limited<T>(
  session: Session,
  options: { signal?: CancelSignal | undefined; timeoutMs: number },
  work: () => Promise<T>,
): Promise<T> {
  let ended: 'cancelled' | 'timeout' | undefined;
  const cancel = () => {
    ended ??= 'cancelled';
    session.interrupt();
  };
  const timer = setTimeout(() => {
    ended ??= 'timeout';
    session.interrupt();
  }, options.timeoutMs);
  options.signal?.addEventListener('abort', cancel, { once: true });
  try {
    if (options.signal?.aborted) throw new TickmarkError('CANCELLED', 'cancelled before it began');
    return await work();
  } catch (error) {
    if (error instanceof TickmarkError) throw error;
    if (ended === 'timeout') {
      throw new TickmarkError(
        'SQL_TIMEOUT',
        `the statement was ended after ${options.timeoutMs / 1000} seconds`,
        {
          hint: 'Narrow it with WHERE, or aggregate before joining.',
        },
      );
    }
    if (ended === 'cancelled' || isInterrupt(error))
      throw new TickmarkError('CANCELLED', 'the statement was cancelled');
    throw new TickmarkError('SQL_FAILED', sqlMessage(error), {
      hint: 'The schema tree lists tables and columns.',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', cancel);
  }
}
