import { TickmarkError } from '#shared/model/errors.ts';
import type { RawReject } from '../part.ts';

const MOST_REJECTS = 500_000;

/** So many lines that do not fit are no export with faults but another form of file. Throws FILE_MALFORMED. */
export function requireFew(rejects: readonly RawReject[], what: string, hint: string): void {
  if (rejects.length <= MOST_REJECTS) return;
  throw new TickmarkError('FILE_MALFORMED', `more than ${MOST_REJECTS} lines ${what}`, { hint });
}
