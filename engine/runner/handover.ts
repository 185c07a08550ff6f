import { foundDigest } from '#engine/engagement/recorded-work.ts';
import type { Session } from '#engine/store/index.ts';

/**
 * A database in memory that all connections of an engagement see: temporary tables belong to one connection, and what a
 * procedure found is written by another. Statements from outside cannot name it.
 */
const DATABASE = 'handover';

/** The schema that procedures of this build fill; it is there while a handover is open. */
export const HANDED = `${DATABASE}.found`;
const FINDINGS = `${HANDED}.findings`;

interface HandedTable {
  schema: string;
  table: string;
  select: string;
}

/** Takes the findings of one run from the connections of the procedures to that of the change. */
export class Handover {
  readonly #session: Session;
  /** Statements that give all columns of work.findings, in their order, to any connection. */
  readonly #selects = [`SELECT * FROM ${FINDINGS}`];

  private constructor(session: Session) {
    this.#session = session;
  }

  /** `session`: a connection in no transaction. One handover at a time: changes of an engagement take turns. */
  static async open(session: Session): Promise<Handover> {
    await session.run(
      `ATTACH IF NOT EXISTS ':memory:' AS ${DATABASE};
       DROP SCHEMA IF EXISTS ${HANDED} CASCADE;
       CREATE SCHEMA ${HANDED};
       CREATE TABLE ${FINDINGS} AS SELECT * FROM work.findings LIMIT 0`,
    );
    return new Handover(session);
  }

  /**
   * A table of what was found, with its schema, and the statement that gives all columns of work.findings out of it. One that
   * stands elsewhere is seen by its connection alone, and copied.
   */
  async table(session: Session, { schema, table, select }: HandedTable): Promise<void> {
    if (schema === HANDED) {
      this.#selects.push(select);
      return;
    }
    await session.run(`INSERT INTO ${FINDINGS} ${select}`);
    await session.run(`DROP TABLE ${table}`);
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
   * Writes them down, in one statement: the database fills whole row groups then. Meanwhile the processors that it leaves
   * idle work out the digest of what is handed over. Returns that digest.
   */
  async into(writer: Session): Promise<string> {
    const all = this.#selects.join(' UNION ALL ');
    const [digest] = await Promise.all([
      foundDigest(this.#session, all),
      writer.run(`INSERT INTO work.findings ${all}`),
    ]);
    return digest;
  }

  /** Also after a run that was cancelled. */
  async close(): Promise<void> {
    await this.#session.run(`DROP SCHEMA ${HANDED} CASCADE`);
  }
}
