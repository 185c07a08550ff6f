import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError, toEnvelope } from '#shared/model/errors.ts';
import type { ImportFailure, ImportResult, Receipt } from '#shared/model/receipt.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/types.ts';
import { isInterrupt, sqlMessage } from '#engine/store/index.ts';
import { bookFile } from './book.ts';
import { collectFiles, type Candidate } from './file/collect.ts';
import { removeOrphans } from './file/place.ts';
import { receiveFile, throwIfCancelled, type Received } from './file/receive.ts';
import { RowCountMismatch } from './load.ts';
import { openFile } from './open-file.ts';
import { planFile } from './plan.ts';
import { requireReader, type Reader } from './registry.ts';
import { resolveIdentities } from './resolve.ts';
import { bookedDigests, sourceByDigest } from './sources.ts';

export interface ImportOptions extends WorkOptions {
  /** Id of the reader to use for every file, whatever it looks like. */
  as?: string;
  /** Who handed the files over, as told. */
  suppliedBy?: string;
}

interface Batch {
  engagement: Engagement;
  as: Reader | null;
  options: ImportOptions;
}

async function readReceived(batch: Batch, received: Received, strict: boolean): Promise<Receipt> {
  const { engagement, as, options } = batch;
  const scratch = await mkdtemp(join(received.scratch, strict ? 'strict-' : 'read-'));
  const { as_of: asOf, period } = engagement.settings;
  const context = { scratch, strict, as, asOf: asOf ?? period.to, signal: options.signal };
  const opened = await openFile({ ...received, scratch }, context);
  const planned = await planFile(opened, opened.format === 'text' ? opened.reader : as, context);
  throwIfCancelled(options.signal);
  return bookFile({
    engagement,
    received: { ...received, scratch },
    opened,
    planned,
    suppliedBy: options.suppliedBy ?? null,
  });
}

async function importOne(
  batch: Batch,
  candidate: Candidate,
  onBytes: (done: number, total: number) => void,
): Promise<Receipt> {
  const { engagement, options } = batch;
  const scratch = await mkdtemp(join(engagement.workDir, 'import-'));
  try {
    const received = await receiveFile(candidate, scratch, { signal: options.signal, onBytes });
    const known = await engagement.store.use((session) => sourceByDigest(session, received.sha256));
    if (known) return { ...known, already: true };
    try {
      return await readReceived(batch, received, false);
    } catch (error) {
      if (error instanceof TickmarkError || isInterrupt(error)) throw error;
      // The database splits the text in another way than RFC 4180 does; in the strict form both agree.
      const again = await receiveFile(candidate, join(scratch, 'again'), { signal: options.signal });
      if (again.sha256 !== received.sha256) {
        throw new TickmarkError('UNREADABLE', 'the file changed while it was read', {
          hint: 'Import it again when it is complete.',
          cause: error,
        });
      }
      return await readReceived(batch, again, true);
    }
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

/**
 * Takes files and folders into the engagement, each file on its own: what cannot be read is listed in `failed` and
 * stops nothing. Afterwards accounts are resolved to people. Throws CANCELLED, READER_UNKNOWN; files booked before a
 * cancellation stay.
 */
export async function importFiles(
  engagement: Engagement,
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<ImportResult> {
  const as = options.as === undefined ? null : requireReader(options.as);
  const batch: Batch = { engagement, as, options };
  const collected = await collectFiles(paths);
  const result: ImportResult = { receipts: [], failed: [], skipped: collected.skipped };
  for (const { file, error } of collected.failed) result.failed.push(failure(file, error));
  await removeOrphans(engagement.sourcesDir, await engagement.store.use(bookedDigests));
  const interrupt = () => engagement.store.interruptAll();
  options.signal?.addEventListener('abort', interrupt);
  try {
    const total = collected.candidates.length;
    for (const [done, candidate] of collected.candidates.entries()) {
      throwIfCancelled(options.signal);
      options.onProgress?.({ phase: 'importing', done, total, unit: 'files' });
      const onBytes = (bytes: number, size: number) =>
        options.onProgress?.({ phase: `copying ${candidate.file}`, done: bytes, total: size, unit: 'bytes' });
      try {
        result.receipts.push(await importOne(batch, candidate, onBytes));
      } catch (error) {
        if (isCancelled(error, options.signal))
          throw new TickmarkError('CANCELLED', 'the import was cancelled', {
            hint: 'Files that were already imported stay.',
            cause: error,
          });
        result.failed.push(failure(candidate.file, error));
      }
    }
    options.onProgress?.({ phase: 'importing', done: total, total, unit: 'files' });
  } finally {
    options.signal?.removeEventListener('abort', interrupt);
    if (result.receipts.some((receipt) => receipt.already !== true)) await resolveIdentities(engagement);
  }
  return result;
}
