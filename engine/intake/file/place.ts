import { chmod, copyFile, link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Received } from './receive.ts';

/** Where the engagement keeps a source. */
export function sourceDir(sourcesDir: string, sha256: string): string {
  return join(sourcesDir, sha256);
}

/**
 * Puts the received copy in its final place, all at once: a kill leaves either no folder or a whole one.
 * Returns the path of the file there.
 */
export async function placeSource(received: Received, sourcesDir: string): Promise<string> {
  const final = sourceDir(sourcesDir, received.sha256);
  await received.durable;
  await mkdir(sourcesDir, { recursive: true });
  await rm(final, { recursive: true, force: true });
  const staging = join(received.scratch, 'place');
  await mkdir(staging, { recursive: true });
  const staged = join(staging, received.name);
  // The copy under .work/ stays readable while the file is loaded.
  await link(received.path, staged).catch(() => copyFile(received.path, staged));
  await chmod(staged, 0o444);
  try {
    await rename(staging, final);
  } catch (error) {
    // .work/ may lie on another volume than sources/.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await mkdir(final, { recursive: true });
    const partial = join(final, '.incoming');
    await copyFile(staged, partial);
    await chmod(partial, 0o444);
    await rename(partial, join(final, received.name));
  }
  return join(final, received.name);
}

export async function removeSource(sourcesDir: string, sha256: string): Promise<void> {
  await rm(sourceDir(sourcesDir, sha256), { recursive: true, force: true });
}

/** Removes copies that no receipt names: what an import left behind that was killed before it was booked. */
export async function removeOrphans(sourcesDir: string, booked: ReadonlySet<string>): Promise<void> {
  const names = await readdir(sourcesDir).catch(() => [] as string[]);
  for (const name of names) {
    if (!/^[0-9a-f]{64}$/.test(name) || booked.has(name)) continue;
    if ((await stat(join(sourcesDir, name))).isDirectory()) await removeSource(sourcesDir, name);
  }
}
