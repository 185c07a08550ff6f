import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Store } from '#engine/store/index.ts';
import { migrate } from './migrate.ts';

/** Bytes of database files by the version that they name as their maker. */
const blanks = new Map<string, Promise<Buffer>>();

async function make(toolVersion: string, scratch: string): Promise<Buffer> {
  const path = join(scratch, 'blank.duckdb');
  await rm(path, { force: true });
  const store = await Store.open({ path, sourcesDir: scratch, workDir: scratch, timezone: 'UTC' });
  try {
    await store.transaction((session) => migrate(session, toolVersion));
  } finally {
    store.close();
  }
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
}

/**
 * Writes a database file in the layout of this build, with its tables and shared questions and without a row. DuckDB reads each
 * shared question through when it is made, which takes longer than everything else about a new database; as the result is
 * the same each time, a process does it once. `scratch`: a folder that exists.
 */
export async function writeBlankDatabase(path: string, toolVersion: string, scratch: string): Promise<void> {
  const known = blanks.get(toolVersion) ?? make(toolVersion, scratch);
  blanks.set(toolVersion, known);
  try {
    await writeFile(path, await known);
  } catch (error) {
    // Whatever stood in the way may be gone the next time.
    blanks.delete(toolVersion);
    throw error;
  }
}
