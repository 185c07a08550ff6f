import { fileURLToPath } from 'node:url';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeDigests } from '#engine/engagement/digests.ts';
import { parseAnchor, splitBatches, verifyChain, verifyLog } from '#engine/integrity/index.ts';
import { hashInThreads } from './pool.ts';

const VECTORS = fileURLToPath(new URL('../../test/vectors/chains/', import.meta.url));
const vectors = readdirSync(VECTORS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

function anchorsOf(vector: string) {
  const file = join(VECTORS, vector, 'anchor.json');
  return existsSync(file) ? parseAnchor(readFileSync(file), { digests: nodeDigests }) : [];
}

/** A source that spoils each chunk before it gives the next one. */
async function* spoiled(vector: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = readFileSync(join(VECTORS, vector, 'log.ndjson'));
  const memory = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size);
    memory.set(chunk);
    yield memory.subarray(0, chunk.length);
    memory.fill(0xff);
  }
}

const open = (vector: string) => createReadStream(join(VECTORS, vector, 'log.ndjson'));

describe('all ways to verify a log say the same', () => {
  it.each(vectors)('%s', async (vector) => {
    const options = { profile: 'auto', digests: nodeDigests, anchors: anchorsOf(vector) } as const;
    const expected = await verifyChain(splitBatches(open(vector)), options);
    expect(await verifyLog(open(vector), options)).toEqual(expected);
    // Chunks of one or two records, so that every link but a few is one between chunks.
    expect(await verifyLog(open(vector), { ...options, chunkBytes: 700 })).toEqual(expected);
    expect(await verifyLog(open(vector), { ...options, chunkBytes: 5000 })).toEqual(expected);
    for (const size of [2, 997, 1 << 20]) {
      expect(await verifyLog(spoiled(vector, size), options)).toEqual(expected);
      expect(await verifyChain(splitBatches(spoiled(vector, size)), options)).toEqual(expected);
    }
    const threads = { startHashing: (task: Parameters<typeof hashInThreads>[0]) => hashInThreads(task, 2) };
    expect(
      await verifyLog(open(vector), { ...options, ...threads, chunkBytes: 3000, threadsFrom: 0 }),
    ).toEqual(expected);
  });
});
