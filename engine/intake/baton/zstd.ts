import { Decompress } from 'fzstd';
import { TickmarkError } from '#shared/model/errors.ts';

/** Bytes that unpacked data may have: it is held in memory twice. */
const LARGEST = 512 * 2 ** 20;
const WIDEST_WINDOW = 128 * 2 ** 20;
const STEEPEST = 400;
const RATIO_FROM = 64 * 2 ** 20;
const CHUNK = 1 << 20;
const MAGIC = 0xfd2fb528;

function tooComplex(message: string): TickmarkError {
  return new TickmarkError('FILE_TOO_COMPLEX', message, {
    hint: 'It looks like a decompression bomb. Ask where the file comes from.',
  });
}

/** Memory that a frame asks for, from its header (RFC 8878, section 3.1.1.1); null = no frame. */
export function windowOf(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 14 || view.getUint32(0, true) !== MAGIC) return null;
  const descriptor = bytes[4]!;
  if ((descriptor & 0x20) === 0) {
    const exponent = bytes[5]! >> 3;
    const base = 2 ** (10 + exponent);
    return base + (base / 8) * (bytes[5]! & 7);
  }
  const at = 5 + [0, 1, 2, 4][descriptor & 3]!;
  switch (descriptor >> 6) {
    case 0:
      return bytes[at]!;
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return bytes.length < at + 8 ? null : Number(view.getBigUint64(at, true));
  }
}

/** The data of a zstd stream, within limits. Throws FILE_MALFORMED, FILE_TRUNCATED, FILE_TOO_COMPLEX. */
export function unpackZstd(bytes: Uint8Array): Uint8Array {
  const window = windowOf(bytes);
  if (window === null) {
    throw new TickmarkError('FILE_MALFORMED', 'the compressed data does not begin as zstd does', {
      hint: 'Copy or download the file again.',
    });
  }
  if (window > WIDEST_WINDOW && (bytes[4]! & 0x20) === 0)
    throw tooComplex(`the compressed data asks for ${window} bytes of memory`);
  if (window > LARGEST) throw tooComplex(`the file says that it unpacks to ${window} bytes`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const stream = new Decompress((chunk, final) => {
    size += chunk.length;
    if (size > LARGEST || (size > RATIO_FROM && size > bytes.length * STEEPEST))
      throw tooComplex(`the file unpacks to more than ${size} bytes from ${bytes.length}`);
    chunks.push(chunk.slice());
    ended = final === true;
  });
  try {
    for (let at = 0; at < bytes.length; at += CHUNK)
      stream.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
  } catch (error) {
    if (error instanceof TickmarkError) throw error;
    const text = error instanceof Error ? error.message : String(error);
    throw /eof/i.test(text)
      ? new TickmarkError('FILE_TRUNCATED', 'the compressed data ends in the middle', {
          hint: 'Copy or download the file again.',
          cause: error,
        })
      : new TickmarkError('FILE_MALFORMED', `the compressed data is damaged: ${text}`, {
          hint: 'Copy or download the file again.',
          cause: error,
        });
  }
  if (!ended) {
    throw new TickmarkError('FILE_TRUNCATED', 'the compressed data ends in the middle', {
      hint: 'Copy or download the file again.',
    });
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
