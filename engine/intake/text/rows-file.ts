import { open, type FileHandle } from 'node:fs/promises';
import { KeyLists } from '../document/key-lists.ts';
import type { JsonObject } from '../kit.ts';
import type { Part, RawReject } from '../part.ts';

const FLUSH_AT = 4 << 20;

/** Writes rows that code has made from records, one numbered line of JSON each, and tells the part that they are. */
export class RowsFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #keys = new KeyLists();
  readonly #counts = new Map<string, number>();
  #pending: string[] = [];
  #waiting = 0;
  #size = 0;
  #widest = 0;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async create(path: string): Promise<RowsFile> {
    return new RowsFile(path, await open(path, 'wx', 0o600));
  }

  add(record: number, of: string, value: JsonObject): void {
    this.#counts.set(of, (this.#counts.get(of) ?? 0) + 1);
    this.#keys.note(of, value);
    const line = `${record}\t${of}\t${JSON.stringify(value)}\n`;
    if (line.length > this.#widest) this.#widest = line.length;
    this.#waiting += line.length;
    this.#pending.push(line);
  }

  /** Writes what has gathered, if it is much. */
  async drain(): Promise<void> {
    if (this.#waiting >= FLUSH_AT) await this.#flush();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#pending.join(''), 'utf8');
    this.#pending = [];
    this.#waiting = 0;
    this.#size += bytes.length;
    await this.#file.writeFile(bytes);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async finish(about: {
    label: string | null;
    records: number;
    rejects: readonly RawReject[];
    rawText: Part['rawText'];
    notes: readonly string[];
  }): Promise<Part> {
    await this.#flush();
    return {
      ...about,
      shape: 'json',
      fields: [],
      keys: this.#keys.lists(),
      lines: this.#counts,
      widest: this.#widest * 4 + 64,
      file: { path: this.#path, original: false, size: this.#size },
      numbered: true,
      padded: false,
      delimiter: '\t',
      lineEnd: '\n',
    };
  }
}
