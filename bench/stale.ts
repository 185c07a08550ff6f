import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DATA_DIR } from './data.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** What the shape of kept data follows from: the tables of an engagement, and what fills them. */
const MADE_BY = ['engine/canonical', 'engine/engagement/catalogue', 'bench/generate'];

/** SHA-256 over names and bytes of the sources that the kept data follow from, hex. */
async function sourcesDigest(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of MADE_BY) {
    const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const path of paths.toSorted()) {
      hash.update(`${relative(ROOT, path)}\0`);
      hash.update(await readFile(path));
    }
  }
  return hash.digest('hex');
}

/**
 * Deletes kept data that other sources made: an engagement of another layout is not opened, and a table without a
 * new column would be measured as if it were whole.
 */
export async function dropStaleData(): Promise<void> {
  const path = join(DATA_DIR, 'made-by.sha256');
  const now = await sourcesDigest();
  const then = await readFile(path, 'utf8').catch(() => '');
  if (then === now) return;
  await rm(DATA_DIR, { recursive: true, force: true });
  await mkdir(DATA_DIR, { recursive: true });
  await writeFile(path, now);
}
