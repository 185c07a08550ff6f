import { randomBytes } from 'node:crypto';
import { access, type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { TickmarkError } from '#shared/model/errors.ts';
import { centralHeader, endRecords, localHeader, type ZipRecord, ZIP64_FROM } from './zip-layout.ts';

export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface ZipWriter {
  /** Appends one entry of exactly `size` bytes. Names are relative to the folder given to `finish`. */
  add(name: string, size: number, chunks: Chunks): Promise<void>;
  /** Writes headers and directory, forces the bytes to disk and gives the file its name. */
  finish(folder: string): Promise<void>;
  /** Removes what was written so far. Harmless after `finish`. */
  abandon(): Promise<void>;
}

/**
 * Streaming writer of the form in zip-layout.ts. Works on a hidden file beside `out`, so that a half-written
 * package never has the name of a package. All entries get the prefix `<folder>/`; its length must be known at
 * the start (`folderLength`, in bytes), its text only at the end, because it comes from a digest of the content.
 */
export async function createZip(out: string, folderLength: number, limit = ZIP64_FROM): Promise<ZipWriter> {
  // Two that are written at once to one name do not write into one file; the first to be done has the name.
  const partial = join(dirname(out), `.${basename(out)}.${randomBytes(6).toString('hex')}.partial`);
  const handle = await open(partial, 'wx').catch((cause: NodeJS.ErrnoException) => failed(out, cause));
  const placeholder = '-'.repeat(folderLength);
  const entries: ZipRecord[] = [];
  let position = 0;
  let finished = false;

  return {
    add: async (name, size, chunks) => {
      const offset = position;
      const header = localHeader({ name: `${placeholder}/${name}`, crc: 0, size, offset }, limit);
      let crc = 0;
      let at = offset + header.byteLength;
      const end = at + size;
      for await (const chunk of chunks) {
        if (at + chunk.byteLength > end) throw changed(name);
        crc = crc32(chunk, crc);
        await writeAll(handle, chunk, at).catch((cause: NodeJS.ErrnoException) => failed(out, cause));
        at += chunk.byteLength;
      }
      if (at !== end) throw changed(name);
      entries.push({ name, crc, size, offset });
      position = end;
    },
    finish: async (folder) => {
      if (Buffer.byteLength(folder) !== folderLength) throw new RangeError('folder name of another length');
      try {
        const central: Buffer[] = [];
        for (const entry of entries) {
          const record = { ...entry, name: `${folder}/${entry.name}` };
          await writeAll(handle, localHeader(record, limit), entry.offset);
          central.push(centralHeader(record, limit));
        }
        const directory = Buffer.concat(central);
        await writeAll(handle, directory, position);
        const end = endRecords(entries.length, position, directory.byteLength, limit);
        await writeAll(handle, end, position + directory.byteLength);
        await handle.sync();
        await handle.close();
        finished = true;
        await giveName(partial, out);
      } catch (cause) {
        if (cause instanceof TickmarkError) throw cause;
        failed(out, cause as NodeJS.ErrnoException);
      }
    },
    abandon: async () => {
      if (!finished) await handle.close().catch(() => {});
      await rm(partial, { force: true });
    },
  };
}

/** A link fails where the name was taken meanwhile, a rename would overwrite; some file systems know no links. */
async function giveName(partial: string, out: string): Promise<void> {
  try {
    await link(partial, out);
    await rm(partial, { force: true });
  } catch (cause) {
    const taken = await access(out).then(
      () => true,
      () => false,
    );
    if (taken) throw outputExists(out);
    if (['ENOENT', 'ENOSPC', 'EIO'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    await rename(partial, out);
  }
}

export function outputExists(out: string): TickmarkError {
  return new TickmarkError('OUTPUT_EXISTS', `${out} exists already`, {
    hint: 'Choose another name, or remove it.',
  });
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, position + done);
    done += bytesWritten;
  }
}

function failed(out: string, cause: NodeJS.ErrnoException): never {
  throw new TickmarkError('OUTPUT_FAILED', `${out} could not be written: ${cause.message}`, {
    cause,
    hint: 'Check that the folder exists, may be written and has room.',
  });
}

function changed(name: string): TickmarkError {
  return new TickmarkError('UNREADABLE', `${name} changed its size while it was read`);
}
