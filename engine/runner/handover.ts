import { tableDigest } from '#engine/engagement/recorded-work.ts';
import type { Session } from '#engine/store/index.ts';

/**
 * A database in memory that all connections of an engagement see: temporary tables belong to one connection, and what a
 * procedure found is written by another. Neither schema is one that statements from outside may name.
 */
const DATABASE = 'handover';
const TABLE = `${DATABASE}.found.findings`;

/** Takes the findings of one run from the connections of the procedures to that of the change. */
export class Handover {
  readonly #session: Session;

  private constructor(session: Session) {
    this.#session = session;
  }

  /** `session`: a connection in no transaction. One handover at a time: changes of an engagement take turns. */
  static async open(session: Session): Promise<Handover> {
    await session.run(
      `ATTACH IF NOT EXISTS ':memory:' AS ${DATABASE};
       CREATE SCHEMA IF NOT EXISTS ${DATABASE}.found;
       CREATE OR REPLACE TABLE ${TABLE} AS SELECT * FROM work.findings LIMIT 0`,
    );
    return new Handover(session);
  }

  /** What a statement gives: all columns of work.findings, in their order. `session` is the one that has its tables. */
  async select(session: Session, sql: string): Promise<void> {
    await session.run(`INSERT INTO ${TABLE} ${sql}`);
  }

  /** Findings as texts: all columns but the last, which is their position. */
  async texts(rows: readonly (readonly string[])[]): Promise<void> {
    if (rows.length === 0) return;
    const appender = await this.#session.appender('findings', 'found', DATABASE);
    for (const [position, row] of rows.entries()) {
      for (const text of row) appender.appendVarchar(text);
      appender.appendBigInt(BigInt(position));
      appender.endRow();
    }
    appender.closeSync();
  }

  /**
   * Writes them down, in one statement: the database fills whole row groups then, and several at a time. Meanwhile the
   * processors that it leaves idle work out the digest of what is handed over. Returns that digest.
   */
  async into(writer: Session): Promise<string> {
    const [digest] = await Promise.all([
      tableDigest(this.#session, TABLE),
      writer.run(`INSERT INTO work.findings SELECT * FROM ${TABLE}`),
    ]);
    return digest;
  }

  async close(): Promise<void> {
    await this.#session.run(`DROP TABLE ${TABLE}`);
  }
}
