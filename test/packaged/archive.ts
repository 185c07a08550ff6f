import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Entry {
  files?: Record<string, Entry>;
  /** Bytes after the header, as decimal text; absent for what lies outside of the archive. */
  offset?: string;
  size?: number;
  unpacked?: boolean;
}

export interface Archived {
  path: string;
  unpacked: boolean;
}

/** An Electron archive (asar): a Pickle with the length of a JSON directory, the directory, the files one after another. */
export class Archive {
  readonly #file: number;
  readonly #start: number;
  readonly #root: Entry;

  constructor(path: string) {
    this.#file = openSync(path, 'r');
    const sizes = this.#read(0, 16);
    this.#start = 8 + sizes.readUInt32LE(4);
    this.#root = JSON.parse(this.#read(16, sizes.readUInt32LE(12)).toString()) as Entry;
  }

  list(): Archived[] {
    return [...walk(this.#root, '')].map(([path, { unpacked }]) => ({ path, unpacked: unpacked === true }));
  }

  /** Writes what is inside to a folder; what lies beside the archive is not. */
  extract(folder: string): void {
    for (const [path, { offset, size }] of walk(this.#root, '')) {
      if (offset === undefined) continue;
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, this.#read(this.#start + Number(offset), size ?? 0));
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(at: number, size: number): Buffer {
    const bytes = Buffer.alloc(size);
    readSync(this.#file, bytes, 0, size, at);
    return bytes;
  }
}

function* walk({ files = {} }: Entry, folder: string): Generator<[string, Entry]> {
  for (const [name, entry] of Object.entries(files)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (entry.files) yield* walk(entry, path);
    else yield [path, entry];
  }
}
