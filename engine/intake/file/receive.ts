import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { isC1z } from '../baton/is-c1z.ts';
import { readError, type Candidate } from './collect.ts';
import { EncodingProbe, type Encoding } from './encoding.ts';
import { refuseKnownBinary } from './known-binary.ts';
import { LineWatch } from './line-watch.ts';
import { safeName } from './safe-name.ts';
import { looksLikeUtmp } from './utmp.ts';

const CHUNK = 1 << 20;

export type Container = 'text' | 'gzip' | 'zip' | 'c1z' | 'parquet';

/** A file as it came in: copied beside the database, hashed on the way. */
export interface Received {
  candidate: Candidate;
  /** Folder under .work/ that holds the copy and everything derived from it; removed when the import ends. */
  scratch: string;
  path: string;
  name: string;
  sha256: string;
  size: number;
  container: Container;
  /** null for containers. */
  encoding: Encoding | null;
  /** The copy lies on the disk, not only in the system's memory. Awaited before the copy counts as evidence. */
  durable: Promise<void>;
}

export interface ReadWatch {
  signal?: AbortSignal | undefined;
  onBytes?: ((done: number, total: number) => void) | undefined;
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new TickmarkError('CANCELLED', 'the import was cancelled', {
      hint: 'Files that were already imported stay.',
    });
  }
}

function containerOf(start: Uint8Array): Container {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  if (start[0] === 0x50 && start[1] === 0x4b && (start[2] === 0x03 || start[2] === 0x05)) return 'zip';
  if (isC1z(start)) return 'c1z';
  if (start[0] === 0x50 && start[1] === 0x41 && start[2] === 0x52 && start[3] === 0x31) return 'parquet';
  return 'text';
}

function refuseUtmp(start: Uint8Array, size: number): void {
  if (looksLikeUtmp(start, size)) {
    throw new TickmarkError('FILE_BINARY', 'the file is a binary log of log-ins (wtmp, btmp or utmp)', {
      hint: 'Ask for what `last -F -w -f FILE` says of it (`lastb` for btmp).',
    });
  }
}

/**
 * Copies a file into `scratch` while hashing it and learning its encoding.
 * Throws UNREADABLE when it changes meanwhile, FILE_EMPTY, FILE_BINARY, FILE_ENCODING, FILE_TOO_COMPLEX, CANCELLED.
 */
export async function receiveFile(
  candidate: Candidate,
  scratch: string,
  watch: ReadWatch = {},
): Promise<Received> {
  const name = safeName(basename(candidate.file));
  const path = join(scratch, name);
  await mkdir(scratch, { recursive: true });
  // O_NOFOLLOW: a link put in place since the folder was listed is refused, too.
  const source = await open(candidate.path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(
    (error: unknown) => {
      throw readError(candidate.file, error);
    },
  );
  try {
    const before = await source.stat({ bigint: true });
    if (before.size === 0n) {
      throw new TickmarkError('FILE_EMPTY', 'the file has no bytes', { hint: 'Ask for the export again.' });
    }
    const hash = createHash('sha256');
    const probe = new EncodingProbe();
    const lines = new LineWatch();
    const target = await open(path, 'wx', 0o600);
    let container: Container | null = null;
    let size = 0;
    let whole = false;
    try {
      // Two buffers take turns: one is written while the next chunk is read and hashed.
      const buffers = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
      let written: Promise<unknown> = Promise.resolve();
      for (let turn = 0; ; turn += 1) {
        throwIfCancelled(watch.signal);
        const { bytesRead } = await source.read(buffers[turn % 2]!, 0, CHUNK, null);
        if (bytesRead === 0) break;
        const chunk = buffers[turn % 2]!.subarray(0, bytesRead);
        if (container === null) {
          refuseKnownBinary(chunk);
          refuseUtmp(chunk, Number(before.size));
          container = containerOf(chunk);
        }
        await written;
        written = target.writeFile(chunk);
        // It is awaited a turn later: until then its failure is nobody's, and would end the process.
        written.catch(() => undefined);
        hash.update(chunk);
        if (container === 'text') {
          probe.push(chunk);
          lines.push(chunk);
        }
        size += bytesRead;
        watch.onBytes?.(size, Number(before.size));
      }
      await written;
      whole = true;
    } finally {
      if (!whole) await target.close();
    }
    // The disk takes its time; reading the copy need not wait for it.
    const durable = target.sync().finally(() => target.close());
    durable.catch(() => undefined);
    const after = await source.stat({ bigint: true });
    if (after.size !== before.size || after.mtimeNs !== before.mtimeNs || BigInt(size) !== before.size) {
      throw new TickmarkError('UNREADABLE', 'the file changed while it was read', {
        hint: 'Wait until whatever writes it has finished, then import it again.',
      });
    }
    return {
      candidate,
      scratch,
      path,
      name,
      sha256: hash.digest('hex'),
      size,
      container: container ?? 'text',
      encoding: container === 'text' ? probe.finish(candidate.encoding ?? null) : null,
      durable,
    };
  } catch (error) {
    await rm(path, { force: true });
    throw readError(candidate.file, error);
  } finally {
    await source.close();
  }
}
