import type { CancelSignal } from '#shared/contract/envelope.ts';
import { DEFAULT_LIMITS, guardCatalogue, limited } from '#engine/query/index.ts';
import type { Session } from '#engine/store/index.ts';
import { bindings, type Circumstances, type Executed, executeSql, reading } from '../execute.ts';
import type { MissingInput } from '../inputs.ts';
import type { Procedure } from '../registry.ts';
import { findingRowsSql } from './finding-rows.ts';
import { TEMPORARY } from '../tested.ts';
import type { OwnPart } from './own-part.ts';
import { steadyStatement } from './steady.ts';

type Own = Procedure & { own: OwnPart };

/** What own procedures run on. */
export interface OwnGround {
  /** A connection that nobody else uses; it stays open until what was found is written down. */
  open: () => Promise<Session>;
  sourcesDir: string;
}

/** Tables of text that the procedure needs and the engagement does not have. */
export async function missingRaw(
  session: Session,
  { own }: Own,
  sourcesDir: string,
): Promise<MissingInput[]> {
  const { tables } = await guardCatalogue(session, sourcesDir);
  return own.raw
    .filter((name) => !tables.has(`raw.${name.toLowerCase()}`))
    .map((name) => ({
      table: `raw.${name}`,
      doc: 'a file that no reader claims, kept as text',
      columns: [],
    }));
}

async function prepared(session: Session, procedure: Own, circumstances: Circumstances, sourcesDir: string) {
  const catalogue = await guardCatalogue(session, sourcesDir);
  const { sql } = await steadyStatement(session, procedure.sql!, catalogue);
  const columns = await session.describe(`SELECT * FROM (\n${sql}\n)`, bindings(sql, circumstances));
  const population =
    procedure.population === null
      ? null
      : (await steadyStatement(session, procedure.population, catalogue)).sql;
  return {
    sql: `SELECT * FROM (\n${findingRowsSql(procedure, sql, columns)}\n) LIMIT ${DEFAULT_LIMITS.maxRows + 1}`,
    population: population === null ? null : `SELECT * FROM (\n${population}\n) LIMIT 1`,
  };
}

/** Counts that cannot be: a population is a whole number, and holds what fails. */
function requireSound({ population, failing, counts }: Executed): void {
  if (!Number.isSafeInteger(population) || population < 0)
    throw new Error('the statement of the population gives no number');
  if (population < failing)
    throw new Error(`the population is ${population}, and ${failing} subjects fail: it must hold them all`);
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (rows > DEFAULT_LIMITS.maxRows)
    throw new Error(`the statement gives more than ${DEFAULT_LIMITS.maxRows} rows: narrow it with WHERE`);
}

/**
 * Runs one own procedure under the guard of the console: a connection of its own, one transaction that reads only, a limit
 * of time. Where no population is stated, it is that of the subjects listed. Throws what the guard and the database throw.
 */
export async function executeOwn(
  session: Session,
  procedure: Own,
  circumstances: Circumstances & { signal: CancelSignal | undefined },
  sourcesDir: string,
): Promise<Executed> {
  const { unreadable } = procedure.own;
  if (unreadable !== undefined) throw new Error(`this version of Tickmark cannot read it: ${unreadable}`);
  const { signal } = circumstances;
  return limited(session, { signal, timeoutMs: DEFAULT_LIMITS.timeoutMs }, () =>
    reading(session, async () => {
      const statements = await prepared(session, procedure, circumstances, sourcesDir);
      const listsOnly = procedure.own.rows !== null && statements.population === null;
      const population = listsOnly
        ? `SELECT count(DISTINCT subject_id) FROM ${TEMPORARY}.tested`
        : statements.population;
      const { sql } = statements;
      const executed = await executeSql(session, procedure, circumstances, { sql, population }, TEMPORARY);
      requireSound(executed);
      return executed;
    }),
  );
}
