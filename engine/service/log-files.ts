import { createReadStream, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { TickmarkError } from '#shared/model/errors.ts';
import { reusedChunks } from '#engine/engagement/index.ts';
import type { LogFile } from '#engine/integrity/index.ts';

const LIKE_A_LOG = /\.((nd)?jsonl?|log)(\.gz)?$/i;

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/** Bytes of a file, each chunk valid until the next one; decompressed when it is gzip by its content. */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  if (!(await isGzip(path))) {
    yield* reusedChunks(path);
    return;
  }
  const unpacked = createGunzip();
  const piped = pipeline(createReadStream(path), unpacked);
  piped.catch(() => undefined);
  try {
    yield* unpacked as AsyncIterable<Buffer>;
    await piped;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code?.startsWith('Z_') !== true) throw cause;
    throw new TickmarkError('FILE_TRUNCATED', `${path}: its gzip data is damaged or ends in the middle`, {
      cause,
    });
  }
}

/** Log files of paths, which are files or folders, with those of a folder that are not named like logs. */
export function findLogs(paths: readonly string[]): { files: LogFile[]; left: string[] } {
  const found: string[] = [];
  const left: string[] = [];
  for (const path of paths) {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined)
      throw new TickmarkError('NOT_FOUND', `there is no file ${path}`, {
        hint: 'Name an engagement folder, NDJSON log files, or a folder of these.',
      });
    if (!status.isDirectory()) {
      found.push(path);
      continue;
    }
    const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
    const names = entries.map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1));
    for (const name of names) (LIKE_A_LOG.test(name) ? found : left).push(join(path, name));
  }
  if (found.length === 0)
    throw new TickmarkError('NOT_FOUND', `there is no log in ${paths.join(', ')}`, {
      hint: 'Logs end in .ndjson, .jsonl, .json or .log, gzipped or not. An engagement has a file engagement.json.',
    });
  const files = [...new Set(found)].map((path) => ({ name: path, open: () => bytesOf(path) }));
  return { files, left };
}
