import { isUtf8 } from 'node:buffer';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import type { StatedEncoding } from '#shared/model/code-pages.ts';
import { TickmarkError } from '#shared/model/errors.ts';

/** One file to import: where it lies, and how the receipt names it. */
export interface Candidate {
  /** As bytes where it cannot be told as text. */
  path: string | Buffer;
  /** Path inside the imported folder, or the file's own name. */
  file: string;
  /** Code page as stated for it, for a text whose bytes do not tell. */
  encoding?: StatedEncoding | null;
}

export interface Collected {
  candidates: Candidate[];
  skipped: { file: string; reason: string }[];
  failed: { file: string; error: TickmarkError }[];
}

interface Visit extends Collected {
  /** Folder of the engagement that takes the files, without links in its path. */
  own: string;
}

/** Scratch inside an engagement: what is written there may be on its way in. */
const WORK = '.work';

/** A name of the file system as text; bytes that are no UTF-8 are told as `\xE9`. */
function nameText(name: Buffer): string {
  if (isUtf8(name)) return name.toString('utf8');
  let text = '';
  for (let at = 0; at < name.length; ) {
    let length = Math.min(4, name.length - at);
    while (length > 0 && !isUtf8(name.subarray(at, at + length))) length -= 1;
    if (length === 0) {
      text += `\\x${name[at]!.toString(16).toUpperCase().padStart(2, '0')}`;
      at += 1;
    } else {
      text += name.toString('utf8', at, at + length);
      at += length;
    }
  }
  return text;
}

function inside(folder: string | Buffer, name: Buffer): string | Buffer {
  if (typeof folder === 'string' && isUtf8(name)) return `${folder}${sep}${name.toString('utf8')}`;
  return Buffer.concat([Buffer.from(folder), Buffer.from(sep), name]);
}

/** The folder is an engagement: this one, or one of another period. */
function isEngagement(names: readonly Buffer[]): boolean {
  const has = (wanted: string) => names.some((name) => name.toString('utf8') === wanted);
  return has('engagement.json') && (has('workbench.duckdb') || has('journal.ndjson'));
}

/** What a folder is, where nothing in it was received: an engagement, or what this one keeps. null = neither. */
async function notReceived(
  path: string | Buffer,
  names: readonly Buffer[],
  own: string,
): Promise<string | null> {
  const real = await realpath(path, { encoding: 'utf8' });
  if (real === own) return 'the folder of this engagement itself';
  if (real.startsWith(own + sep) && !real.startsWith(own + sep + WORK)) return 'a folder of this engagement';
  return isEngagement(names) ? 'the folder of another engagement' : null;
}

async function visit(path: string | Buffer, file: string, into: Visit, top: boolean): Promise<void> {
  if (!top && basename(file).startsWith('.')) {
    into.skipped.push({ file, reason: 'hidden file of the system it came from' });
    return;
  }
  const facts = await lstat(path);
  if (facts.isSymbolicLink()) {
    throw new TickmarkError('UNREADABLE', `${file} is a symbolic link`, {
      hint: 'Import the file that it points to: a link can change its target after the receipt is written.',
    });
  }
  if (facts.isDirectory()) return visitFolder(path, file, into, top);
  if (!facts.isFile())
    throw new TickmarkError('UNREADABLE', `${file} is neither a file nor a folder`, {
      hint: 'Import regular files.',
    });
  into.candidates.push({ path, file });
}

async function visitFolder(path: string | Buffer, file: string, into: Visit, top: boolean): Promise<void> {
  const names = (await readdir(path, { encoding: 'buffer' })).sort(Buffer.compare);
  const not = top || isEngagement(names) ? await notReceived(path, names, into.own) : null;
  if (not !== null && !top) {
    into.skipped.push({ file, reason: not });
    return;
  }
  if (not !== null) {
    throw new TickmarkError('BAD_ARGUMENT', `${file} is ${not}, not what a client sent`, {
      hint: 'Name the files or the folder that were received.',
    });
  }
  for (const name of names) {
    const text = nameText(name);
    await visitSafely(inside(path, name), top ? text : `${file}/${text}`, into, false);
  }
}

async function visitSafely(path: string | Buffer, file: string, into: Visit, top: boolean): Promise<void> {
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
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new TickmarkError(
      'OUTPUT_FAILED',
      `${file} was not taken in: the disk of the engagement is full`,
      {
        hint: 'Make room and import it again. Nothing of it was kept.',
        cause: error,
      },
    );
  }
  return new TickmarkError('UNREADABLE', `${file} cannot be read (${code})`, {
    hint: 'Check that you may read it and that the disk is sound.',
    cause: error,
  });
}

/**
 * Files of the given paths; folders recursively, entries in byte order of their names. Never throws on one bad path.
 * `engagementDir`: the engagement that takes them, which is not among them.
 */
export async function collectFiles(paths: readonly string[], engagementDir: string): Promise<Collected> {
  const own = await realpath(engagementDir).catch(() => resolve(engagementDir));
  const into: Visit = { own, candidates: [], skipped: [], failed: [] };
  for (const path of paths) {
    const full = resolve(path);
    await visitSafely(full, basename(full), into, true);
  }
  const { candidates, skipped, failed } = into;
  return { candidates, skipped, failed };
}
