import { parentPort, workerData } from 'node:worker_threads';
import { nodeDigests } from '#engine/engagement/digests.ts';
import { ChunkReader } from '#engine/integrity/chain/chunk-reader.ts';
import type { HashTask } from '#engine/integrity/chain/hashing.ts';
import type { CompiledWasm } from '#engine/integrity/scanner/web-assembly.ts';

/** Where a hashing thread starts: chunks of a log come in, what was read of them goes out, in the same order. */
const { profiles, key, module } = workerData as HashTask & { module: CompiledWasm };
const reader = new ChunkReader(profiles, nodeDigests, key, module);
parentPort!.on('message', (bytes: Uint8Array<ArrayBuffer>) => {
  const facts = reader.read(bytes);
  parentPort!.postMessage(facts, [bytes.buffer, facts.rows.buffer]);
});
