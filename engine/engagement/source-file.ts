import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { freshChunks, reusedChunks } from './file-chunks.ts';

/**
 * Path of a stored source. Digest and name come from a database that may have been received from somebody: they must
 * not lead out of sources/, and what lies there must be a plain file. Throws SOURCE_CHANGED.
 */
export function sourcePath(sourcesDir: string, sha256: string, name: string): string {
  const path = join(sourcesDir, sha256, name);
  const wellNamed =
    /^[0-9a-f]{64}$/.test(sha256) && name !== '' && !/[/\\\0]/.test(name) && name !== '..' && name !== '.';
  if (!wellNamed || !lstatSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw changed(name, 'is not in the engagement as a plain file');
  }
  return path;
}

/**
 * The bytes of a stored source; ends with SOURCE_CHANGED when they are not those that were received. `chunks`: how they
 * lie in memory.
 */
export async function* sourceBytes(
  path: string,
  sha256: string,
  chunks: typeof reusedChunks = freshChunks,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of chunks(path)) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256) throw changed(path, 'no longer has the bytes that were received');
}

function changed(what: string, how: string): TickmarkError {
  return new TickmarkError('SOURCE_CHANGED', `the source ${what} ${how}`, {
    hint: 'Restore the folder sources/ of the engagement from a copy; the digests are in the journal.',
  });
}
