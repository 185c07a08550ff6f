import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { Session } from '#engine/store/index.ts';
import type { ChainInput } from './kit/index.ts';

function open(path: string): AsyncIterable<Uint8Array> {
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  return path.endsWith('.gz') ? stream.pipe(createGunzip()) : stream;
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
      bytes: open(join(sourcesDir, String(row['sha256']), String(row['name']))),
    };
  }
}
