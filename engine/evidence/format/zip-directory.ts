import type { ByteSource } from './byte-source.ts';
import {
  CENTRAL_SIGNATURE,
  CENTRAL_SIZE,
  centralHeader,
  END64_SIGNATURE,
  END64_SIZE,
  END_SIGNATURE,
  END_SIZE,
  endRecords,
  LOCAL_SIGNATURE,
  LOCATOR64_SIGNATURE,
  LOCATOR64_SIZE,
} from './zip-layout.ts';

export interface DirectoryEntry {
  name: string;
  rawName: Uint8Array;
  /** A folder entry: no content of its own. */
  folder: boolean;
  flags: number;
  method: number;
  crc: number;
  size: number;
  compressedSize: number;
  offset: number;
  /** Length of the data descriptor behind the content, 0 without one. */
  descriptorSize: number;
  /** True when the headers seen so far are byte for byte those that Tickmark writes. */
  canonical: boolean;
}

export interface Directory {
  entries: DirectoryEntry[];
  problems: string[];
  /** Where the directory starts. */
  start: number;
  endCanonical: boolean;
}

const MAX_COMMENT = 0xffff;
const MAX_DIRECTORY = 512 << 20;
const UNIX_TYPE_MASK = 0o170000;
const ENCRYPTED = 0x2041;
/** What stands in the end record where the ZIP64 record has the number: entries, size and start of the directory. */
const NARROW_MOST = [0xffff, 0xffffffff, 0xffffffff];

/** Finds and reads the central directory. Null when neither the start nor the end of the bytes is a ZIP's. */
export async function readDirectory(source: ByteSource): Promise<Directory | null> {
  const head = source.size >= 4 ? Buffer.from(await source.read(0, 4)).readUInt32LE(0) : 0;
  const tailSize = Math.min(source.size, END_SIZE + MAX_COMMENT + LOCATOR64_SIZE);
  const tail = Buffer.from(await source.read(source.size - tailSize, tailSize));
  const at = findEnd(tail);
  if (at === -1) {
    if (head !== LOCAL_SIGNATURE) return null;
    return broken(source, 'the directory of the ZIP is missing: the file is cut off or damaged at its end');
  }
  const problems: string[] = [];
  const endOffset = source.size - tailSize + at;
  const comment = tail.readUInt16LE(at + 20);
  const surplus = source.size - endOffset - END_SIZE - comment;
  if (surplus > 0) problems.push(`${surplus} bytes follow the end of the ZIP`);
  if (comment > 0) problems.push(`the ZIP carries a comment of ${comment} bytes that no digest covers`);

  let count = tail.readUInt16LE(at + 10);
  let size = tail.readUInt32LE(at + 12);
  let start = tail.readUInt32LE(at + 16);
  let directoryEnd = endOffset;
  if (at >= LOCATOR64_SIZE && tail.readUInt32LE(at - LOCATOR64_SIZE) === LOCATOR64_SIGNATURE) {
    const end64Offset = Number(tail.readBigUInt64LE(at - LOCATOR64_SIZE + 8));
    if (end64Offset + END64_SIZE !== endOffset - LOCATOR64_SIZE)
      return broken(source, 'the ZIP64 end record is not where it should be');
    const end64 = Buffer.from(await source.read(end64Offset, END64_SIZE));
    if (end64.readUInt32LE(0) !== END64_SIGNATURE) return broken(source, 'the ZIP64 end record is damaged');
    const wide = [32, 40, 48].map((offset64) => Number(end64.readBigUInt64LE(offset64)));
    // Some readers go by the first record, others by the second: the two may not lead to two directories.
    if ([count, size, start].some((narrow, i) => narrow !== wide[i] && narrow !== NARROW_MOST[i]))
      return broken(source, 'the end record and the ZIP64 end record contradict each other: two directories');
    [count, size, start] = wide as [number, number, number];
    directoryEnd = end64Offset;
  }
  if (start + size !== directoryEnd) {
    return broken(
      source,
      'the directory does not reach from its stated start to the end record: two directories, or bytes before the ZIP',
    );
  }
  if (size > MAX_DIRECTORY) return broken(source, `the directory claims ${size} bytes`);
  const bytes = Buffer.from(await source.read(start, size));
  const entries: DirectoryEntry[] = [];
  let position = 0;
  while (position < size) {
    const parsed = parseEntry(bytes.subarray(position));
    if (parsed === null) {
      problems.push(`the directory is damaged after ${entries.length} entries`);
      break;
    }
    problems.push(...parsed.problems);
    entries.push(parsed.entry);
    position += parsed.length;
  }
  if (entries.length !== count)
    problems.push(`the directory lists ${entries.length} entries and states ${count}`);
  const canonicalEnd = endRecords(entries.length, start, size);
  const end = await source.read(directoryEnd, source.size - directoryEnd);
  return { entries, problems, start, endCanonical: Buffer.compare(end, canonicalEnd) === 0 };
}

