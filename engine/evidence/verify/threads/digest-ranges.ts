import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ManifestAlgorithm } from '../../format/manifest.ts';
import { WORKER_CODE } from './generated.ts';

/** Reading sets the pace of more. */
const MOST_THREADS = 4;
/** Starting threads takes as long as hashing so many bytes. */
const WORTH_IT = 32 << 20;

export interface ByteRange {
  offset: number;
  length: number;
}

export interface RangeDigest {
  /** Lower-case hex, in the order of the algorithms. */
  hex: string[];
  crc: number;
}

/** What a thread is given. Threads of one process share its open files, so all read the very file that was opened. */
export interface DigestTask {
  fd: number;
  ranges: readonly ByteRange[];
  algorithms: readonly ManifestAlgorithm[];
  /** How many ranges are taken, shared by the threads. */
  taken: Int32Array;
}

export interface ThreadAnswer {
  index: number;
  digest: RangeDigest | null;
}

/**
 * Digests and CRC-32 of ranges of an open file, worked out in threads of their own, the longest first. A range that was
 * not read is null: all of them where there is little to read or threads cannot be had; the caller reads them itself.
 */
export async function digestRanges(
  fd: number,
  ranges: readonly ByteRange[],
  algorithms: readonly ManifestAlgorithm[],
): Promise<(RangeDigest | null)[]> {
  const results: (RangeDigest | null)[] = ranges.map(() => null);
  const threads = Math.min(availableParallelism(), MOST_THREADS, ranges.length);
  if (threads < 2 || ranges.reduce((sum, { length }) => sum + length, 0) < WORTH_IT) return results;
  const order = [...ranges.keys()].sort((a, b) => ranges[b]!.length - ranges[a]!.length);
  const task: DigestTask = {
    fd,
    ranges: order.map((index) => ranges[index]!),
    algorithms,
    taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
  const onAnswer = ({ index, digest }: ThreadAnswer) => {
    results[order[index]!] = digest;
  };
  await Promise.all(Array.from({ length: threads }, () => runThread(task, onAnswer)));
  return results;
}

/** Until the thread has ended, whatever ended it: what it did not answer is missing from the results. */
function runThread(task: DigestTask, onAnswer: (answer: ThreadAnswer) => void): Promise<void> {
  return new Promise((resolve) => {
    try {
      // Its code is part of ours: a file of its own would be elsewhere in a checkout, a build and the one-file verifier.
      const worker = new Worker(WORKER_CODE, { eval: true, execArgv: [], workerData: task });
      worker.on('message', onAnswer);
      worker.on('error', () => resolve());
      worker.on('exit', () => resolve());
    } catch {
      resolve();
    }
  });
}
