import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { TickmarkError } from '#shared/model/errors.ts';
import { EncodingProbe, textDecoder, type Encoding } from './encoding.ts';
import { refuseKnownBinary } from './known-binary.ts';
import { throwIfCancelled, type Received } from './receive.ts';

const LARGEST = 16 * 2 ** 30;
/** Deflate cannot exceed 1:1032; text exports stay far below this. */
const STEEPEST = 200;
const RATIO_FROM = 64 * 2 ** 20;

/** A text as the readers want it: UTF-8 on disk, the byte order mark still in place if there was one. */
export interface TextFile {
  path: string;
  size: number;
  encoding: Encoding;
  /** The very bytes of the source: SQL may read them from sources/. */
  original: boolean;
}

async function gunzip(received: Received, signal: AbortSignal | undefined): Promise<TextFile> {
  const path = join(received.scratch, 'unpacked');
  const target = await open(path, 'wx', 0o600);
  const probe = new EncodingProbe();
  const unzip = createGunzip();
  const source = createReadStream(received.path);
  let size = 0;
  try {
    source.on('error', (error) => unzip.destroy(error));
    source.pipe(unzip);
    for await (const chunk of unzip as AsyncIterable<Buffer>) {
      throwIfCancelled(signal);
      size += chunk.length;
      if (size > LARGEST || (size > RATIO_FROM && size > received.size * STEEPEST)) {
        throw new TickmarkError(
          'FILE_TOO_COMPLEX',
          `the gzip file unpacks to more than ${size} bytes from ${received.size}`,
          {
            hint: 'It looks like a decompression bomb. Unpack it yourself if you trust it, and import the result.',
          },
        );
      }
      if (size === chunk.length && chunk[0] === 0x1f && chunk[1] === 0x8b) {
        throw new TickmarkError('FILE_TOO_COMPLEX', 'the gzip file holds another gzip file', {
          hint: 'Unpack it once and import the result.',
        });
      }
      if (size === chunk.length && chunk[0] === 0x50 && chunk[1] === 0x4b && chunk[2] === 0x03) {
        throw new TickmarkError('FILE_BINARY', 'the gzip file holds a ZIP archive or a workbook', {
          hint: 'Unpack it once and import what is inside.',
        });
      }
      if (size === chunk.length) refuseKnownBinary(chunk, 'the gzip file holds');
      probe.push(chunk);
      await target.writeFile(chunk);
    }
  } catch (error) {
    if (error instanceof TickmarkError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw code === 'Z_BUF_ERROR'
      ? new TickmarkError('FILE_TRUNCATED', 'the gzip file ends in the middle', {
          hint: 'Copy or download it again.',
          cause: error,
        })
      : new TickmarkError(
          'FILE_MALFORMED',
          `the gzip file is damaged, or other data follows its end (${String(code)})`,
          {
            hint: 'Copy or download it again.',
            cause: error,
          },
        );
  } finally {
    source.destroy();
    unzip.destroy();
    await target.close();
  }
  // Node stops silently at whatever follows the last member; hidden data must not pass unseen.
  if (unzip.bytesWritten !== received.size) {
    throw new TickmarkError(
      'FILE_MALFORMED',
      `${received.size - unzip.bytesWritten} bytes follow the end of the gzip data`,
      {
        hint: 'Ask what they are; unpack the file yourself and import the part that is evidence.',
      },
    );
  }
  if (size === 0)
    throw new TickmarkError('FILE_EMPTY', 'the gzip file holds no bytes', {
      hint: 'Ask for the export again.',
    });
  return { path, size, encoding: probe.finish(received.candidate.encoding ?? null), original: false };
}

async function toUtf8(text: TextFile, scratch: string, signal: AbortSignal | undefined): Promise<TextFile> {
  const path = join(scratch, 'converted');
  const target = await open(path, 'wx', 0o600);
  const decoder = textDecoder(text.encoding);
  let size = 0;
  try {
    for await (const chunk of createReadStream(text.path) as AsyncIterable<Buffer>) {
      throwIfCancelled(signal);
      const bytes = Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
      size += bytes.length;
      await target.writeFile(bytes);
    }
    const rest = Buffer.from(decoder.decode(), 'utf8');
    size += rest.length;
    await target.writeFile(rest);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TickmarkError('FILE_ENCODING', `the file is not valid ${text.encoding}`, {
      hint: 'Ask for the export again, saved as UTF-8.',
      cause: error,
    });
  } finally {
    await target.close();
  }
  return { path, size, encoding: text.encoding, original: false };
}

/** The UTF-8 text of a received text or gzip file. Throws FILE_TRUNCATED, FILE_MALFORMED, FILE_TOO_COMPLEX, FILE_ENCODING. */
export async function openText(received: Received, signal?: AbortSignal): Promise<TextFile> {
  const text: TextFile =
    received.container === 'gzip'
      ? await gunzip(received, signal)
      : { path: received.path, size: received.size, encoding: received.encoding ?? 'utf-8', original: true };
  return text.encoding === 'utf-8' || text.encoding === 'utf-8-bom'
    ? text
    : toUtf8(text, received.scratch, signal);
}
