import { createInflateRaw } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { collisions, pathProblem } from './paths.ts';
import { type DirectoryEntry, readDirectory, wideNumbers } from './zip-directory.ts';
import { LOCAL_SIGNATURE, LOCAL_SIZE, localHeader } from './zip-layout.ts';

export interface ZipEntry extends DirectoryEntry {
  /** Where the content starts. */
  dataOffset: number;
}

export interface ZipContents {
  /** Files only, in the order of the directory. */
  entries: ZipEntry[];
  /** Reasons not to trust the container: hidden bytes, ambiguous or dangerous names, contradicting headers. */
  problems: string[];
  /** True when the container is in the form that Tickmark writes, or was before it was changed. */
  ours: boolean;
  /** Names of the entries whose headers are not in that form. */
  foreign: string[];
}

const CHUNK = 1 << 20;
/** Deflate cannot honestly pass about 1:1032; a large entry near that is a bomb. */
const BOMB_RATIO = 200;
const BOMB_SIZE = 64 << 20;

/**
 * Reads the structure of a ZIP that may be hostile and reports everything wrong with it. Null when the bytes
 * are no ZIP at all. Directory, local headers and the gaps between entries are compared: two readers of an
 * accepted container cannot see different files in it.
 */
export async function parseZip(source: ByteSource): Promise<ZipContents | null> {
  const directory = await readDirectory(source);
  if (directory === null) return null;
  const { problems } = directory;
  const located: ZipEntry[] = [];
  for (const entry of directory.entries) {
    const local = await readLocal(source, entry);
    problems.push(...local.problems);
    if (local.entry !== null) located.push(local.entry);
  }
  const ours = located.some((entry) => entry.canonical);
  if (ours && !directory.endCanonical) problems.push('the end record of the ZIP is not as written');
  problems.push(...gaps(located, directory.start), ...collisions(located.map(({ name }) => name)));
  const foreign = located.filter(({ canonical }) => !canonical).map(({ name }) => name);
  return { entries: located.filter(({ folder }) => !folder), problems, ours, foreign };
}

async function readLocal(
  source: ByteSource,
  entry: DirectoryEntry,
): Promise<{ entry: ZipEntry | null; problems: string[] }> {
  const problems: string[] = [];
  const complain = (text: string) => problems.push(`${entry.name}: ${text}`);
  const wrong = pathProblem(entry.folder ? entry.name.slice(0, -1) : entry.name);
  if (wrong !== null) complain(wrong);
  if (entry.offset + LOCAL_SIZE > source.size)
    return { entry: null, problems: [`${entry.name}: starts past the end`] };
  const expected = localHeader(entry);
  const length = Math.min(source.size - entry.offset, Math.max(expected.byteLength, LOCAL_SIZE));
  const bytes = Buffer.from(await source.read(entry.offset, length));
  if (bytes.readUInt32LE(0) !== LOCAL_SIGNATURE)
    return { entry: null, problems: [`${entry.name}: has no local header`] };
  const nameLength = bytes.readUInt16LE(26);
  const dataOffset = entry.offset + LOCAL_SIZE + nameLength + bytes.readUInt16LE(28);
  if (dataOffset + entry.compressedSize > source.size) {
    return { entry: null, problems: [`${entry.name}: its content passes the end of the file`] };
  }
  const name = await source.read(entry.offset + LOCAL_SIZE, nameLength);
  if (Buffer.compare(name, entry.rawName) !== 0) complain('local header and directory give different names');
  if (bytes.readUInt16LE(8) !== entry.method) complain('local header and directory give different methods');
  const described = (entry.flags & 8) !== 0;
  const extra = Buffer.from(await source.read(dataOffset - bytes.readUInt16LE(28), bytes.readUInt16LE(28)));
  const sizes = wideNumbers(extra, [bytes.readUInt32LE(22), bytes.readUInt32LE(18), 0]);
  const differ =
    bytes.readUInt32LE(14) !== entry.crc || sizes?.[0] !== entry.size || sizes[1] !== entry.compressedSize;
  if (differ && !described) complain('local header and directory give different sizes or checksums');
  const canonical = entry.canonical && Buffer.compare(bytes, expected) === 0;
  return { entry: { ...entry, canonical, dataOffset }, problems };
}

/** Bytes of the container that belong to no entry, and entries that share bytes. */
function gaps(entries: readonly ZipEntry[], end: number): string[] {
  const problems: string[] = [];
  let position = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < position) problems.push(`${entry.name}: overlaps another entry`);
    if (entry.offset > position)
      problems.push(`${entry.offset - position} bytes before ${entry.name} belong to no file`);
    position = entry.dataOffset + entry.compressedSize + entry.descriptorSize;
  }
  if (end > position) problems.push(`${end - position} bytes before the directory belong to no file`);
  if (end < position) problems.push('the last entry overlaps the directory');
  return problems;
}

/** Memory for whoever reads much and keeps none of it: a piece lies in it until the one after the next is read. */
export type ReadMemory = readonly [Buffer, Buffer];

export function readMemory(): ReadMemory {
  return [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
}

/** Content of one entry. Throws RangeError when it does not have the size that the directory states. */
export async function* readEntry(
  source: ByteSource,
  entry: ZipEntry,
  memory?: ReadMemory,
): AsyncGenerator<Uint8Array> {
  const stored = entry.method === 0;
  const raw = readRange(source, entry.dataOffset, entry.compressedSize, stored ? memory : undefined);
  if (stored) {
    if (entry.size !== entry.compressedSize) throw new RangeError('stored with two sizes');
    yield* raw;
    return;
  }
  if (entry.size > BOMB_SIZE && entry.size > entry.compressedSize * BOMB_RATIO) {
    throw new RangeError(`would grow from ${entry.compressedSize} to ${entry.size} bytes`);
  }
  const inflate = createInflateRaw({ chunkSize: CHUNK });
  const feed = (async () => {
    for await (const chunk of raw) {
      if (!inflate.write(chunk)) await new Promise((resolve) => inflate.once('drain', resolve));
    }
    inflate.end();
  })();
  feed.catch((error: Error) => inflate.destroy(error));
  let size = 0;
  for await (const chunk of inflate as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > entry.size) throw new RangeError('is longer than stated');
    yield chunk;
  }
  if (size !== entry.size) throw new RangeError('is shorter than stated');
}

/** Reads a range in large pieces, the next one being fetched while the caller works on this one. */
async function* readRange(
  source: ByteSource,
  offset: number,
  length: number,
  memory: ReadMemory | undefined,
): AsyncGenerator<Uint8Array> {
  const end = offset + length;
  const fetch = (at: number) => {
    const turn = ((at - offset) / CHUNK) % 2;
    return at < end ? source.read(at, Math.min(CHUNK, end - at), memory?.[turn]) : null;
  };
  let next = fetch(offset);
  for (let at = offset; next !== null; at += CHUNK) {
    const chunk = await next;
    next = fetch(at + CHUNK);
    next?.catch(() => {});
    yield chunk;
  }
}
