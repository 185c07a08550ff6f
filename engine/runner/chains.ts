import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';
import type { ChainInput } from './kit/index.ts';

/** The one file in the folder of a source; its name on disk can differ from the original name. */
async function sourceFile(folder: string, original: string): Promise<string> {
  const [name] = await readdir(folder).catch(() => []);
  if (name === undefined) {
    throw new TickmarkError('ENGAGEMENT_INVALID', `the source ${original} is no longer in the engagement`, {
      hint: 'Restore the folder sources/ of the engagement from a copy.',
    });
  }
  return join(folder, name);
}

/** Opens when it is read, so that a failure reaches whoever reads. */
async function* bytesOf(folder: string, original: string): AsyncGenerator<Uint8Array> {
  const path = await sourceFile(folder, original);
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  if (!path.endsWith('.gz')) {
    yield* stream;
    return;
  }
  const unpacked = createGunzip();
  const piped = pipeline(stream, unpacked);
  piped.catch(() => undefined);
  yield* unpacked;
  await piped;
}

/** Hash-chained logs among the sources, as their receipts name them, in order of import. */
export async function* sourceChains(session: Session, sourcesDir: string): AsyncGenerator<ChainInput> {
  const rows = await session.rows(
    `SELECT source_id, sha256, name, unnest(receipt->>'$.chains[*]') AS chain
     FROM work.sources WHERE superseded_by IS NULL ORDER BY position, chain`,
  );
  for (const row of rows) {
    yield {
      chain: String(row['chain']),
      sourceId: String(row['source_id']),
      bytes: bytesOf(join(sourcesDir, String(row['sha256'])), String(row['name'])),
    };
  }
}