function broken(source: ByteSource, problem: string): Directory {
  return { entries: [], problems: [problem], start: source.size, endCanonical: false };
}

/** The last end record whose comment fits into the file. */
function findEnd(tail: Buffer): number {
  for (let at = tail.byteLength - END_SIZE; at >= 0; at--) {
    if (
      tail.readUInt32LE(at) === END_SIGNATURE &&
      at + END_SIZE + tail.readUInt16LE(at + 20) <= tail.byteLength
    )
      return at;
  }
  return -1;
}

function parseEntry(bytes: Buffer): { entry: DirectoryEntry; problems: string[]; length: number } | null {
  if (bytes.byteLength < CENTRAL_SIZE || bytes.readUInt32LE(0) !== CENTRAL_SIGNATURE) return null;
  const nameLength = bytes.readUInt16LE(28);
  const extraLength = bytes.readUInt16LE(30);
  const length = CENTRAL_SIZE + nameLength + extraLength + bytes.readUInt16LE(32);
  if (length > bytes.byteLength) return null;
  const rawName = bytes.subarray(CENTRAL_SIZE, CENTRAL_SIZE + nameLength);
  const name = rawName.toString('utf8');
  const problems: string[] = [];
  const complain = (text: string) => problems.push(`${name}: ${text}`);
  const flags = bytes.readUInt16LE(8);
  const method = bytes.readUInt16LE(10);
  const wide = wideNumbers(
    bytes.subarray(CENTRAL_SIZE + nameLength, CENTRAL_SIZE + nameLength + extraLength),
    [bytes.readUInt32LE(24), bytes.readUInt32LE(20), bytes.readUInt32LE(42)],
  );
  if (wide === null) return null;
  const [size, compressedSize, offset] = wide;
  const folder = name.endsWith('/');
  if (Buffer.compare(Buffer.from(name, 'utf8'), rawName) !== 0) complain('the name is not UTF-8');
  if ((flags & ENCRYPTED) !== 0) complain('is encrypted');
  if (method !== 0 && method !== 8) complain(`uses compression method ${method}`);
  if (folder && size !== 0) complain('is a folder with content');
  const mode = bytes.readUInt8(5) === 3 ? bytes.readUInt16LE(40) & UNIX_TYPE_MASK : 0;
  if (mode !== 0 && mode !== (folder ? 0o040000 : 0o100000)) complain('is a link or a special file');
  const crc = bytes.readUInt32LE(16);
  const canonical =
    Buffer.compare(bytes.subarray(0, length), centralHeader({ name, crc, size, offset })) === 0;
  const descriptorSize = (flags & 8) === 0 ? 0 : size >= 0xffffffff || compressedSize >= 0xffffffff ? 24 : 16;
  const entry = {
    name,
    rawName,
    folder,
    flags,
    method,
    crc,
    size,
    compressedSize,
    offset,
    descriptorSize,
    canonical,
  };
  return { entry, problems, length };
}

/** Size, compressed size and offset, each 0xFFFFFFFF replaced by its number in the ZIP64 extra field; null when one is missing. */
export function wideNumbers(
  extra: Buffer,
  narrow: [number, number, number],
): [number, number, number] | null {
  let field = Buffer.alloc(0);
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) field = Buffer.from(extra.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  let used = 0;
  const wide = narrow.map((value) => {
    if (value !== 0xffffffff) return value;
    used += 8;
    return used <= field.byteLength ? Number(field.readBigUInt64LE(used - 8)) : Number.NaN;
  });
  const [size = Number.NaN, compressed = Number.NaN, offset = Number.NaN] = wide;
  return wide.every(Number.isSafeInteger) ? [size, compressed, offset] : null;
}
