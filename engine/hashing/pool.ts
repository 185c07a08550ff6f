import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { nodeDigests } from '#engine/engagement/digests.ts';
import {
  type ChunkFacts,
  type Hashing,
  hashHere,
  type HashTask,
  scannerModule,
} from '#engine/integrity/index.ts';
import { WORKER_CODE } from './generated.ts';

/** One thread links what at most this many can hash. */
const MOST_THREADS = 6;
/** Chunks for each thread: one that it works on, one that waits. */
const CHUNKS_EACH = 2;

interface Waiting {
  resolve: (facts: ChunkFacts) => void;
  reject: (error: Error) => void;
}

/** A thread that answers its chunks one after the other. */
class HashingThread {
  private readonly worker: Worker;
  private readonly waiting: Waiting[] = [];

  constructor(task: HashTask) {
    // Its code is part of ours (see README): a file of its own would be elsewhere in a checkout, a build and an archive.
    this.worker = new Worker(WORKER_CODE, {
      eval: true,
      execArgv: [],
      workerData: { ...task, module: scannerModule() },
    });
    this.worker.on('message', (facts: ChunkFacts) => this.waiting.shift()?.resolve(facts));
    this.worker.on('error', (error: Error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('a hashing thread ended')));
  }

  read(bytes: Uint8Array<ArrayBuffer>): Promise<ChunkFacts> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(bytes, [bytes.buffer]);
    });
  }

  close(): void {
    void this.worker.terminate();
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}

/** Reads and hashes chunks in threads of their own, as many as the machine has processors, at most six. */
export function hashInThreads(
  task: HashTask,
  threads = Math.min(availableParallelism(), MOST_THREADS),
): Hashing {
  if (threads < 2) return hashHere(nodeDigests)(task);
  const pool = Array.from({ length: threads }, () => new HashingThread(task));
  let next = 0;
  return {
    depth: threads * CHUNKS_EACH,
    read: (bytes) => pool[next++ % threads]!.read(bytes),
    close: () => {
      for (const thread of pool) thread.close();
    },
  };
}
