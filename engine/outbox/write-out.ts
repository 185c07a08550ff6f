import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync, type Zippable } from 'fflate';
import { TickmarkError } from '#shared/model/errors.ts';

/** fflate writes local time: a local date gives the same bytes in every zone. */
const ZIP_DATE = '2000-01-01T00:00:00';

export interface OutFile {
  /** Without folders. */
  name: string;
  bytes: Uint8Array;
}

function failed(path: string, cause: unknown): TickmarkError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EEXIST') return exists(path);
  return new TickmarkError('OUTPUT_FAILED', `${path} cannot be written: ${message}`, {
    hint: 'Choose a place that can be written to and has room.',
    cause,
  });
}

function exists(path: string): TickmarkError {
  return new TickmarkError('OUTPUT_EXISTS', `${path} exists already`, {
    hint: 'Choose another place, or remove it.',
  });
}

/** Names that are told apart on every file system, in order: the second `ann.xlsx` becomes `ann-2.xlsx`. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let free = name;
    for (let i = 2; taken.has(free.toLowerCase()); i += 1) free = `${stem}-${i}${ending}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

/** Throws OUTPUT_EXISTS where one of the files, or the archive, is there: asked before anything is changed. */
export function requirePlace(path: string, form: 'folder' | 'zip', names: readonly string[]): void {
  const taken = form === 'zip' ? [path] : names.map((name) => join(path, name));
  for (const file of taken) if (existsSync(file)) throw exists(file);
}

/**
 * Writes files into a folder, or as one ZIP archive; nothing that is there is replaced. Answers how to take them back,
 * for where what follows fails. Throws OUTPUT_EXISTS before a byte is written, OUTPUT_FAILED.
 */
export async function writeOut(
  path: string,
  form: 'folder' | 'zip',
  files: readonly OutFile[],
): Promise<() => Promise<void>> {
  requirePlace(
    path,
    form,
    files.map(({ name }) => name),
  );
  const written: string[] = [];
  const undo = async () => {
    for (const file of written) await rm(file, { force: true });
  };
  const write = async (file: string, bytes: Uint8Array) => {
    await writeFile(file, bytes, { flag: 'wx' }).catch(async (cause: unknown) => {
      // What was begun when the disk was full goes too; what somebody else put there stays.
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') written.push(file);
      await undo();
      throw failed(file, cause);
    });
    written.push(file);
  };
  if (form === 'zip') {
    const entries: Zippable = {};
    for (const { name, bytes } of files) entries[name] = [bytes, { mtime: ZIP_DATE, level: 6 }];
    await write(path, zipSync(entries));
    return undo;
  }
  await mkdir(path, { recursive: true }).catch((cause: unknown) => {
    throw failed(path, cause);
  });
  for (const { name, bytes } of files) await write(join(path, name), bytes);
  return undo;
}
