import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/types.ts';
import { bookAgain } from './book.ts';
import { requireEncoding, statedEncoding } from './file/encoding.ts';
import { receiveFile } from './file/receive.ts';
import { ownReaders } from './hand/mappings.ts';
import { instantOf, momentFor, type StatedMoment } from './moment.ts';
import { asText, readReceived } from './read-received.ts';
import { requireReader, type Reader } from './registry.ts';
import { requireSource, sourceFile } from './sources.ts';

export interface RereadOptions extends WorkOptions {
  /** Id of a reader or mapping; `raw` = as text, `lines` = line by line; left out = by content. */
  as?: string;
  /** Moment of observation, where the file does not state one; left out = what was stated before. */
  asOf?: string;
  /** Code page, where the bytes do not tell it; left out = what was stated before. */
  encoding?: string;
  /** For work that is done again: the reader and the moment of then. */
  recorded?: { reader: Reader | null; stated: StatedMoment | null };
}

/** Reads a stored file again and leaves identities and systems to be settled by the caller. */
export async function rereadAs(
  engagement: Engagement,
  source: string,
  options: RereadOptions,
): Promise<Receipt> {
  const raw = asText(options.as);
  const given = options.encoding === undefined ? null : requireEncoding(options.encoding);
  const { receipt, own, as } = await engagement.store.use(async (session) => {
    const mine = await ownReaders(session);
    if (options.asOf !== undefined) await instantOf(session, options.asOf);
    const named = options.as === undefined || raw ? null : requireReader(options.as, mine);
    return {
      receipt: await requireSource(session, source),
      own: mine,
      as: options.recorded?.reader ?? named,
    };
  });
  if (receipt.superseded_by !== undefined) {
    throw new TickmarkError('SOURCE_SUPERSEDED', `${receipt.file} was replaced by ${receipt.superseded_by}`, {
      hint: 'Read the source again that took its place.',
    });
  }
  const encoding = given ?? statedEncoding(receipt.encoding);
  const path = await sourceFile(engagement, receipt);
  const scratch = await mkdtemp(join(engagement.workDir, 'reread-'));
  const interrupt = () => engagement.store.interruptAll();
  options.signal?.addEventListener('abort', interrupt);
  try {
    const candidate = { path, file: receipt.file, encoding };
    const received = await receiveFile(candidate, scratch, { signal: options.signal });
    if (received.sha256 !== receipt.sha256) {
      throw new TickmarkError(
        'SOURCE_CHANGED',
        `${receipt.file} no longer has the bytes that were received`,
        {
          hint: 'Restore the folder sources/ of the engagement from a copy; the digests are in the journal.',
        },
      );
    }
    const setting = {
      engagement,
      as,
      raw,
      own,
      stated: options.recorded ? options.recorded.stated : momentFor(receipt, options.asOf),
      suppliedBy: receipt.supplied_by,
      origin: receipt.origin ?? null,
      rawBefore: [],
      work: options,
    };
    return await readReceived(setting, candidate, received, (context) =>
      bookAgain(context, receipt, path, null),
    );
  } finally {
    options.signal?.removeEventListener('abort', interrupt);
    await rm(scratch, { recursive: true, force: true });
  }
}
