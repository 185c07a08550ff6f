import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, lstatSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { join } from 'node:path';
import type { AttachmentView } from '#shared/contract/methods/attachments.ts';
import type { Result } from '#shared/contract/methods.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { ATTACHMENTS_FOLDER, type WorkOptions } from '#engine/engagement/index.ts';
import { requireFree } from './files.ts';

type Verified = Result<'attachments.verify'>['attachments'][number];

/** Digest and name come from a database that may have been received: null unless they name a plain file in there. */
function placeOf(dir: string, { sha256, name }: AttachmentView): string | null {
  const wellNamed =
    /^[0-9a-f]{64}$/.test(sha256) && name !== '' && !/[/\\\0]/.test(name) && !/^\.\.?$/.test(name);
  const path = join(dir, ATTACHMENTS_FOLDER, sha256, name);
  return wellNamed && lstatSync(path, { throwIfNoEntry: false })?.isFile() ? path : null;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

/** Hashes the kept files afresh, in the order given. Throws CANCELLED. */
export async function verifyAttachments(
  dir: string,
  files: readonly AttachmentView[],
  { signal, onProgress }: WorkOptions,
): Promise<Verified[]> {
  const report: Verified[] = [];
  for (const [done, file] of files.entries()) {
    if (signal?.aborted) throw new TickmarkError('CANCELLED', 'cancelled; nothing was changed');
    onProgress?.({ phase: 'Hashing attachments', done, total: files.length, unit: 'files' });
    const path = placeOf(dir, file);
    // A file that is there and cannot be read proves as little as one that is gone.
    const computed = path === null ? null : await digestOf(path).catch(() => null);
    const state = computed === null ? 'missing' : computed === file.sha256 ? 'holds' : 'changed';
    report.push({ ...file, state, computed });
  }
  return report;
}

/** Copies a kept file out. Throws SOURCE_CHANGED where it is not what its digest says, OUTPUT_EXISTS, OUTPUT_FAILED. */
export async function saveAttachment(dir: string, file: AttachmentView, out: string): Promise<void> {
  requireFree(out);
  const path = placeOf(dir, file);
  if (path === null) throw changed(file.name, 'is not in the engagement as a plain file');
  const hash = createHash('sha256');
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(path!) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
    if (hash.digest('hex') !== file.sha256)
      throw changed(file.name, 'no longer has the bytes that were attached');
  }
  try {
    await pipeline(Readable.from(bytes()), createWriteStream(out, { flags: 'wx' }));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') await rm(out, { force: true });
    if (cause instanceof TickmarkError) throw cause;
    throw new TickmarkError('OUTPUT_FAILED', `${out} cannot be written: ${(cause as Error).message}`, {
      hint: 'Choose a place that can be written to and has room.',
      cause,
    });
  }
}

function changed(name: string, how: string): TickmarkError {
  return new TickmarkError('SOURCE_CHANGED', `the attachment ${name} ${how}`, {
    hint: 'Restore the folder attachments/ of the engagement from a copy; the digests are in the journal.',
  });
}
