import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { TickmarkError } from '#shared/model/errors.ts';
import { bagName } from '../format/layout.ts';
import { collisionKey, pathProblem } from '../format/paths.ts';
import { type Chunks, createZip, outputExists } from '../format/zip-write.ts';
import { type ByteOrigin, openOrigin } from './payload.ts';

export interface WrittenFile {
  path: string;
  size: number;
  sha256: string;
}

/** A bag being written: every file is hashed while it streams into the ZIP. */
export interface BagWriter {
  readonly files: readonly WrittenFile[];
  add(path: string, origin: ByteOrigin): Promise<WrittenFile>;
}

const FOLDER_LENGTH = bagName('0'.repeat(64)).length;

/**
 * Runs `write` on a new bag at `out` and gives the file its name only when everything went well. `write`
 * answers the name of the bag's folder. Throws OUTPUT_EXISTS, OUTPUT_FAILED, BAD_ARGUMENT for a path that a
 * package cannot hold, and CANCELLED when `signal` fires.
 */
export async function writeBag(
  out: string,
  signal: AbortSignal | undefined,
  write: (bag: BagWriter) => Promise<string>,
  folderLength = FOLDER_LENGTH,
): Promise<void> {
  if (await exists(out)) throw outputExists(out);
  const zip = await createZip(out, folderLength);
  const files: WrittenFile[] = [];
  const taken = new Set<string>();
  const bag: BagWriter = {
    files,
    add: async (path, origin) => {
      const wrong = pathProblem(path);
      if (wrong !== null)
        throw new TickmarkError('BAD_ARGUMENT', `A package cannot hold ${JSON.stringify(path)}: ${wrong}`);
      const key = collisionKey(path);
      if (taken.has(key))
        throw new TickmarkError('BAD_ARGUMENT', `${path}: another file of the package has this name`);
      taken.add(key);
      const { size, chunks } = await openOrigin(path, origin);
      const hash = createHash('sha256');
      await zip.add(path, size, hashed(chunks, hash, signal));
      const file = { path, size, sha256: hash.digest('hex') };
      files.push(file);
      return file;
    },
  };
  try {
    const folder = await write(bag);
    await zip.finish(folder);
  } catch (error) {
    await zip.abandon();
    throw error;
  }
}

async function* hashed(
  chunks: Chunks,
  hash: ReturnType<typeof createHash>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (signal?.aborted) throw new TickmarkError('CANCELLED', 'The package was not written');
    hash.update(chunk);
    yield chunk;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
