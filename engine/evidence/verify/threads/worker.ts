import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import type { DigestTask, ThreadAnswer } from './digest-ranges.ts';

/** Small enough that what was read is still in the cache of the processor when it is hashed. */
const PIECE = 256 << 10;

/** Where a digesting thread starts: it takes the next range that no other thread took until none is left. */
const { fd, ranges, algorithms, taken } = workerData as DigestTask;
const memory = Buffer.allocUnsafe(PIECE);

function digest({ offset, length }: { offset: number; length: number }): ThreadAnswer['digest'] {
  const hashes = algorithms.map((algorithm) => createHash(algorithm));
  let crc = 0;
  for (let at = offset, left = length; left > 0; ) {
    const read = readSync(fd, memory, 0, Math.min(PIECE, left), at);
    // Shorter than it was: whoever reads it in the other way says so.
    if (read === 0) return null;
    const piece = memory.subarray(0, read);
    for (const hash of hashes) hash.update(piece);
    crc = crc32(piece, crc);
    at += read;
    left -= read;
  }
  return { hex: hashes.map((hash) => hash.digest('hex')), crc };
}

for (;;) {
  const index = Atomics.add(taken, 0, 1);
  const range = ranges[index];
  if (range === undefined) break;
  parentPort!.postMessage({ index, digest: digest(range) } satisfies ThreadAnswer, []);
}
