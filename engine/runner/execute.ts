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
import { keepFound, NOT_PASSED } from './found-table.ts';
import { boundNames } from './front-matter.ts';
import type { ChainInput, ParamValue, ProcedureContext } from './kit/index.ts';
import { mergedNote, mergeTwinRows, mergeTwins } from './merge-twins.ts';
import { CONTRACT_COLUMNS } from './own/finding-rows.ts';
import type { FindPlaces } from './place-store.ts';
import type { Procedure } from './registry.ts';

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

/** Runs the statements of a procedure, which give its columns; for those that came from outside, guarded ones. */
export async function executeSql(
  session: Session,
  procedure: Procedure,
  circumstances: Circumstances,
  { sql, population }: { sql: string; population: string | null },
): Promise<Executed> {
  // A temporary table lets the subjects that passed be counted without leaving the database.
  await session.run(`CREATE OR REPLACE TEMP TABLE tested AS ${sql}`, bindings(sql, circumstances));
  const columns = new Set((await session.describe('SELECT * FROM tested')).map((column) => column.name));
  const absent = CONTRACT_COLUMNS.filter((name) => !columns.has(name));
  if (absent.length > 0) throw new Error(`the result lacks ${absent.join(', ')}`);
  // An auditor's own procedure says itself what tells its rows apart.
  const merged = procedure.own === null ? await mergeTwins(session, columns, NOT_PASSED) : 0;
  const counts = emptyCounts();
  for (const row of await session.rows('SELECT outcome, count(*) AS n FROM tested GROUP BY outcome')) {
    if (!isOutcome(row['outcome'])) throw new Error(`"${row['outcome']}" is no outcome`);
    counts[row['outcome']] = Number(row['n']);
  }
  const failing = Number(
    await session.value(
      `SELECT count(*) FROM (SELECT DISTINCT subject_type, subject_id FROM tested WHERE outcome = 'exception')`,
    ),
  );
  const tested = await populationOf(session, population, circumstances, counts);
  const passed = counts.pass + counts.not_applicable;
  const notPassed = counts.exception + counts.lead + counts.indeterminate;
  const found = await keepFound(session, procedure, columns, notPassed, passed);
  await session.run('DROP TABLE IF EXISTS temp.main.tested');
  return { population: tested, counts, failing, found, notes: mergedNote(merged) };
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
export async function reading<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.run('BEGIN TRANSACTION READ ONLY');
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
 * Runs one procedure in one read-only transaction, over shared questions that are worked out once a session.
 * Throws what the database or the procedure throws.
 */
export async function execute(
  session: Session,
  procedure: Procedure,
  circumstances: Circumstances,
): Promise<Executed> {
  const texts = procedure.typed ? [procedure.source] : [procedure.sql!, procedure.population ?? ''];
  await reading(session, () => keepShared(session, circumstances.moments.as_of, texts));
  return reading(session, () =>
    procedure.typed
      ? executeTyped(session, procedure, circumstances)
      : executeSql(session, procedure, circumstances, {
          sql: procedure.sql!,
          population: procedure.population,
        }),
  );
}
