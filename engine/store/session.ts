import type {
  DuckDBAppender,
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBResult,
  DuckDBType,
  DuckDBValue,
} from '@duckdb/node-api';
import { LIST, listValue, VARCHAR } from '@duckdb/node-api';
import { storeClosed } from './errors.ts';
import { type DbValue, type Plain, toPlain } from './values.ts';

/** What may be bound to `$name`. Moments are bound as ISO text and cast in SQL (`$as_of::TIMESTAMPTZ`). */
export type Param = null | boolean | number | bigint | string | readonly string[];
export type Params = Readonly<Record<string, Param>>;
export type Row = Record<string, Plain>;

/** Adds rows to a table; belongs to the session that made it. */
export type Appender = DuckDBAppender;

export interface ColumnInfo {
  name: string;
  /** DuckDB's own name of the type. */
  type: string;
}

export interface ChunkStream {
  columns: ColumnInfo[];
  chunks: AsyncIterable<DuckDBDataChunk>;
}

interface Bound {
  values: Record<string, DuckDBValue>;
  types: Record<string, DuckDBType | undefined>;
}

/** Values with the types that cannot be told from them: an empty list is one of texts. */
function bind(params: Params | undefined): Bound | undefined {
  if (!params) return undefined;
  const bound: Bound = { values: {}, types: {} };
  for (const [name, value] of Object.entries(params)) {
    bound.values[name] = Array.isArray(value) ? listValue(value as string[]) : (value as DuckDBValue);
    if (Array.isArray(value)) bound.types[name] = LIST(VARCHAR);
  }
  return bound;
}

/**
 * One connection. Not shared between concurrent users: a transaction belongs to a connection. Calls throw
 * ENGAGEMENT_MISSING once it is being closed.
 */
export class Session {
  readonly #connection: DuckDBConnection;
  #text: (sql: string) => string = (sql) => sql;
  #running = 0;
  /** Set once it is being closed: what is to be done when nothing runs on it any more. */
  #atRest: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** Whether the database works on something for this connection. */
  get busy(): boolean {
    return this.#running > 0;
  }

  /** The database works in a thread of its own: a connection that is closed under it takes the process with it. */
  async #during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw storeClosed();
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (!this.busy) this.#atRest?.();
    }
  }

  /** From now on each statement goes through `rewrite` before it is run. */
  rewriteWith(rewrite: (sql: string) => string): void {
    this.#text = rewrite;
  }

  /** Runs one or several statements; returns the number of rows changed by the last. */
  async run(sql: string, params?: Params): Promise<number> {
    const bound = bind(params);
    const result = await this.#during(() =>
      this.#connection.run(this.#text(sql), bound?.values, bound?.types),
    );
    return result.rowsChanged;
  }

  /** All rows as plain objects. For results that fit in memory; page or stream anything else. */
  async rows(sql: string, params?: Params): Promise<Row[]> {
    const bound = bind(params);
    const reader = await this.#during(() =>
      this.#connection.runAndReadAll(this.#text(sql), bound?.values, bound?.types),
    );
    const names = reader.deduplicatedColumnNames();
    return reader.getRows().map((values) => {
      const row: Row = {};
      for (let i = 0; i < names.length; i += 1) row[names[i]!] = toPlain(values[i]!);
      return row;
    });
  }

  async one(sql: string, params?: Params): Promise<Row | undefined> {
    return (await this.rows(sql, params))[0];
  }

  /** First column of the first row. */
  async value(sql: string, params?: Params): Promise<Plain> {
    const row = await this.one(sql, params);
    return row === undefined ? null : (Object.values(row)[0] ?? null);
  }

  /** Columns without running the statement. */
  async describe(sql: string, params?: Params): Promise<ColumnInfo[]> {
    const rows = await this.rows(`DESCRIBE ${sql}`, params);
    return rows.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
  }

  /** All values by column, as DuckDB's client hands them over. For pages of bounded size. */
  async columns(sql: string, params?: Params): Promise<{ columns: ColumnInfo[]; values: DbValue[][] }> {
    const bound = bind(params);
    const reader = await this.#during(() =>
      this.#connection.runAndReadAll(this.#text(sql), bound?.values, bound?.types),
    );
    const columns = reader
      .deduplicatedColumnNames()
      .map((name, i) => ({ name, type: String(reader.columnType(i)) }));
    const values = reader.getColumns();
    return { columns, values: columns.map((_, i) => values[i] ?? []) };
  }

  async stream(sql: string, params?: Params): Promise<ChunkStream> {
    const bound = bind(params);
    const result = await this.#during(() =>
      this.#connection.stream(this.#text(sql), bound?.values, bound?.types),
    );
    const columns = result
      .deduplicatedColumnNames()
      .map((name, i) => ({ name, type: String(result.columnType(i)) }));
    return { columns, chunks: this.#chunks(result) };
  }

  async *#chunks(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
    for (;;) {
      const chunk = await this.#during(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk;
    }
  }

  appender(table: string, schema = 'main', database?: string): Promise<Appender> {
    return this.#during(() => this.#connection.createAppender(table, schema, database));
  }

  /** Fraction 0–100 of the running statement, or -1 where DuckDB cannot tell. */
  get percentage(): number {
    return this.#connection.progress.percentage;
  }

  /** Ends the running statement at once; its promise rejects with an interrupt error. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  /** Ends what runs on it and closes it. Resolves when it is closed; rejects never. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#atRest = () => {
        this.#connection.closeSync();
        resolve();
      };
      if (this.busy) this.interrupt();
      else this.#atRest();
    });
    return this.#closed;
  }
}
