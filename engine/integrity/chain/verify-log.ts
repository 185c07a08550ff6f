import type { ChainReport } from '#shared/model/chain.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { digestCharacters } from '../profiles/digest-size.ts';
import { lineChunks, SpareBuffers } from '../records/line-chunks.ts';
import { LineSplitter } from '../records/line-splitter.ts';
import { splitBatches, startOfLog } from '../records/split.ts';
import type { ChunkFacts } from './chunk-facts.ts';
import { ChunkRows } from './chunk-facts.ts';
import { type Hashing, hashHere, type StartHashing } from './hashing.ts';
import type { FormReader } from './reader.ts';
import { ChainVerifier } from './verifier.ts';
import { chooseReader, SAMPLE, verifyChain, verifierOf, type VerifyOptions } from './verify.ts';

/** Bytes of a log that one thread takes at a time: a few hundred records. */
const CHUNK = 1 << 19;
/** Below this a log is read before other threads are ready. */
const WORTH_THREADS = 1 << 22;

export interface VerifyLogOptions extends VerifyOptions {
  /** Where records are read and hashed once the log proves long; in the calling thread when absent. */
  startHashing?: StartHashing;
  /** Bytes that one thread takes at a time; 512 kB when absent. */
  chunkBytes?: number;
  /** Bytes of log from which on `startHashing` is used; 4 MB when absent: before, threads are not ready in time. */
  threadsFrom?: number;
}

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Verifies every chain of a log from its bytes: NDJSON, or one JSON array. Says the same as verifyChain over
 * splitBatches, record for record, and is several times faster on NDJSON. Throws what verifyChain throws.
 */
export async function verifyLog(bytes: Bytes, options: VerifyLogOptions): Promise<ChainReport[]> {
  const log = await startOfLog(bytes);
  return log.isArray ? verifyChain(splitBatches(log.bytes), options) : new LogRun(options).verify(log.bytes);
}

/** One verification of lines. */
class LogRun {
  private readonly options: VerifyLogOptions;
  private readonly verifier: ChainVerifier;
  private reader: FormReader | null = null;
  private hashing: Hashing | null = null;
  private threaded = false;
  private readonly underway: Promise<ChunkFacts>[] = [];
  private records = 0;
  private taken = 0;
  private readonly spare = new SpareBuffers();

  constructor(options: VerifyLogOptions) {
    this.options = options;
    this.verifier = verifierOf(options);
  }

  async verify(bytes: Bytes): Promise<ChainReport[]> {
    const chunks = lineChunks(bytes, this.options.chunkBytes ?? CHUNK, this.spare);
    try {
      let head: Uint8Array<ArrayBuffer>[] = [];
      let seen = 0;
      for await (const chunk of chunks) {
        this.checkCancelled();
        if (this.reader === null) {
          head.push(chunk);
          seen += recordsOf([chunk]).length;
          if (seen < SAMPLE) continue;
          this.choose(head);
          for (const held of head) await this.take(held);
          head = [];
        } else {
          await this.take(chunk);
        }
      }
      if (this.reader === null && seen > 0) {
        this.choose(head);
        for (const held of head) await this.take(held);
      }
      while (this.underway.length > 0) await this.link();
    } finally {
      this.hashing?.close();
    }
    const { reader } = this;
    return reader === null ? [] : this.verifier.finish(reader.profile(), reader.warnings());
  }

  private checkCancelled(): void {
    if (this.options.signal?.aborted) throw new TickmarkError('CANCELLED', 'The verification was cancelled');
  }

  private choose(head: readonly Uint8Array[]): void {
    this.reader = chooseReader(recordsOf(head).slice(0, SAMPLE), this.options);
    this.hashing = this.start(hashHere(this.options.digests));
  }

  private start(how: StartHashing): Hashing {
    return how({ profiles: this.reader!.profiles(), key: this.options.key ?? null });
  }

  private async take(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    this.taken += chunk.length;
    const { startHashing, threadsFrom = WORTH_THREADS } = this.options;
    if (!this.threaded && this.taken >= threadsFrom && startHashing !== undefined) {
      while (this.underway.length > 0) await this.link();
      this.hashing!.close();
      this.hashing = this.start(startHashing);
      this.threaded = true;
    }
    const reading = this.hashing!.read(chunk);
    // Told when its turn comes, which may be after another one has failed.
    reading.catch(() => {});
    this.underway.push(reading);
    if (this.underway.length >= this.hashing!.depth) await this.link();
  }

  /** Links the records of the next chunk in the order of the log. */
  private async link(): Promise<void> {
    const chunk = await this.underway.shift()!;
    this.checkCancelled();
    const profile = this.reader!.profiles()[0]!;
    const rows = new ChunkRows(chunk, profile.digest.prefix.toLowerCase(), digestCharacters(profile));
    this.verifier.pushChunk(chunk, rows, this.records);
    this.spare.keep(chunk.bytes.buffer);
    this.reader!.addDecisions(chunk.decisive);
    this.records += chunk.records;
    this.options.onProgress?.(this.records);
  }
}

function recordsOf(chunks: readonly Uint8Array[]) {
  const splitter = new LineSplitter(0);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.finish()];
}
