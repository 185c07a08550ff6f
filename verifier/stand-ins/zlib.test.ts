import { crc32 as nodeCrc32, deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bytesSource } from '#engine/evidence/format/byte-source.ts';
import { crc32, createInflateRaw } from './zlib.ts';

const TEXT = Buffer.from('evidence, evidence, and once more evidence\n'.repeat(100_000));

it('has the checksum of Node, in one piece and in several', () => {
  expect(crc32(TEXT)).toBe(nodeCrc32(TEXT));
  expect(crc32(TEXT.subarray(7), crc32(TEXT.subarray(0, 7)))).toBe(nodeCrc32(TEXT));
  expect(crc32(new Uint8Array())).toBe(0);
});

/** Written as `readEntry` writes: it waits where it is told to. */
async function inflated(packed: Uint8Array, step: number): Promise<Buffer> {
  const inflate = createInflateRaw();
  const source = bytesSource(packed);
  const feed = (async () => {
    for (let at = 0; at < packed.byteLength; at += step) {
      const chunk = await source.read(at, Math.min(step, packed.byteLength - at));
      if (!inflate.write(chunk)) await new Promise<void>((resolve) => inflate.once('drain', resolve));
    }
    inflate.end();
  })();
  feed.catch((error: Error) => inflate.destroy(error));
  const chunks: Uint8Array[] = [];
  for await (const chunk of inflate) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it.each([1, 100, 1 << 20])('inflates what Node deflated, in pieces of %d bytes', async (step) => {
  expect((await inflated(deflateRawSync(TEXT), step)).equals(TEXT)).toBe(true);
});

it('gives less where the stream was cut off, which the reader of the ZIP notices, and refuses what is no deflate', async () => {
  const packed = deflateRawSync(TEXT);
  const less = await inflated(packed.subarray(0, packed.length >> 1), 100);
  expect(less.byteLength).toBeLessThan(TEXT.byteLength);
  await expect(inflated(Buffer.from('not deflate at all, not at all'), 100)).rejects.toThrow();
});
