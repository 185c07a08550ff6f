import { lstat, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';

/** One file to import: where it lies, and how the receipt names it. */
export interface Candidate {
  path: string;
  /** Path inside the imported folder, or the file's own name. */
  file: string;
}

export interface Collected {
  candidates: Candidate[];
  skipped: { file: string; reason: string }[];
  failed: { file: string; error: TickmarkError }[];
}

function byteOrder(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
}

async function visit(path: string, file: string, into: Collected, top: boolean): Promise<void> {
  if (!top && basename(path).startsWith('.')) {
    into.skipped.push({ file, reason: 'hidden file of the system it came from' });
    return;
  }
  const facts = await lstat(path);
  if (facts.isSymbolicLink()) {
    throw new TickmarkError('UNREADABLE', `${file} is a symbolic link`, {
      hint: 'Import the file that it points to: a link can change its target after the receipt is written.',
    });
  }
  if (facts.isDirectory()) {
    const names = (await readdir(path)).sort(byteOrder);
    for (const name of names)
      await visitSafely(join(path, name), top ? name : `${file}/${name}`, into, false);
    return;
  }
  if (!facts.isFile())
    throw new TickmarkError('UNREADABLE', `${file} is neither a file nor a folder`, {
      hint: 'Import regular files.',
    });
  into.candidates.push({ path, file });
}

async function visitSafely(path: string, file: string, into: Collected, top: boolean): Promise<void> {
  try {
    await visit(path, file, into, top);
  } catch (error) {
    into.failed.push({ file, error: readError(file, error) });
  }
}

/** Turns a failure of the file system into NOT_FOUND or UNREADABLE; other expected errors pass. */
export function readError(file: string, error: unknown): TickmarkError {
  if (error instanceof TickmarkError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') {
    return new TickmarkError('NOT_FOUND', `${file} does not exist`, {
      hint: 'Check the spelling of the path.',
      cause: error,
    });
  }
  if (code === undefined) throw error;
  return new TickmarkError('UNREADABLE', `${file} cannot be read (${code})`, {
    hint: 'Check that you may read it and that the disk is sound.',
    cause: error,
  });
}

/** Files of the given paths; folders recursively, entries in byte order of their names. Never throws on one bad path. */
export async function collectFiles(paths: readonly string[]): Promise<Collected> {
  const collected: Collected = { candidates: [], skipped: [], failed: [] };
  for (const path of paths) {
    const full = resolve(path);
    await visitSafely(full, basename(full), collected, true);
  }
  return collected;
}
