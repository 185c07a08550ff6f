import { open } from 'node:fs/promises';
import { TickmarkError } from '#shared/model/errors.ts';

/**
 * Random access to bytes that may be larger than memory. `read` answers exactly `length` bytes or fails; it may put them
 * into `memory`, where so many fit.
 */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number, memory?: Buffer): Promise<Uint8Array>;
  close(): Promise<void>;
  /** The open file, where the bytes are those of one. */
  readonly fd?: number;
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    read: async (offset, length) => {
      if (offset < 0 || offset + length > bytes.byteLength) throw new RangeError('read past the end');
      return bytes.subarray(offset, offset + length);
    },
    close: async () => {},
  };
}

/** Opens a file for reading. Throws NOT_FOUND or UNREADABLE. */
export async function openSource(file: string): Promise<ByteSource> {
  const handle = await open(file, 'r').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') {
      throw new TickmarkError('NOT_FOUND', `There is no file ${file}`, { cause });
    }
    throw new TickmarkError('UNREADABLE', `${file} cannot be opened: ${cause.message}`, { cause });
  });
  const stat = await handle.stat();
  if (!stat.isFile()) {
    await handle.close();
    throw new TickmarkError('UNREADABLE', `${file} is not a file`);
  }
  return {
    size: stat.size,
    fd: handle.fd,
    read: async (offset, length, memory) => {
      const buffer = memory === undefined ? Buffer.allocUnsafe(length) : memory.subarray(0, length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle.read(buffer, done, length - done, offset + done);
        if (bytesRead === 0)
          throw new TickmarkError('UNREADABLE', `${file} became shorter while it was read`);
        done += bytesRead;
      }
      return buffer;
    },
    close: () => handle.close(),
  };
}
