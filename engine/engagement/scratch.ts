import { createHash, randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** `open-<machine>-<process>-<6 hex>`: whose folder it is can be told when its process is gone. */
const NAME = /^open-([0-9a-f]{8})-(\d+)-[0-9a-f]{6}$/;

function writable(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Folder for what one opening spills and puts aside, not yet made. What is signed off can be open in several processes at
 * once, and each empties only its own. `readOnly`: it may lie where nothing can be written, and is in the system's
 * temporary folder then.
 */
export function scratchFor(root: string, readOnly: boolean): string {
  const name = `open-${HOST}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const work = join(root, '.work');
  if (readOnly && !writable(existsSync(work) ? work : root)) return join(tmpdir(), `tickmark-${name}`);
  return join(work, name);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Removes what earlier openings left in `.work/` when they were killed. Call it with the database open: then nobody else
 * works on the engagement, or, where it is `readOnly`, others read it whose folders stay.
 */
export async function sweepScratch(root: string, own: string, readOnly: boolean): Promise<void> {
  const work = join(root, '.work');
  for (const name of await readdir(work).catch(() => [])) {
    const path = join(work, name);
    if (path === own) continue;
    const [, host, pid] = NAME.exec(name) ?? [];
    if (
      readOnly &&
      pid !== undefined &&
      (host !== HOST || (Number(pid) !== process.pid && isAlive(Number(pid))))
    )
      continue;
    await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
      if (!readOnly) throw error;
    });
  }
}
