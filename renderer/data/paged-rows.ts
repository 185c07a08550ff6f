import type { HostConnection } from '#shared/contract/host.ts';
import type { ResultHandle } from '#shared/contract/schemas.ts';
import { arrangeSql } from './arrange-sql.ts';
import { PageCache, readPage } from './page-cache.ts';
import { AS_READ, type Arrangement, type Column, type Line, type RowSource, Signal } from './rows.ts';
import { kindOf } from './value.ts';

export function toColumns(columns: ResultHandle['columns']): Column[] {
  return columns.map(({ name, type }) => ({ name, type, kind: kindOf(type) }));
}

/** Rows of a query of any size: pages are fetched as they scroll by; order and filters are the database's work. */
export class PagedRows implements RowSource {
  readonly columns: readonly Column[];
  readonly total: number;
  readonly groups = false;
  /** Of the result as it was first opened. */
  readonly id: string;
  readonly #connection: HostConnection;
  readonly #sql: string;
  /** The statement in its present order and with its filters. */
  statement: string;
  readonly #first: ResultHandle;
  readonly #signal = new Signal();
  #handle: ResultHandle;
  #pages: PageCache;
  #turn = 0;
  busy = false;
  error: RowSource['error'] = null;

  constructor(connection: HostConnection, sql: string, handle: ResultHandle) {
    this.#connection = connection;
    this.#sql = sql;
    this.statement = sql;
    this.#first = handle;
    this.id = handle.result_id;
    this.#handle = handle;
    this.columns = toColumns(handle.columns);
    this.total = handle.row_count;
    this.#pages = this.#cache(handle);
  }

  get count(): number {
    return this.#handle.row_count;
  }
  get rows(): number {
    return this.#handle.row_count;
  }
  get version(): number {
    return this.#signal.version;
  }
  get subscribe(): RowSource['subscribe'] {
    return this.#signal.subscribe;
  }

  line(at: number): Line | null {
    const values = this.#pages.row(at);
    return values ? { kind: 'row', index: at, values } : null;
  }

  all(): Iterable<readonly unknown[]> {
    return this.#pages.rows();
  }

  want(from: number, to: number): void {
    this.#pages.want(from, Math.min(to, this.count));
  }

  toggleGroup(): void {}

  arrange(arrangement: Arrangement): void {
    const sql = arrangeSql(this.#sql, this.columns, { ...AS_READ, ...arrangement, groupBy: null });
    this.#turn += 1;
    this.statement = sql;
    if (sql === this.#sql) this.#use(this.#first);
    else void this.#reopen(sql, this.#turn);
  }

  async #reopen(sql: string, turn: number): Promise<void> {
    this.busy = true;
    this.#signal.fire();
    const answer = await this.#connection.call('query.open', { sql });
    if (turn !== this.#turn) {
      if (answer.ok) this.#release(answer.value);
      return;
    }
    this.busy = false;
    if (answer.ok) this.#use(answer.value);
    else {
      this.error = answer.error;
      this.#signal.fire();
    }
  }

  #use(handle: ResultHandle): void {
    this.#pages.end();
    if (this.#handle !== this.#first && this.#handle !== handle) this.#release(this.#handle);
    this.#handle = handle;
    this.#pages = this.#cache(handle);
    this.busy = false;
    this.error = null;
    this.#signal.fire();
  }

  #cache(handle: ResultHandle): PageCache {
    return new PageCache(
      async (offset, limit) => {
        const answer = await this.#connection.call('query.page', {
          result_id: handle.result_id,
          offset,
          limit,
        });
        if (answer.ok) return readPage(answer.value.arrow);
        this.error = answer.error;
        this.#signal.fire();
        return null;
      },
      () => this.#signal.fire(),
    );
  }

  #release(handle: ResultHandle): void {
    void this.#connection.call('query.close', { result_id: handle.result_id });
  }

  dispose(): void {
    this.#turn += 1;
    this.#pages.end();
    if (this.#handle !== this.#first) this.#release(this.#handle);
    this.#release(this.#first);
  }
}
