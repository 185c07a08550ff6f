import { mkdir } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { TickmarkError } from '#shared/model/errors.ts';
import { isBusy, openError, storeClosed } from './errors.ts';
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

/** Format of new database files: the first that compresses with zstd. Files of an older one stay as they are. */
const STORAGE = 'v1.2.0';

const TURN_MS = 20;
/** Work that does not end when its statements are interrupted is not waited for any longer. */
const LONGEST_END_MS = 10_000;
/** As long as another process that is on its way out may still hold the file. */
const LONGEST_BUSY_MS = 2_000;

/** Waits a moment for another process to let go of the file. */
async function openInstance({ path, readOnly }: StoreOptions): Promise<DuckDBInstance> {
  for (let waited = 0; ; waited += TURN_MS * 5) {
    try {
      return await DuckDBInstance.create(path, {
        storage_compatibility_version: STORAGE,
        ...(readOnly ? { access_mode: 'READ_ONLY' } : {}),
      });
    } catch (error) {
      if (!isBusy(error) || waited >= LONGEST_BUSY_MS) throw error;
      await setTimeout(TURN_MS * 5);
    }
  }
}

/** The database of one engagement. The only place that knows DuckDB instances. */
export class Store {
  readonly #instance: DuckDBInstance;
  readonly #open = new Set<Session>();
  #writer: Promise<unknown> = Promise.resolve();
  #ending = false;
  #closed = false;
  #uses = 0;
  #connecting = 0;
  #changes = 0;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  /** Throws ENGAGEMENT_BUSY when another process holds the file, ENGAGEMENT_INVALID when it is damaged. */
  static async open(options: StoreOptions): Promise<Store> {
    let instance: DuckDBInstance;
    try {
      instance = await openInstance(options);
    } catch (error) {
      throw openError(options.path, error);
    }
    const store = new Store(instance);
    try {
      // After the lock: whoever holds it may empty the folder around it.
      await mkdir(options.workDir, { recursive: true });
      await store.use(async (session) => {
        for (const statement of sandbox(options)) await session.run(statement);
      });
    } catch (error) {
      store.close();
      throw error;
    }
    return store;
  }

  /** A connection of one's own; release it. */
  async session(): Promise<Session> {
    if (this.#ending) throw storeClosed();
    // Counted before it is there: an instance that is closed under a connection in the making takes the process with it.
    this.#connecting += 1;
    try {
      const session = new Session(await this.#instance.connect());
      this.#open.add(session);
      if (!this.#ending) return session;
      this.release(session);
      throw storeClosed();
    } finally {
      this.#connecting -= 1;
    }
  }

  /** What still runs on it is ended first. */
  release(session: Session): void {
    void session.close().then(() => this.#open.delete(session));
  }

  /** Work on a connection of its own. Throws ENGAGEMENT_MISSING when the store is ended under it. */
  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    this.#uses += 1;
    try {
      const session = await this.session();
      try {
        return await work(session);
      } catch (error) {
        // What the database says of a statement that was ended, or of its transaction, is not what went wrong.
        if (this.#ending && !(error instanceof TickmarkError)) throw storeClosed();
        throw error;
      } finally {
        this.release(session);
      }
    } finally {
      this.#uses -= 1;
    }
  }

  /** Moves with every transaction that can have written: what was read at another number may be of the past. */
  get changes(): number {
    return this.#changes;
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
        } finally {
          this.#changes += 1;
        }
      }),
    );
    this.#writer = turn.catch(() => undefined);
    return turn;
  }

  interruptAll(): void {
    for (const session of this.#open) session.interrupt();
  }

  get #busy(): boolean {
    return this.#uses > 0 || this.#connecting > 0 || [...this.#open].some((session) => session.busy);
  }

  /**
   * Ends what is running, waits until it has ended, and closes. DuckDB keeps a file, and its lock, until the last statement on
   * it is over: who opens it at once would be refused, or be a second instance on the same file.
   */
  async end(): Promise<void> {
    this.#ending = true;
    for (let waited = 0; this.#busy && waited < LONGEST_END_MS; waited += TURN_MS) {
      this.interruptAll();
      await setTimeout(TURN_MS);
    }
    while (this.#connecting > 0) await setTimeout(TURN_MS);
    this.close();
  }

  /** At once; nothing may be under way. What runs all the same keeps its connection until it has ended. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#ending = true;
    for (const session of this.#open) this.release(session);
    this.#instance.closeSync();
  }
}
