import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { reusedChunks, sourceBytes, sourcePath } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import type { ChainInput } from './kit/index.ts';

/** Opens when it is read, so that a failure reaches whoever reads. */
async function* bytesOf(path: () => string, sha256: string, gzipped: boolean): AsyncGenerator<Uint8Array> {
  if (!gzipped) {
    yield* sourceBytes(path(), sha256, reusedChunks);
    return;
  }
  const received = sourceBytes(path(), sha256);
  const unpacked = createGunzip();
  const piped = pipeline(Readable.from(received), unpacked);
  piped.catch(() => undefined);
  yield* unpacked;
  await piped;
}

/** Files of hash-chained logs among the sources, as their receipts name them, in order of import. */
export async function sourceChains(session: Session, sourcesDir: string): Promise<ChainInput[]> {
  const rows = await session.rows(
    `SELECT source_id, sha256, name, receipt->>'$.file' AS file, receipt->>'$.format' AS format,
            receipt->>'$.chains[0]' AS chain
     FROM work.sources WHERE superseded_by IS NULL AND (receipt->>'$.chains[0]') IS NOT NULL ORDER BY position`,
  );
  const files = new Map<string, number>();
  for (const { file } of rows) files.set(String(file), (files.get(String(file)) ?? 0) + 1);
  return rows.map((row) => {
    const [sourceId, sha256] = [String(row['source_id']), String(row['sha256'])];
    const [name, file] = [String(row['name']), String(row['file'])];
    const gzipped = name.endsWith('.gz') || String(row['format']).endsWith('.gz');
    return {
      chain: String(row['chain']),
      sourceId,
      // Files of one name may come from several folders.
      name: files.get(file) === 1 ? file : `${sourceId}/${file}`,
      open: () => bytesOf(() => sourcePath(sourcesDir, sha256, name), sha256, gzipped),
    };
  });
}
