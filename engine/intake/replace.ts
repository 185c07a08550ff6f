import { TickmarkError } from '#shared/model/errors.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Session } from '#engine/store/index.ts';
import { bookAgain, requireSameKind, supersede, updateReceipt } from './book.ts';
import type { Candidate } from './file/collect.ts';
import type { Received } from './file/receive.ts';
import { type ReadSetting, readReceived } from './read-received.ts';
import { requireSource, sourceFile } from './sources.ts';

/** A source in force that another file may replace. Throws NOT_FOUND, SOURCE_SUPERSEDED. */
export async function requireReplaceable(session: Session, source: string): Promise<Receipt> {
  const receipt = await requireSource(session, source);
  if (receipt.superseded_by === undefined) return receipt;
  throw new TickmarkError('SOURCE_SUPERSEDED', `${receipt.file} was replaced already`, {
    hint: `Replace the source that took its place: ${receipt.superseded_by}.`,
  });
}

/**
 * Replaces a source by a file whose bytes are known. One that is in force takes the other's place as it is; one that
 * had been replaced itself comes back and is read anew. Throws BAD_ARGUMENT where both are the same, READER_MISMATCH
 * where they are of different kinds.
 */
export async function replaceWith(
  setting: ReadSetting,
  candidate: Candidate,
  received: Received,
  known: Receipt,
  replaced: Receipt,
): Promise<Receipt> {
  const { engagement } = setting;
  if (known.source_id === replaced.source_id) {
    throw new TickmarkError(
      'BAD_ARGUMENT',
      `${candidate.file} has the same bytes as what it should replace`,
      {
        hint: 'Nothing was changed.',
      },
    );
  }
  if (known.superseded_by !== undefined) {
    const path = await sourceFile(engagement, known);
    const restored: Candidate = { ...candidate, file: known.file };
    return readReceived(setting, restored, { ...received, candidate: restored }, (context) =>
      bookAgain(context, known, path, replaced),
    );
  }
  requireSameKind(replaced, known);
  const receipt: Receipt = { ...known, replaces: replaced.source_id };
  await engagement.change('source_replaced', async (session) => {
    await supersede(session, replaced, known.source_id);
    await updateReceipt(session, receipt);
    return {
      value: null,
      details: {
        file: known.file,
        sha256: known.sha256,
        replaces: { file: replaced.file, sha256: replaced.sha256, loaded: replaced.loaded },
      },
    };
  });
  return receipt;
}
