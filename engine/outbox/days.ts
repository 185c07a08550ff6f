import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';

/** The day of a letter and the last day to answer, in the engagement's zone. `as_of`: instant. Throws BAD_ARGUMENT. */
export async function dueOn(
  session: Session,
  on: string | undefined,
  as_of: string,
  days: number,
): Promise<{ requested_on: string; due_on: string }> {
  try {
    const row = await session.one(
      `SELECT strftime(day, '%Y-%m-%d') AS requested_on, strftime(day + $days::INTEGER, '%Y-%m-%d') AS due_on
       FROM (SELECT coalesce($on::DATE, $as_of::TIMESTAMPTZ::DATE) AS day)`,
      { on: on ?? null, as_of, days },
    );
    return { requested_on: String(row?.['requested_on']), due_on: String(row?.['due_on']) };
  } catch (cause) {
    throw new TickmarkError('BAD_ARGUMENT', `"${on}" is no day`, { hint: 'Write it as YYYY-MM-DD.', cause });
  }
}
