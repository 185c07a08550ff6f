import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An engagement that was opened on this machine. */
export interface Recent {
  dir: string;
  client: string;
  /** `2024-11-01..2024-11-30`. */
  period: string;
}

const KEPT = 20;

/** Which engagements this user opened last, newest first. A damaged list counts as empty: it is a convenience. */
export class Recents {
  readonly #folder: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(configFolder: string) {
    this.#folder = configFolder;
  }

  /** Those whose folder still holds an engagement. */
  async list(): Promise<Recent[]> {
    const found: Recent[] = [];
    for (const recent of await this.#read()) {
      const there = await access(join(recent.dir, 'engagement.json')).then(
        () => true,
        () => false,
      );
      if (there) found.push(recent);
    }
    return found;
  }

  remember(recent: Recent): Promise<void> {
    this.#writing = this.#writing.then(
      () => this.#write(recent),
      () => this.#write(recent),
    );
    return this.#writing;
  }

  async #read(): Promise<Recent[]> {
    try {
      const stored: unknown = JSON.parse(await readFile(join(this.#folder, 'recent.json'), 'utf8'));
      return Array.isArray(stored) ? stored.filter(isRecent) : [];
    } catch {
      return [];
    }
  }

  async #write(recent: Recent): Promise<void> {
    const others = (await this.#read()).filter((other) => other.dir !== recent.dir);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = join(this.#folder, 'recent.json');
    const next = `${file}.${process.pid}`;
    await writeFile(next, `${JSON.stringify([recent, ...others].slice(0, KEPT), null, 2)}\n`, {
      mode: 0o600,
    });
    await rename(next, file);
  }
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== 'object' || value === null) return false;
  const { dir, client, period } = value as Partial<Record<keyof Recent, unknown>>;
  return typeof dir === 'string' && typeof client === 'string' && typeof period === 'string';
}
