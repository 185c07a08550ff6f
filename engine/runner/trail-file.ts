import { createHash } from 'node:crypto';
import { createGunzip, gunzipSync } from 'node:zlib';
import {
  bareName,
  digestStem,
  Fields,
  type FoundLog,
  isDigest,
  isKeyList,
  logName,
  parseDigest,
  parseSignature,
  parseTrailKeys,
  type TrailDigest,
  type TrailKey,
  type TrailSignature,
} from '#engine/integrity/cloudtrail/index.ts';
import { nodeTrailCrypto } from '#engine/engagement/index.ts';

/** Digests, key lists and metadata are small; whatever is larger and not named like a log is no part of a trail. */
const LARGEST = 32 * 2 ** 20;

/** One file of a trail, whatever it turned out to be. */
export type TrailPart =
  | { kind: 'digest'; digest: TrailDigest }
  | { kind: 'log'; log: FoundLog }
  | { kind: 'keys'; keys: TrailKey[] }
  | { kind: 'signature'; signature: TrailSignature }
  | { kind: 'broken'; file: string; reason: string };

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > LARGEST) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The uncompressed bytes, or why there are none. Bytes after the end of the gzip data are refused: nothing signs them. */
function unpack(bytes: Buffer): Uint8Array | string {
  if (!isGzip(bytes)) return bytes;
  try {
    // `info` makes the answer an object, which the types do not know.
    const { buffer, engine } = gunzipSync(bytes, { info: true, maxOutputLength: LARGEST }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return engine.bytesWritten === bytes.length
      ? buffer
      : `${bytes.length - engine.bytesWritten} bytes follow the end of the gzip data`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR'
      ? 'the gzip data ends in the middle'
      : 'the gzip data is damaged, or other bytes follow its end';
  }
}

/** SHA-256 of the uncompressed bytes of a log file of any size. */
export async function hashLog(file: string, bytes: AsyncIterable<Uint8Array>): Promise<FoundLog> {
  const hash = createHash('sha256');
  const source = bytes[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true) return { file, sha256: null, fault: 'it is empty' };
  let size = first.value.length;
  if (!isGzip(first.value)) {
    hash.update(first.value);
    for (let next = await source.next(); next.done !== true; next = await source.next())
      hash.update(next.value);
    return { file, sha256: hash.digest('hex') };
  }
  const gunzip = createGunzip();
  gunzip.on('data', (chunk: Buffer) => hash.update(chunk));
  const ended = new Promise<string | null>((resolve) => {
    gunzip.once('end', () => resolve(null));
    gunzip.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === 'Z_BUF_ERROR'
          ? 'the gzip data ends in the middle'
          : 'the gzip data is damaged, or other bytes follow its end',
      ),
    );
  });
  gunzip.write(first.value);
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    size += next.value.length;
    if (!gunzip.destroyed && !gunzip.write(next.value))
      await new Promise((resolve) => {
        gunzip.once('drain', resolve);
        void ended.then(resolve);
      });
  }
  gunzip.end();
  const fault = await ended;
  if (fault !== null) return { file, sha256: null, fault };
  if (gunzip.bytesWritten !== size)
    return {
      file,
      sha256: null,
      fault: `${size - gunzip.bytesWritten} bytes follow the end of the gzip data`,
    };
  return { file, sha256: hash.digest('hex') };
}

function partOf(file: string, bytes: Uint8Array): TrailPart | null {
  const hex = parseSignature(bytes);
  if (hex !== null) return { kind: 'signature', signature: { file, hex } };
  const fields = Fields.parse(bytes);
  const isNamedDigest = digestStem(file) !== null && bareName(file).endsWith('.json');
  if (typeof fields === 'string') return isNamedDigest ? { kind: 'broken', file, reason: fields } : null;
  if (isKeyList(fields)) return { kind: 'keys', keys: parseTrailKeys(bytes, nodeTrailCrypto) };
  if (!isDigest(fields) && !isNamedDigest) return null;
  const digest = parseDigest(bytes, file, nodeTrailCrypto);
  return typeof digest === 'string' ? { kind: 'broken', file, reason: digest } : { kind: 'digest', digest };
}

/**
 * What a file is to a trail, by its name (logs) or its content; null when it is no part of one.
 * Throws KEY_UNSUPPORTED for a list of keys that cannot be used.
 */
export async function trailPart(file: string, bytes: AsyncIterable<Uint8Array>): Promise<TrailPart | null> {
  if (logName(file) !== null) return { kind: 'log', log: await hashLog(file, bytes) };
  const whole = await collect(bytes);
  if (whole === null || whole.length === 0) return null;
  const unpacked = unpack(whole);
  if (typeof unpacked === 'string')
    return digestStem(file) === null ? null : { kind: 'broken', file, reason: unpacked };
  return partOf(file, unpacked);
}
