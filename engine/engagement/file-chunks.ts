import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

const CHUNK = 1 << 20;

/** Bytes of a file in chunks of 1 MB that stay as they are. */
export async function* freshChunks(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>;
}

/**
 * The same in one piece of memory: one is valid until the next one is asked for. Fresh
 * memory for each would cost a log's verification a fifth of its time. Throws what the file system says.
 */
export async function* reusedChunks(path: string, size = CHUNK): AsyncGenerator<Uint8Array> {
  const handle = await open(path);
  try {
    const memory = new Uint8Array(size);
    for (;;) {
      const { bytesRead } = await handle.read(memory, 0, size, null);
      if (bytesRead === 0) return;
      yield memory.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
