import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Git-ignored; may be deleted at any time. */
export const DATA_DIR = fileURLToPath(new URL('.data/', import.meta.url));

export function dataPath(name: string): string {
  return join(DATA_DIR, name);
}

/** Makes a file or folder under a passing name and then puts it in place: what is there is whole. */
export async function once(path: string, make: (path: string) => Promise<void>): Promise<void> {
  if (existsSync(path)) return;
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  await rm(partial, { recursive: true, force: true });
  await make(partial);
  await rename(partial, path);
}

/** A folder for one run, on the same disk as the data; removed afterwards. */
export async function inScratch<T>(work: (dir: string) => Promise<T>): Promise<T> {
  await mkdir(DATA_DIR, { recursive: true });
  const dir = await mkdtemp(join(DATA_DIR, 'run-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const BLOCK = 1 << 20;

/** Writes text pieces in blocks of about a megabyte. */
export async function writeText(path: string, pieces: Iterable<string>): Promise<void> {
  const file = await open(path, 'w');
  try {
    let pending: string[] = [];
    let held = 0;
    const flush = async () => {
      await file.writeFile(pending.join(''));
      pending = [];
      held = 0;
    };
    for (const piece of pieces) {
      pending.push(piece);
      held += piece.length;
      if (held >= BLOCK) await flush();
    }
    await flush();
  } finally {
    await file.close();
  }
}
