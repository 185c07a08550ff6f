import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TextFile } from './unpack.ts';

/** The text from a byte on, as a file of its own in `scratch`; `start`: what it begins with, without a byte order mark. */
export async function withoutStart(
  text: TextFile,
  start: string,
  scratch: string,
  name: string,
  signal?: AbortSignal,
): Promise<TextFile> {
  const skip = Buffer.byteLength(start) + (text.encoding === 'utf-8-bom' ? 3 : 0);
  const path = join(scratch, name);
  await pipeline(
    createReadStream(text.path, { start: skip }),
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
    signal === undefined ? {} : { signal },
  );
  return {
    path,
    size: text.size - skip,
    encoding: text.encoding === 'utf-8-bom' ? 'utf-8' : text.encoding,
    original: false,
  };
}
