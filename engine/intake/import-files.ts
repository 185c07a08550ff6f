import type { StatedEncoding } from '#shared/model/code-pages.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskFull, TickmarkError, toEnvelope } from '#shared/model/errors.ts';
import type { ImportFailure, ImportResult, RawTable, Receipt } from '#shared/model/receipt.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/types.ts';
import { isInterrupt, isOutOfMemory, sqlMessage } from '#engine/store/index.ts';
import { bookFile } from './book.ts';
import { collectFiles, type Candidate } from './file/collect.ts';
import { requireEncoding } from './file/encoding.ts';
import { removeOrphans } from './file/place.ts';
import { receiveFile } from './file/receive.ts';
import { ownReaders } from './hand/mappings.ts';
import { withHeartbeat } from './heartbeat.ts';
import { RowCountMismatch } from './load.ts';
import { knownSystems, settleLostSystems } from './lost-systems.ts';
import type { AsText } from './opened.ts';
import { instantOf, type StatedMoment, statedMoment } from './moment.ts';
import { nameAgain } from './name-again.ts';
import { asText, readReceived } from './read-received.ts';
import type { Origin } from './origin.ts';
import { requireReader, type Reader } from './registry.ts';
import { replaceWith, requireReplaceable } from './replace.ts';
import { resolveIdentities } from './resolve.ts';
import { bookedDigests, sourceByDigest } from './sources.ts';

export interface ImportOptions extends WorkOptions {
  /** Id of the reader to use for every file, whatever it looks like; `raw` = none, `lines` = none, line by line. */
  as?: string;
  /** Moment of observation of files that do not state one: a date or an instant. */
  asOf?: string;
  /** Source that the one file replaces: its id, or its file's name. */
  replace?: string;
  /** Code page of texts whose bytes do not tell it, by its name in the Encoding standard. */
  encoding?: string;
  /** Who handed the files over, as told. */
  suppliedBy?: string;
  /** For work that is done again: the names under which files came in, by path. */
  namedAs?: ReadonlyMap<string, string>;
  /** The outbox keeps what it sent out: nobody else may say so. */
  origin?: 'outbox';
}

const NOT_READ_AGAIN =
  'imported before and left as it is: "tickmark reread" reads it with another reader, moment or code page';

/** Work that is done again: what was stated for the one file then. */
export interface Recorded {
  /** The reader that was named, or a mapping in the version of then; null = by content. */
  reader: Reader | null;
  stated: StatedMoment | null;
  encoding: StatedEncoding | null;
  origin: Origin;
  rawBefore: readonly RawTable[];
}

interface Batch {
  engagement: Engagement;
  as: Reader | null;
  raw: AsText | null;
  own: readonly Reader[];
  replaced: Receipt | null;
  encoding: StatedEncoding | null;
  recorded: Recorded | null;
  options: ImportOptions;
}

