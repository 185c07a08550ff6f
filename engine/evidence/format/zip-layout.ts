/**
 * The one form in which Tickmark writes a ZIP (APPNOTE 6.3.10): entries stored, in one run from the first byte,
 * no data descriptors, no comments, 1980-01-01 00:00 as every time, mode 0644, ZIP64 fields only where a number
 * needs them. Every byte of the container follows from names and contents, so none can change unseen.
 */
export interface ZipRecord {
  name: string;
  crc: number;
  size: number;
  /** Where the local header starts. */
  offset: number;
}

/** From this number on a field moves to ZIP64. Lower only in tests. */
export const ZIP64_FROM = 0xffffffff;
const MAX_ENTRIES = 0xffff;

export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;
export const END64_SIGNATURE = 0x06064b50;
export const LOCATOR64_SIGNATURE = 0x07064b50;
export const LOCAL_SIZE = 30;
export const CENTRAL_SIZE = 46;
export const END_SIZE = 22;
export const END64_SIZE = 56;
export const LOCATOR64_SIZE = 20;

const VERSION = 20;
const VERSION_64 = 45;
const UNIX = 3 << 8;
const UTF8_FLAG = 0x0800;
const DATE_1980_01_01 = 0x0021;
const REGULAR_FILE_0644 = 0o100644 * 0x10000;

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

/** ZIP64 extra field holding the given 64-bit numbers, or nothing. */
function extra64(values: readonly number[]): Buffer {
  if (values.length === 0) return Buffer.alloc(0);
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, i) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i));
  return extra;
}

export function localHeader(record: ZipRecord, limit = ZIP64_FROM): Buffer {
  const name = Buffer.from(record.name, 'utf8');
  const big = record.size >= limit;
  const extra = extra64(big ? [record.size, record.size] : []);
  const header = Buffer.alloc(LOCAL_SIZE);
  header.writeUInt32LE(LOCAL_SIGNATURE, 0);
  header.writeUInt16LE(big ? VERSION_64 : VERSION, 4);
  header.writeUInt16LE(isAscii(name) ? 0 : UTF8_FLAG, 6);
  header.writeUInt16LE(DATE_1980_01_01, 12);
  header.writeUInt32LE(record.crc, 14);
  header.writeUInt32LE(big ? 0xffffffff : record.size, 18);
  header.writeUInt32LE(big ? 0xffffffff : record.size, 22);
  header.writeUInt16LE(name.byteLength, 26);
  header.writeUInt16LE(extra.byteLength, 28);
  return Buffer.concat([header, name, extra]);
}

export function centralHeader(record: ZipRecord, limit = ZIP64_FROM): Buffer {
  const name = Buffer.from(record.name, 'utf8');
  const big = record.size >= limit;
  const far = record.offset >= limit;
  const extra = extra64([...(big ? [record.size, record.size] : []), ...(far ? [record.offset] : [])]);
  const version = big || far ? VERSION_64 : VERSION;
  const header = Buffer.alloc(CENTRAL_SIZE);
  header.writeUInt32LE(CENTRAL_SIGNATURE, 0);
  header.writeUInt16LE(UNIX | version, 4);
  header.writeUInt16LE(version, 6);
  header.writeUInt16LE(isAscii(name) ? 0 : UTF8_FLAG, 8);
  header.writeUInt16LE(DATE_1980_01_01, 14);
  header.writeUInt32LE(record.crc, 16);
  header.writeUInt32LE(big ? 0xffffffff : record.size, 20);
  header.writeUInt32LE(big ? 0xffffffff : record.size, 24);
  header.writeUInt16LE(name.byteLength, 28);
  header.writeUInt16LE(extra.byteLength, 30);
  header.writeUInt32LE(REGULAR_FILE_0644, 38);
  header.writeUInt32LE(far ? 0xffffffff : record.offset, 42);
  return Buffer.concat([header, name, extra]);
}

/** The records after the central directory: ZIP64 end and locator where needed, then the end record. */
export function endRecords(entries: number, offset: number, size: number, limit = ZIP64_FROM): Buffer {
  const big = entries >= MAX_ENTRIES || offset >= limit || size >= limit;
  const end = Buffer.alloc(END_SIZE);
  end.writeUInt32LE(END_SIGNATURE, 0);
  end.writeUInt16LE(Math.min(entries, MAX_ENTRIES), 8);
  end.writeUInt16LE(Math.min(entries, MAX_ENTRIES), 10);
  end.writeUInt32LE(size >= limit ? 0xffffffff : size, 12);
  end.writeUInt32LE(offset >= limit ? 0xffffffff : offset, 16);
  if (!big) return end;
  const end64 = Buffer.alloc(END64_SIZE);
  end64.writeUInt32LE(END64_SIGNATURE, 0);
  end64.writeBigUInt64LE(BigInt(END64_SIZE - 12), 4);
  end64.writeUInt16LE(UNIX | VERSION_64, 12);
  end64.writeUInt16LE(VERSION_64, 14);
  end64.writeBigUInt64LE(BigInt(entries), 24);
  end64.writeBigUInt64LE(BigInt(entries), 32);
  end64.writeBigUInt64LE(BigInt(size), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(LOCATOR64_SIZE);
  locator.writeUInt32LE(LOCATOR64_SIGNATURE, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}
