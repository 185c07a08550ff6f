import { type Vector, tableFromIPC } from 'apache-arrow';

/** A page: its columns, read from Arrow only when a row is looked at. */
export interface Page {
  length: number;
  columns: readonly Vector[];
}

export function readPage(arrow: Uint8Array): Page {
  const table = tableFromIPC(arrow);
  const columns = table.schema.fields.map((_, i) => table.getChildAt(i)!);
  return { length: table.numRows, columns };
}

/** Times and dates are milliseconds since 1970; what Arrow has no kind for (decimals, nested types) is text. */
export function readRow(page: Page, at: number): unknown[] {
  return page.columns.map((vector): unknown => vector.get(at));
}

export type Fetch = (offset: number, limit: number) => Promise<Page | null>;

/**
 * Pages of one result, fetched when wanted, at most `inFlight` at a time, the newest wish first; the least
 * recently used page goes when there are more than `keep`.
 */
export class PageCache {
  readonly #fetch: Fetch;
  readonly #size: number;
  readonly #keep: number;
  readonly #changed: () => void;
  readonly #pages = new Map<number, Page>();
  readonly #asked = new Set<number>();
  #wanted: number[] = [];
  #ended = false;

  constructor(fetch: Fetch, changed: () => void, options: { size?: number; keep?: number } = {}) {
    this.#fetch = fetch;
    this.#changed = changed;
    this.#size = options.size ?? 500;
    this.#keep = options.keep ?? 60;
  }

  row(index: number): unknown[] | null {
    const number = Math.floor(index / this.#size);
    const page = this.#pages.get(number);
    const at = index - number * this.#size;
    if (!page || at >= page.length) return null;
    this.#pages.delete(number);
    this.#pages.set(number, page);
    return readRow(page, at);
  }

  /** Every row at hand, in order of the result. */
  *rows(): Iterable<unknown[]> {
    for (const [, page] of [...this.#pages].sort(([a], [b]) => a - b)) {
      for (let at = 0; at < page.length; at += 1) yield readRow(page, at);
    }
  }

  /** Rows from `from` up to and without `to` are on screen. */
  want(from: number, to: number): void {
    const wanted: number[] = [];
    for (let n = Math.floor(Math.max(0, from) / this.#size); n * this.#size < to; n += 1) {
      if (!this.#pages.has(n)) wanted.push(n);
    }
    this.#wanted = wanted;
    this.#next();
  }

  end(): void {
    this.#ended = true;
    this.#wanted = [];
  }

  #next(): void {
    while (this.#asked.size < 2) {
      const number = this.#wanted.find((n) => !this.#asked.has(n));
      if (number === undefined) return;
      this.#asked.add(number);
      void this.#load(number);
    }
  }

  async #load(number: number): Promise<void> {
    const page = await this.#fetch(number * this.#size, this.#size);
    this.#asked.delete(number);
    if (this.#ended) return;
    this.#wanted = this.#wanted.filter((n) => n !== number);
    if (page) {
      this.#pages.set(number, page);
      while (this.#pages.size > this.#keep) {
        const oldest = this.#pages.keys().next().value;
        if (oldest === undefined) break;
        this.#pages.delete(oldest);
      }
      this.#changed();
    }
    this.#next();
  }
}
