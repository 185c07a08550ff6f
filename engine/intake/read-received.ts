import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { RawTable } from '#shared/model/receipt.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/types.ts';
import { isInterrupt } from '#engine/store/index.ts';
import type { Candidate } from './file/collect.ts';
import { receiveFile, throwIfCancelled, type Received } from './file/receive.ts';
import type { LoadContext } from './load-file.ts';
import type { StatedMoment } from './moment.ts';
import { openFile } from './open-file.ts';
import type { AsText } from './opened.ts';
import type { Origin } from './origin.ts';
import { planFile } from './plan.ts';
import type { Reader } from './registry.ts';

/** The word that stands in place of a reader's id: take the file in as text, whatever it looks like. null = a reader. */
export function asText(as: string | undefined): AsText | null {
  return as === 'raw' || as === 'lines' ? as : null;
}

/** How a file is to be read. */
export interface ReadSetting {
  engagement: Engagement;
  /** The reader that the user named. */
  as: Reader | null;
  /** Keep it as text. */
  raw: AsText | null;
  /** Readers that were made by hand in the engagement. */
  own: readonly Reader[];
  stated: StatedMoment | null;
  suppliedBy: string | null;
  origin: Origin;
  rawBefore: readonly RawTable[];
  /** Source that makes way for it. */
  replaced?: string;
  work: WorkOptions;
}

/** Opens and plans a received file. `strict`: tables are written anew in the strict form first. */
async function prepareFile(setting: ReadSetting, received: Received, strict: boolean): Promise<LoadContext> {
  const { engagement, as, raw, own, stated, suppliedBy, origin, rawBefore, work } = setting;
  const scratch = await mkdtemp(join(received.scratch, strict ? 'strict-' : 'read-'));
  const { as_of: now, period } = engagement.settings;
  const asOf = (stated?.moment ?? now ?? period.to).slice(0, 10);
  const context = {
    scratch,
    strict,
    as,
    raw,
    own,
    stated,
    replaced: setting.replaced ?? null,
    asOf,
    store: engagement.store,
    signal: work.signal,
  };
  const opened = await openFile({ ...received, scratch }, context);
  const planned = await planFile(opened, opened.format === 'text' ? opened.reader : as, context);
  throwIfCancelled(work.signal);
  const named = as !== null || raw !== null;
  return {
    engagement,
    received: { ...received, scratch },
    opened,
    planned,
    suppliedBy,
    named,
    stated,
    origin,
    rawBefore,
  };
}

/**
 * Reads a received file and hands it to `book`. Where the database splits the text in another way than RFC 4180 does,
 * it is received again and read in the strict form, in which both agree.
 */
export async function readReceived<T>(
  setting: ReadSetting,
  candidate: Candidate,
  received: Received,
  book: (context: LoadContext) => Promise<T>,
): Promise<T> {
  try {
    return await book(await prepareFile(setting, received, false));
  } catch (error) {
    if (error instanceof TickmarkError || isInterrupt(error)) throw error;
    const again = await receiveFile(candidate, join(received.scratch, 'again'), {
      signal: setting.work.signal,
    });
    if (again.sha256 !== received.sha256) {
      throw new TickmarkError('UNREADABLE', 'the file changed while it was read', {
        hint: 'Import it again when it is complete.',
        cause: error,
      });
    }
    return book(await prepareFile(setting, again, true));
  }
}
