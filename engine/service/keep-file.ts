import { createHash } from 'node:crypto';
import { copyFile, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { AddendumFile } from '#engine/engagement/index.ts';
import { safeName } from '#engine/intake/file/safe-name.ts';

/** Keeps a copy of a file in a folder of the engagement, by its digest. Throws NOT_FOUND, UNREADABLE (links too). */
export async function keepFile(dir: string, into: string, file: string): Promise<AddendumFile> {
  const folder = join(dir, into);
  const name = safeName(basename(file));
  await mkdir(folder, { recursive: true });
  const staged = join(folder, '.arriving');
  await rm(staged, { force: true });
  await requireFile(file);
  await copyFile(file, staged).catch((cause: NodeJS.ErrnoException) => {
    throw new TickmarkError(
      cause.code === 'ENOENT' ? 'NOT_FOUND' : 'UNREADABLE',
      `${file} cannot be read: ${cause.message}`,
      { cause },
    );
  });
  // The copy is what is hashed: the original may change meanwhile.
  const { sha256, size } = await digest(staged);
  await mkdir(join(folder, sha256), { recursive: true });
  await rename(staged, join(folder, sha256, name));
  return { name, sha256, size };
}

/** A link would take in what lies elsewhere on this machine under a name that says nothing of it; import refuses them too. */
async function requireFile(file: string): Promise<void> {
  const status = await lstat(file).catch(() => null);
  if (status === null || status.isFile()) return;
  throw new TickmarkError('UNREADABLE', `${file} is a link, a folder or another kind of file`, {
    hint: 'Name the file itself.',
  });
}

async function digest(path: string): Promise<{ sha256: string; size: number }> {
  const handle = await open(path);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.byteLength;
    }
    return { sha256: hash.digest('hex'), size };
  } finally {
    await handle.close();
  }
}
