import type * as z from 'zod/mini';
import { TickmarkError } from '#shared/model/errors.ts';

/**
 * A document that the database keeps as JSON, as its schema says: a received database may hold anything in its columns.
 * `what` names it for people. Throws ENGAGEMENT_INVALID.
 */
export function stored<T>(schema: z.ZodMiniType<T>, text: unknown, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(String(text));
  } catch {
    throw notOurs(what);
  }
  // The value as it was kept: a schema would leave out what it does not name.
  if (schema.safeParse(value).success) return value as T;
  throw notOurs(what);
}

/** For what no command of ours leaves behind. */
export function notOurs(what: string): TickmarkError {
  return new TickmarkError('ENGAGEMENT_INVALID', `the database holds ${what} that Tickmark did not write`, {
    hint: 'Treat this engagement as altered: compare it with your own copy, or import the sources anew.',
  });
}
