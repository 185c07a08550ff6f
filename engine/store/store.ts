import { mkdir } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openError } from './errors.ts';
import { memoryMb } from './memory.ts';
import { quoteLiteral } from './quote.ts';
import { Session } from './session.ts';

export interface StoreOptions {
  /** Database file, or ':memory:'. */
  path: string;
  /** The only folders that SQL may read; COPY may write there too, so statements are guarded before they run. */
  sourcesDir: string;
  /** Spill, scratch and export staging. */
  workDir: string;
  /** IANA zone in which bare dates and wall-clock times are understood. */
  timezone: string;
  readOnly?: boolean;
  /** Megabytes that DuckDB may hold before it spills; without it TICKMARK_MEMORY or the default. */
  memoryMb?: number;
  threads?: number;
}

function folder(path: string): string {
  return resolve(path) + sep;
}

/** Settings in force for every connection; the configuration is locked after them. */
function sandbox(options: StoreOptions): string[] {
  const work = quoteLiteral(folder(options.workDir));
  const statements = [
    `SET memory_limit='${options.memoryMb ?? memoryMb()}MB'`,
    `SET GLOBAL TimeZone=${quoteLiteral(options.timezone)}`,
    `SET temp_directory=${work}`,
    `SET max_temp_directory_size='100GB'`,
    'SET preserve_insertion_order=true',
    `SET secret_directory=${work}`,
    'SET allow_persistent_secrets=false',
    'SET allow_community_extensions=false',
    'SET autoinstall_known_extensions=false',
    'SET autoload_known_extensions=false',
    `SET allowed_directories=[${quoteLiteral(folder(options.sourcesDir))}, ${work}]`,
    'SET enable_external_access=false',
    'SET lock_configuration=true',
  ];
  return options.threads === undefined ? statements : [`SET threads=${options.threads}`, ...statements];
}

/** The database of one engagement. The only place that knows DuckDB instances. */
export class Store {
  readonly #instance: DuckDBInstance;
  readonly #open = new Set<Session>();
  #writer: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  /** Throws ENGAGEMENT_BUSY when another process holds the file, ENGAGEMENT_INVALID when it is damaged. */
  static async open(options: StoreOptions): Promise<Store> {
    await mkdir(options.workDir, { recursive: true });
    let instance: DuckDBInstance;
    try {
      instance = await DuckDBInstance.create(
        options.path,
        options.readOnly ? { access_mode: 'READ_ONLY' } : {},
      );
    } catch (error) {
      throw openError(options.path, error);
    }
    const store = new Store(instance);
    try {
      await store.use(async (session) => {
        for (const statement of sandbox(options)) await session.run(statement);
      });
    } catch (error) {
      store.close();
      throw error;
    }
    return store;
  }

  /** A connection of one's own; close it. */
  async session(): Promise<Session> {
    const session = new Session(await this.#instance.connect());
    this.#open.add(session);
    return session;
  }

  release(session: Session): void {
    this.#open.delete(session);
    if (!this.#closed) session.close();
  }

  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.session();
    try {
      return await work(session);
    } finally {
      this.release(session);
    }
  }

  /** Runs `work` in one transaction. Writers take turns, so that no two of them conflict. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const turn = this.#writer.then(() =>
      this.use(async (session) => {
        await session.run('BEGIN TRANSACTION');
        try {
          const result = await work(session);
          await session.run('COMMIT');
          return result;
        } catch (error) {
          await session.run('ROLLBACK').catch(() => undefined);
          throw error;
        }
      }),
    );
    this.#writer = turn.catch(() => undefined);
    return turn;
  }

  interruptAll(): void {
    for (const session of this.#open) session.interrupt();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const session of this.#open) session.close();
    this.#open.clear();
    this.#instance.closeSync();
  }
}
