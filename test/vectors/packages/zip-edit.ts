import { crc32 } from 'node:zlib';
import { bytesSource } from '#engine/evidence/format/byte-source.ts';
import { centralHeader, endRecords, localHeader } from '#engine/evidence/format/zip-layout.ts';
import { parseZip, readEntry } from '#engine/evidence/format/zip-read.ts';

export interface ZipFile {
  name: string;
  bytes: Buffer;
}

/** Every file of a ZIP in memory, in its order. */
export async function unpack(zip: Uint8Array): Promise<ZipFile[]> {
  const source = bytesSource(zip);
  const files: ZipFile[] = [];
  for (const entry of (await parseZip(source))?.entries ?? []) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of readEntry(source, entry)) chunks.push(chunk);
    files.push({ name: entry.name, bytes: Buffer.concat(chunks) });
  }
  return files;
}

/** A ZIP in the form that packages have. Names are written as they are, dangerous ones too. */
export function pack(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const record = { name, crc: crc32(bytes), size: bytes.byteLength, offset };
    const header = localHeader(record);
    parts.push(header, bytes);
    central.push(centralHeader(record));
    offset += header.byteLength + bytes.byteLength;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...parts, directory, endRecords(files.length, offset, directory.byteLength)]);
}

/** The package with one edit made to its list of files; `path` is relative to the bag. */
export class PackageEdit {
  #folder: string;
  readonly #files: Map<string, Buffer>;

  private constructor(folder: string, files: Map<string, Buffer>) {
    this.#folder = folder;
    this.#files = files;
  }

  static async of(zip: Uint8Array): Promise<PackageEdit> {
    const files = await unpack(zip);
    const folder = files[0]?.name.split('/')[0] ?? '';
    return new PackageEdit(
      folder,
      new Map(files.map(({ name, bytes }) => [name.slice(folder.length + 1), bytes])),
    );
  }

  get(path: string): Buffer {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw new Error(`the package has no ${path}`);
    return bytes;
  }

  text(path: string): string {
    return this.get(path).toString('utf8');
  }

  set(path: string, content: Uint8Array | string): this {
    this.#files.set(path, Buffer.from(content as Uint8Array));
    return this;
  }

  remove(path: string): this {
    this.get(path);
    this.#files.delete(path);
    return this;
  }

  /** Turns one bit of the byte in the middle of a file. */
  flip(path: string): this {
    const bytes = Buffer.from(this.get(path));
    const middle = bytes.byteLength >> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    return this.set(path, bytes);
  }

  rename(folder: string): this {
    this.#folder = folder;
    return this;
  }

  files(): ZipFile[] {
    return [...this.#files].map(([path, bytes]) => ({ name: `${this.#folder}/${path}`, bytes }));
  }

  pack(): Buffer {
    return pack(this.files());
  }
}
