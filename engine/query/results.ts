import type { CancelSignal } from '#shared/contract/envelope.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import {
  type ColumnInfo,
  type DbValue,
  type Params,
  quoteName,
  type Row,
  type Session,
  type Store,
} from '#engine/store/index.ts';
import { arrowStream } from './arrow.ts';
import { guardCatalogue } from './catalogue.ts';
import { guardSelect } from './guard.ts';
import { DEFAULT_LIMITS, limited, type Limits } from './run.ts';

export interface OpenResult {
  result_id: string;
  columns: ColumnInfo[];
  row_count: number;
  capped: boolean;
  ms: number;
}

/** Rows that are handed over whole, not in pages. */
export const MAX_PLAIN_ROWS = 1_000_000;

/** How many results are kept at a time; the one used longest ago goes first. */
const KEPT = 12;

function tooMany(most: number): TickmarkError {
  return new TickmarkError('FILE_TOO_COMPLEX', `the statement gives more than ${most} rows`, {
    hint: 'Narrow it with WHERE, or aggregate.',
  });
}

interface Kept {
  session: Session;
  columns: ColumnInfo[];
  rows: number;
}

/**
 * Results that the user pages through. Each is a temporary table of a connection of its own, so that pages are
 * stable and sorting or scrolling never runs the statement again.
 */
export class Results {
  readonly #store: Store;
  readonly #sourcesDir: string;
  readonly #kept = new Map<string, Kept>();
  #next = 1;

  constructor(store: Store, sourcesDir: string) {
    this.#store = store;
    this.#sourcesDir = sourcesDir;
  }

