import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TextFile } from '../file/unpack.ts';

/** What PowerShell up to version 5 puts in front of the headings: `#TYPE System.Object`. */
const TYPE_LINE = /^\uFEFF?"?#TYPE [^\r\n]*\r?\n/;

/** The text without PowerShell's type line; null where it has none. */
export async function withoutTypeLine(
  text: TextFile,
  start: string,
  scratch: string,
  signal?: AbortSignal,
): Promise<TextFile | null> {
  const found = TYPE_LINE.exec(start);
  if (!found) return null;
  const skip =
    Buffer.byteLength(found[0]) + (text.encoding === 'utf-8-bom' && !found[0].startsWith('\uFEFF') ? 3 : 0);
  const path = join(scratch, 'untyped');
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
