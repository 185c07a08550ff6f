import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { TickmarkError } from '#shared/model/errors.ts';

function exists(path: string): TickmarkError {
  return new TickmarkError('OUTPUT_EXISTS', `${path} exists already`, {
    hint: 'Choose another name, or remove it.',
  });
}

/** Throws OUTPUT_EXISTS: asked before long work whose result goes to a path that the user chose. */
export function requireFree(path: string): void {
  if (existsSync(path)) throw exists(path);
}

/** Writes a file that must not exist yet. Throws OUTPUT_EXISTS, OUTPUT_FAILED. */
export async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(path, bytes, { flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST') throw exists(path);
    throw new TickmarkError('OUTPUT_FAILED', `${path} cannot be written: ${cause.message}`, { cause });
  });
}

/** A file that is small by its nature. Throws NOT_FOUND, UNREADABLE, FILE_TOO_COMPLEX beyond `limit` bytes. */
export async function readSmall(path: string, limit: number): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > limit) {
      throw new TickmarkError(
        'FILE_TOO_COMPLEX',
        `${path} has ${size} bytes, more than such a file can have`,
      );
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof TickmarkError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new TickmarkError(
      code === 'ENOENT' ? 'NOT_FOUND' : 'UNREADABLE',
      `${path} cannot be read: ${message}`,
      { cause },
    );
  }
}
