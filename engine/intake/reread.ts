import type { Receipt } from '#shared/model/receipt.ts';
import type { Engagement } from '#engine/engagement/types.ts';
import { knownSystems, settleLostSystems } from './lost-systems.ts';
import { rereadAs, type RereadOptions } from './reread-as.ts';
import { resolveIdentities } from './resolve.ts';

export type { RereadOptions } from './reread-as.ts';

/**
 * Reads a stored file again, from its own bytes and on the path of every import, and makes its receipt anew. Nothing
 * is lost: the file, its tables of text and what people stated about it stay, and the journal has both figures.
 * Throws NOT_FOUND, READER_UNKNOWN, READER_MISMATCH, SOURCE_SUPERSEDED, SOURCE_CHANGED, CANCELLED; then all is as before.
 */
export async function rereadSource(
  engagement: Engagement,
  source: string,
  options: RereadOptions = {},
): Promise<Receipt> {
  const systems = await engagement.store.use(knownSystems);
  const made = await rereadAs(engagement, source, options);
  await settleLostSystems(engagement, systems, options);
  await resolveIdentities(engagement);
  return made;
}
