import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { sourceBytes, sourcePath } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import type { ChainInput } from './kit/index.ts';

/** Opens when it is read, so that a failure reaches whoever reads. */
async function* bytesOf(sourcesDir: string, sha256: string, name: string): AsyncGenerator<Uint8Array> {
  const received = sourceBytes(sourcePath(sourcesDir, sha256, name), sha256);
  if (!name.endsWith('.gz')) {
    yield* received;
    return;
  }
  const unpacked = createGunzip();
  const piped = pipeline(Readable.from(received), unpacked);
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
      bytes: bytesOf(sourcesDir, String(row['sha256']), String(row['name'])),
    };
  }
}
