import { TickmarkError } from '#shared/model/errors.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Engagement } from '#engine/engagement/types.ts';
import { updateReceipt } from './book.ts';

/**
 * The same bytes came in before: nothing is loaded, and a name that is new is recorded with the source.
 * Throws SOURCE_SUPERSEDED where the file had been replaced.
 */
export async function nameAgain(engagement: Engagement, known: Receipt, file: string): Promise<Receipt> {
  if (known.superseded_by !== undefined) {
    throw new TickmarkError(
      'SOURCE_SUPERSEDED',
      `the same bytes were imported before, as ${known.file}, and replaced by source ${known.superseded_by}`,
      { hint: `To bring it back, import it with --replace ${known.superseded_by}.` },
    );
  }
  const names = [known.file, ...(known.also_named ?? [])];
  if (names.includes(file)) return { ...known, already: true };
  const receipt: Receipt = { ...known, also_named: [...(known.also_named ?? []), file] };
  await engagement.change('source_named_again', async (session) => {
    await updateReceipt(session, receipt);
    return { value: null, details: { file, sha256: known.sha256, known_as: known.file } };
  });
  return { ...receipt, already: true };
}
