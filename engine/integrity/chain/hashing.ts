import type { Digests } from '../digests.ts';
import type { Profile } from '../profiles/schema.ts';
import { scannerModule } from '../scanner/module.ts';
import type { ChunkFacts } from './chunk-facts.ts';
import { ChunkReader } from './chunk-reader.ts';

/** What has to be known to read and hash the chunks of one log. Can be sent from thread to thread. */
export interface HashTask {
  /** The profile, then others that differ from it in the canonical form only. */
  profiles: readonly Profile[];
  key: Uint8Array | null;
}

/** Reads and hashes chunks, here or in other threads. */
export interface Hashing {
  /** Chunks that may be under way at once. */
  readonly depth: number;
  /** Takes the bytes over: the caller must not touch them again. */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<ChunkFacts>;
  close(): void;
}

export type StartHashing = (task: HashTask) => Hashing;

const TURN_EVERY = 8;

/** In the calling thread. The event loop gets a turn every few chunks. */
export function hashHere(digests: Digests): StartHashing {
  return ({ profiles, key }) => {
    const reader = new ChunkReader(profiles, digests, key, scannerModule());
    let taken = 0;
    return {
      depth: 1,
      read: async (bytes) => {
        if (++taken % TURN_EVERY === 0) await new Promise((resolve) => setTimeout(resolve, 0));
        return reader.read(bytes);
      },
      close: () => {},
    };
  };
}