  /** Opens the result of a statement that came from outside: guarded, read only, limited. */
  async openGuarded(
    sql: string,
    options: { signal?: CancelSignal | undefined; limits?: Limits } = {},
  ): Promise<OpenResult> {
    const text = await this.#store.use(async (session) =>
      guardSelect(session, sql, await guardCatalogue(session, this.#sourcesDir)),
    );
    return this.openTrusted(text, undefined, options);
  }

  /** Opens the result of a statement of our own. */
  async openTrusted(
    sql: string,
    params?: Params,
    options: { signal?: CancelSignal | undefined; limits?: Limits } = {},
  ): Promise<OpenResult> {
    const limits = options.limits ?? DEFAULT_LIMITS;
    return this.#open(limits, options.signal, async (session) => {
      // Temporary tables are written even here; nothing else can be.
      await session.run('BEGIN TRANSACTION READ ONLY');
      await session.run(
        `CREATE TEMP TABLE result AS SELECT * FROM (\n${sql}\n) LIMIT ${limits.maxRows + 1}`,
        params,
      );
      await session.run('COMMIT');
    });
  }

  /**
   * Opens the rows of a guarded statement in the order of a score, the highest first and then as they came, with the
   * score and a text before the statement's own columns. `rank` is asked once, with all rows. Throws FILE_TOO_COMPLEX
   * beyond `most` rows.
   */
  async openRanked(
    sql: string,
    names: readonly [score: string, text: string],
    rank: (rows: Row[]) => readonly { score: number; text: string }[],
    { most, signal }: { most: number; signal: CancelSignal | undefined },
  ): Promise<OpenResult> {
    const text = await this.#store.use(async (session) =>
      guardSelect(session, sql, await guardCatalogue(session, this.#sourcesDir)),
    );
    const [score, words] = names.map(quoteName) as [string, string];
    return this.#open(DEFAULT_LIMITS, signal, async (session) => {
      await session.run('BEGIN TRANSACTION READ ONLY');
      await session.run(`CREATE TEMP TABLE given AS SELECT * FROM (\n${text}\n) LIMIT ${most + 1}`);
      const rows = await session.rows('SELECT * FROM temp.given ORDER BY rowid');
      await session.run('COMMIT');
      if (rows.length > most) throw tooMany(most);
      const ranks = rank(rows);
      await session.run('CREATE TEMP TABLE ranks (place BIGINT, score DOUBLE, words VARCHAR)');
      const appender = await session.appender('ranks', 'main', 'temp');
      for (const [place, one] of ranks.entries()) {
        appender.appendBigInt(BigInt(place));
        appender.appendDouble(one.score);
        appender.appendVarchar(one.text);
        appender.endRow();
      }
      appender.closeSync();
      await session.run(
        `CREATE TEMP TABLE result AS
         SELECT r.score AS ${score}, r.words AS ${words}, g.* FROM temp.given AS g JOIN temp.ranks AS r ON r.place = g.rowid
         ORDER BY r.score DESC, r.place`,
      );
      await session.run('DROP TABLE temp.given');
      await session.run('DROP TABLE temp.ranks');
    });
  }

  /** Keeps the table `result` that `make` leaves in a session of its own. */
  async #open(
    limits: Limits,
    signal: CancelSignal | undefined,
    make: (session: Session) => Promise<void>,
  ): Promise<OpenResult> {
    const session = await this.#store.session();
    const started = performance.now();
    try {
      await limited(session, { signal, timeoutMs: limits.timeoutMs }, () => make(session));
      const kept = Number(await session.value('SELECT count(*) FROM temp.result'));
      const columns = await session.describe('SELECT * FROM temp.result');
      const id = `r${this.#next}`;
      this.#next += 1;
      const rows = Math.min(kept, limits.maxRows);
      this.#kept.set(id, { session, columns, rows });
      this.#forgetOldest();
      return {
        result_id: id,
        columns,
        row_count: rows,
        capped: kept > limits.maxRows,
        ms: Math.round(performance.now() - started),
      };
    } catch (error) {
      this.#store.release(session);
      throw error;
    }
  }

  /** Values of a page by column. Throws NOT_FOUND for a result that is no longer kept. */
  async values(
    id: string,
    offset: number,
    limit: number,
  ): Promise<{ columns: ColumnInfo[]; values: DbValue[][] }> {
    const kept = this.#used(id);
    const end = Math.min(offset + limit, kept.rows);
    const { values } = await kept.session.columns(
      'SELECT * FROM temp.result WHERE rowid >= $from AND rowid < $to ORDER BY rowid',
      {
        from: offset,
        to: end,
      },
    );
    return { columns: kept.columns, values };
  }

  /** All rows of a statement of our own that gives few, as one page; nothing is kept. */
  async onePage(sql: string, params: Params): Promise<{ columns: ColumnInfo[]; arrow: Uint8Array }> {
    const { columns, values } = await this.#store.use((session) => session.columns(sql, params));
    return { columns, arrow: arrowStream(columns, values) };
  }

  /** All rows of a guarded statement as plain objects. Throws FILE_TOO_COMPLEX beyond `most` rows. */
  async plainRows(sql: string, most: number, signal: CancelSignal | undefined): Promise<Row[]> {
    const text = await this.#store.use(async (session) =>
      guardSelect(session, sql, await guardCatalogue(session, this.#sourcesDir)),
    );
    return this.#store.use((session) =>
      limited(session, { signal, timeoutMs: DEFAULT_LIMITS.timeoutMs }, async () => {
        await session.run('BEGIN TRANSACTION READ ONLY');
        const rows = await session.rows(`SELECT * FROM (\n${text}\n) LIMIT ${most + 1}`);
        await session.run('COMMIT');
        if (rows.length > most) throw tooMany(most);
        return rows;
      }),
    );
  }

  /** Reads a kept result whole: the statement gives its rows in order. Throws NOT_FOUND. */
  async readKept<T>(id: string, work: (session: Session, sql: string) => Promise<T>): Promise<T> {
    const { session, rows } = this.#used(id);
    return work(session, `SELECT * FROM temp.result WHERE rowid < ${rows} ORDER BY rowid`);
  }

  /** A result that is kept, which counts as used now. */
  #used(id: string): Kept {
    const kept = this.#kept.get(id);
    if (!kept) {
      throw new TickmarkError('NOT_FOUND', 'this result is no longer kept', {
        hint: 'Run the statement again.',
      });
    }
    this.#kept.delete(id);
    this.#kept.set(id, kept);
    return kept;
  }

  async page(id: string, offset: number, limit: number): Promise<Uint8Array> {
    const { columns, values } = await this.values(id, offset, limit);
    return arrowStream(columns, values);
  }

  closeResult(id: string): void {
    const kept = this.#kept.get(id);
    if (!kept) return;
    this.#kept.delete(id);
    this.#store.release(kept.session);
  }

  close(): void {
    for (const id of this.#kept.keys()) this.closeResult(id);
  }

  #forgetOldest(): void {
    while (this.#kept.size > KEPT) this.closeResult(this.#kept.keys().next().value!);
  }
}
