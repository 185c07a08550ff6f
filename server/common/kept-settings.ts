import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';

const FILE = 'window.json';
const NAME = /^[\w.:-]{1,200}$/;
/** Characters of one text, and how many names are kept; the one written longest ago goes first. */
const LONGEST = 64 * 1024;
const MOST = 1000;

/**
 * How this user left the window: saved views, layouts of tables, the last place, the theme. Texts under names, in the
 * folder of settings, so that they are there in the next window whatever its address. A damaged file counts as empty.
 */
export class KeptSettings {
  readonly #folder: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(configFolder: string) {
    this.#folder = configFolder;
  }

  async all(): Promise<Record<string, string>> {
    await this.#writing.catch(() => undefined);
    return Object.fromEntries(await this.#read());
  }

  /** null forgets it. Throws BAD_ARGUMENT for what is no name, or too long a text. */
  async keep(name: unknown, text: unknown): Promise<void> {
    if (typeof name !== 'string' || !NAME.test(name)) throw bad('A setting needs a plain name.');
    if (text !== null && (typeof text !== 'string' || text.length > LONGEST))
      throw bad(`A setting is a text of at most ${LONGEST} characters.`);
    const write = () => this.#write(name, text);
    this.#writing = this.#writing.then(write, write);
    return this.#writing;
  }

  async #read(): Promise<Map<string, string>> {
    try {
      const stored: unknown = JSON.parse(await readFile(join(this.#folder, FILE), 'utf8'));
      if (typeof stored !== 'object' || stored === null) return new Map();
      return new Map(
        Object.entries(stored).filter(([name, text]) => NAME.test(name) && typeof text === 'string'),
      );
    } catch {
      return new Map();
    }
  }

  async #write(name: string, text: string | null): Promise<void> {
    const kept = await this.#read();
    if (text === null ? !kept.has(name) : kept.get(name) === text) return;
    kept.delete(name);
    if (text !== null) kept.set(name, text);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = join(this.#folder, FILE);
    const next = `${file}.${process.pid}`;
    const newest = Object.fromEntries([...kept].slice(-MOST));
    await writeFile(next, `${JSON.stringify(newest, null, 2)}\n`, { mode: 0o600 });
    await rename(next, file);
  }
}

const bad = (message: string): TickmarkError => new TickmarkError('BAD_ARGUMENT', message);
