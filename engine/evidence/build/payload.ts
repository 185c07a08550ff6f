import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Chunks } from '../format/zip-write.ts';

/** Bytes for one file of the package: in memory, in a file on disk, or a stream whose size is known. */
export type ByteOrigin =
  | { readonly bytes: Uint8Array }
  | { readonly file: string }
  | { readonly size: number; readonly stream: () => Chunks };

/** One file under `data/` (or, for record files, under `record/`). */
export type PayloadEntry = { readonly path: string } & ByteOrigin;

export interface OpenedOrigin {
  size: number;
  chunks: Chunks;
}

const CHUNK = 1 << 20;

/** Opens the bytes of an entry. Throws NOT_FOUND or UNREADABLE. */
export async function openOrigin(path: string, origin: ByteOrigin): Promise<OpenedOrigin> {
  if ('bytes' in origin) return { size: origin.bytes.byteLength, chunks: [origin.bytes] };
  if ('stream' in origin) return { size: origin.size, chunks: origin.stream() };
  const { file } = origin;
  const status = await stat(file).catch((cause: Error) => {
    throw new TickmarkError('NOT_FOUND', `${file}, meant as ${path} of the package, does not exist`, {
      cause,
    });
  });
  if (!status.isFile()) throw new TickmarkError('UNREADABLE', `${file}, meant as ${path}, is not a file`);
  return { size: status.size, chunks: readFile(file) };
}

/** All bytes of an entry that must be in memory. */
export async function collect(path: string, origin: ByteOrigin): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of (await openOrigin(path, origin)).chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function* readFile(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new TickmarkError('UNREADABLE', `${file} could not be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}