async function importOne(
  batch: Batch,
  candidate: Candidate,
  onBytes: (done: number, total: number) => void,
): Promise<Receipt> {
  const { engagement, options, replaced, recorded } = batch;
  const scratch = await mkdtemp(join(engagement.workDir, 'import-'));
  try {
    const received = await receiveFile(candidate, scratch, { signal: options.signal, onBytes });
    const known = await engagement.store.use((session) => sourceByDigest(session, received.sha256));
    const setting = {
      engagement,
      as: batch.as,
      raw: batch.raw,
      own: batch.own,
      stated: recorded ? recorded.stated : statedMoment(candidate.file, options.asOf),
      suppliedBy: options.suppliedBy ?? null,
      origin: known?.origin ?? recorded?.origin ?? options.origin ?? null,
      rawBefore: recorded?.rawBefore ?? [],
      ...(replaced ? { replaced: replaced.source_id } : {}),
      work: options,
    };
    if (known) {
      if (replaced) return await replaceWith(setting, candidate, received, known, replaced);
      const again = await nameAgain(engagement, known, candidate.file);
      const ignored = [options.as, options.asOf, options.encoding].some((stated) => stated !== undefined);
      return ignored ? { ...again, notes: [...again.notes, NOT_READ_AGAIN] } : again;
    }
    return await readReceived(setting, candidate, received, (context) => bookFile(context, replaced));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function failure(file: string, error: unknown): ImportFailure {
  if (error instanceof RowCountMismatch) {
    return {
      file,
      code: 'FILE_MALFORMED',
      message: `the table cannot be split into records: ${error.message}`,
      hint: 'Ask for it as XLSX or JSON.',
    };
  }
  if (isOutOfMemory(error)) {
    return {
      file,
      code: 'FILE_TOO_COMPLEX',
      message: 'reading the file takes more memory than the database may use',
      hint: 'Allow it more (TICKMARK_MEMORY=4GB), or ask for the export in several files.',
    };
  }
  if (isDiskFull(error)) {
    const { code, message, hint } = toEnvelope(error);
    return { file, code, message, ...(hint === undefined ? {} : { hint }) };
  }
  // A statement that fails on one file's content is that file's failure, told in the database's words.
  const known =
    error instanceof TickmarkError
      ? error
      : new TickmarkError('FILE_MALFORMED', sqlMessage(error), {
          hint: 'Ask for the export again, or in another format.',
        });
  const { code, message, hint } = toEnvelope(known);
  return { file, code, message, ...(hint === undefined ? {} : { hint }) };
}

function isCancelled(error: unknown, signal: AbortSignal | undefined): boolean {
  return (
    (error instanceof TickmarkError && error.code === 'CANCELLED') ||
    (isInterrupt(error) && signal?.aborted === true)
  );
}

async function prepareBatch(
  engagement: Engagement,
  options: ImportOptions,
  recorded: Recorded | null,
): Promise<Batch> {
  return engagement.store.use(async (session) => {
    const own = await ownReaders(session);
    const raw = asText(options.as);
    const named = options.as === undefined || raw ? null : requireReader(options.as, own);
    const as = recorded?.reader ?? named;
    if (options.asOf !== undefined) await instantOf(session, options.asOf);
    const replaced =
      options.replace === undefined ? null : await requireReplaceable(session, options.replace);
    const encoding =
      options.encoding === undefined ? (recorded?.encoding ?? null) : requireEncoding(options.encoding);
    return { engagement, as, raw, own, replaced, encoding, recorded, options };
  });
}

/**
 * Takes files and folders into the engagement, each file on its own: what cannot be read is listed in `failed` and
 * stops nothing. Afterwards accounts are resolved to people. Throws READER_UNKNOWN, BAD_ARGUMENT, NOT_FOUND, and
 * CANCELLED with the result so far as its details: files booked before a cancellation stay.
 */
export async function importFiles(
  engagement: Engagement,
  paths: readonly string[],
  options: ImportOptions = {},
  recorded: Recorded | null = null,
): Promise<ImportResult> {
  const batch = await prepareBatch(engagement, options, recorded);
  const collected = await collectFiles(paths, engagement.dir);
  if (batch.replaced && collected.candidates.length + collected.failed.length !== 1) {
    throw new TickmarkError('BAD_ARGUMENT', 'a source is replaced by one file', {
      hint: 'Name the one file that takes its place.',
    });
  }
  const result: ImportResult = { receipts: [], failed: [], skipped: collected.skipped };
  for (const { file, error } of collected.failed) result.failed.push(failure(file, error));
  await removeOrphans(engagement.sourcesDir, await engagement.store.use(bookedDigests));
  const systems = batch.replaced ? await engagement.store.use(knownSystems) : null;
  const interrupt = () => engagement.store.interruptAll();
  options.signal?.addEventListener('abort', interrupt);
  try {
    const candidates = collected.candidates.map((candidate) => ({
      ...candidate,
      encoding: batch.encoding,
      file: options.namedAs?.get(String(candidate.path)) ?? candidate.file,
    }));
    const total = candidates.length;
    for (const [done, candidate] of candidates.entries()) {
      if (options.signal?.aborted) throw cancelled(result);
      options.onProgress?.({ phase: 'importing', done, total, unit: 'files' });
      const copying = `copying ${candidate.file}`;
      try {
        const receipt = await withHeartbeat(
          options,
          `loading ${candidate.file}`,
          interrupt,
          ({ onProgress }) =>
            importOne(batch, candidate, (done, total) =>
              onProgress?.({ phase: copying, done, total, unit: 'bytes' }),
            ),
        );
        result.receipts.push(receipt);
      } catch (error) {
        if (isCancelled(error, options.signal)) throw cancelled(result, error);
        result.failed.push(failure(candidate.file, error));
      }
    }
    options.onProgress?.({ phase: 'importing', done: total, total, unit: 'files' });
    if (systems) await settleLostSystems(engagement, systems, options);
  } finally {
    options.signal?.removeEventListener('abort', interrupt);
    if (result.receipts.some((receipt) => receipt.already !== true)) await resolveIdentities(engagement);
  }
  return result;
}

/** The answer to a cancelled import names what was booked before; of the file under way nothing is kept. */
function cancelled(soFar: ImportResult, cause?: unknown): TickmarkError {
  const booked = soFar.receipts.filter(({ already }) => already !== true).length;
  return new TickmarkError('CANCELLED', `the import was cancelled after ${booked} of its files`, {
    hint: 'Files that were already imported stay; the others can be imported again.',
    details: soFar,
    cause,
  });
}
