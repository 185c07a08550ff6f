import { OUTCOMES, type Outcome } from '#shared/model/vocabulary.ts';
import type { CancelSignal } from '#shared/contract/envelope.ts';
import { keepShared } from '#engine/canonical/index.ts';
import { nodeDigests } from '#engine/engagement/digests.ts';
import { nodeTrailCrypto } from '#engine/engagement/trail-crypto.ts';
import { hashInThreads } from '#engine/hashing/pool.ts';
import type { TrailFiles } from '#engine/integrity/cloudtrail/index.ts';
import type { Moments } from '#engine/engagement/moments.ts';
import type { Params, Session } from '#engine/store/index.ts';
import { type Found, foundOf } from './found.ts';
import { HANDED } from './handover.ts';
import { keepFound } from './found-table.ts';
import { boundNames } from './front-matter.ts';
import type { ChainInput, ParamValue, ProcedureContext } from './kit/index.ts';
import { mergedNote, mergeTwinRows, mergeTwins } from './merge-twins.ts';
import type { FindPlaces } from './place-store.ts';
import type { Procedure } from './registry.ts';
import { replaceTable, testedSql } from './tested.ts';

export interface Executed {
  population: number;
  counts: Record<Outcome, number>;
  /** Distinct subjects with an exception, in the unit of the population: one subject can have several. */
  failing: number;
  /** Rows with an outcome other than pass and not_applicable, in the procedure's order. */
  found: Found;
  /** What the procedure says about its run. */
  notes: readonly string[];
}

export interface Circumstances {
  moments: Moments;
  params: Record<string, ParamValue>;
  chains: () => Promise<ChainInput[]>;
  trails: () => Promise<TrailFiles | null>;
  places: FindPlaces;
  signal: CancelSignal | undefined;
}

function isOutcome(value: unknown): value is Outcome {
  return OUTCOMES.includes(value as Outcome);
}

function emptyCounts(): Record<Outcome, number> {
  return { pass: 0, exception: 0, lead: 0, not_applicable: 0, indeterminate: 0 };
}

/** Values for the names that a statement binds. Throws for a name that is neither a moment nor a parameter. */
export function bindings(sql: string, circumstances: Pick<Circumstances, 'moments' | 'params'>): Params {
  const { moments, params } = circumstances;
  const all: Params = {
    ...params,
    as_of: moments.as_of,
    period_start: moments.period_start,
    period_end: moments.period_end,
    timezone: moments.timezone,
  };
  return Object.fromEntries(
    boundNames(sql).map((name) => {
      if (!Object.hasOwn(all, name)) throw new Error(`$${name} is no parameter of this procedure`);
      return [name, all[name]!];
    }),
  );
}

/**
 * Runs the statements of a procedure, which give its columns; for those that came from outside, guarded ones. `schema`: where
 * what is tested stands until it is written down.
 */
export async function executeSql(
  session: Session,
  procedure: Procedure,
  circumstances: Circumstances,
  { sql, population }: { sql: string; population: string | null },
  schema: string,
): Promise<Executed> {
  const tested = `${schema}.tested`;
  await session.run(`${replaceTable(tested)} AS ${testedSql(procedure, sql)}`, bindings(sql, circumstances));
  // An auditor's own procedure says itself what tells its rows apart.
  const merged = procedure.own === null ? await mergeTwins(session, tested) : 0;
  const counts = emptyCounts();
  for (const row of await session.rows(`SELECT outcome, count(*) AS n FROM ${tested} GROUP BY outcome`)) {
    if (!isOutcome(row['outcome'])) throw new Error(`"${row['outcome']}" is no outcome`);
    counts[row['outcome']] = Number(row['n']);
  }
  const failing = Number(
    await session.value(
      `SELECT count(*) FROM (SELECT DISTINCT subject_type, subject_id FROM ${tested} WHERE outcome = 'exception')`,
    ),
  );
  const populated = await populationOf(session, population, circumstances, counts);
  const passed = counts.pass + counts.not_applicable;
  const total = counts.exception + counts.lead + counts.indeterminate;
  const found = await keepFound(session, procedure, schema, { total, passed });
  await session.run(`DROP TABLE IF EXISTS ${tested}`);
  return { population: populated, counts, failing, found, notes: mergedNote(merged) };
}

async function populationOf(
  session: Session,
  population: string | null,
  circumstances: Circumstances,
  counts: Record<Outcome, number>,
): Promise<number> {
  if (population === null) return counts.pass + counts.exception + counts.lead + counts.indeterminate;
  return Number(await session.value(population, bindings(population, circumstances)));
}

async function executeTyped(
  session: Session,
  procedure: Procedure,
  circumstances: Circumstances,
): Promise<Executed> {
  const context: ProcedureContext = {
    query: (sql, params) => session.rows(sql, params),
    params: circumstances.params,
    as_of: circumstances.moments.as_of,
    period: { start: circumstances.moments.period_start, end: circumstances.moments.period_end },
    timezone: circumstances.moments.timezone,
    chains: circumstances.chains,
    trails: circumstances.trails,
    places: circumstances.places,
    trailCrypto: nodeTrailCrypto,
    digests: nodeDigests,
    startHashing: hashInThreads,
    signal: circumstances.signal,
  };
  const { population, rows: given, notes = [] } = await procedure.typed!.run(context);
  const { rows, merged } = mergeTwinRows(given);
  const counts = emptyCounts();
  const failing = new Set<string>();
  for (const row of rows) {
    counts[row.outcome] += 1;
    if (row.outcome === 'exception') failing.add(JSON.stringify([row.subject_type, row.subject_id]));
  }
  return {
    population,
    counts,
    failing: failing.size,
    found: foundOf(procedure, rows),
    notes: [...notes, ...mergedNote(merged)],
  };
}

/** Everything of a transaction that reads only; temporary tables stay. */
export function reading<T>(session: Session, work: () => Promise<T>): Promise<T> {
  return within(session, 'BEGIN TRANSACTION READ ONLY', work);
}

async function within<T>(session: Session, begin: string, work: () => Promise<T>): Promise<T> {
  await session.run(begin);
  try {
    const result = await work();
    await session.run('COMMIT');
    return result;
  } catch (error) {
    await session.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * Runs one procedure in one transaction, over shared questions that are worked out once a session. It reads only, but for the
 * table of what a SELECT of this build gives. Call while a handover is open. Throws what the database or the procedure throws.
 */
export async function execute(
  session: Session,
  procedure: Procedure,
  circumstances: Circumstances,
): Promise<Executed> {
  const texts = procedure.typed ? [procedure.source] : [procedure.sql!, procedure.population ?? ''];
  // A run is a change of the engagement, and changes take turns: it stays as it is between these statements.
  await keepShared(session, circumstances.moments.as_of, texts);
  if (procedure.typed) return reading(session, () => executeTyped(session, procedure, circumstances));
  const statements = { sql: procedure.sql!, population: procedure.population };
  return within(session, 'BEGIN TRANSACTION', () =>
    executeSql(session, procedure, circumstances, statements, HANDED),
  );
}
