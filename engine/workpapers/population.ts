import { createHash } from 'node:crypto';
import type { SamplePopulation } from '#shared/contract/sampling-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { guardCatalogue, guardSelect } from '#engine/query/index.ts';
import type { EngagementSettings } from '#engine/engagement/index.ts';
import { latestTerms, testedSubjects } from '#engine/runner/index.ts';
import { type Params, quoteName, type Row, type Session } from '#engine/store/index.ts';

/** The rows that a sample is drawn from, held still in a temporary table of one session. */
export interface Population {
  /** Columns that make up the key. */
  key: string[];
  count: number;
  digest: string;
  /** Number of rows by stratum; empty without strata. */
  strata: Map<string, number>;
  totalWeight: bigint | null;
}

/** What of an engagement decides which rows there are. */
export interface Grounds {
  sourcesDir: string;
  settings: EngagementSettings;
}

/** A population that can be drawn again when its procedure has run since: the terms of the latest run go with it. */
export async function fixPopulation(
  session: Session,
  population: SamplePopulation,
): Promise<SamplePopulation> {
  if (population.kind !== 'tested' || population.terms !== undefined) return population;
  const { params, as_of, period } = await latestTerms(session, population.procedure);
  return { ...population, terms: { params: { ...params }, as_of, period } };
}

const HELD = 'temp.main.sample_population';
const badKey = (message: string, hint: string) => new TickmarkError('BAD_ARGUMENT', message, { hint });

/** SELECT of the rows, and the key that is taken where none is named. */
async function statementOf(
  session: Session,
  population: SamplePopulation,
  { sourcesDir, settings }: Grounds,
): Promise<{ sql: string; key: string[] | null; params: Params }> {
  if (population.kind === 'sql') {
    const sql = await guardSelect(session, population.sql, await guardCatalogue(session, sourcesDir));
    return { sql, key: null, params: {} };
  }
  if (population.kind === 'findings') {
    const { procedure } = population;
    const known = await session.value('SELECT 1 FROM current_runs() WHERE procedure = $procedure', {
      procedure,
    });
    if (known === null) {
      throw new TickmarkError('NOT_FOUND', `the procedure ${procedure} was not run`, {
        hint: 'Run it, then draw from its findings.',
      });
    }
    return {
      sql: `SELECT id, severity, outcome, subject_type, subject_id, reason_code, summary, source_rows
            FROM current_findings() WHERE procedure = $procedure`,
      key: ['id'],
      params: { procedure },
    };
  }
  if (population.kind === 'tested') {
    const { procedure, terms } = population;
    const asked = terms ?? (await latestTerms(session, procedure));
    return {
      ...(await testedSubjects(session, settings, procedure, asked)),
      key: ['subject_type', 'subject_id'],
    };
  }
  const name = population.table.replace(/^main\./, '');
  if (!canonicalTables.has(name)) {
    throw new TickmarkError('NOT_FOUND', `there is no canonical table ${population.table}`, {
      hint: 'Name a table of the schema tree, or draw from an SQL query.',
    });
  }
  return { sql: `SELECT * FROM main.${quoteName(name)}`, key: ['source_id', 'record_no'], params: {} };
}

function required(columns: readonly string[], name: string): string {
  const found = columns.find((column) => column.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw badKey(`the population has no column ${name}`, `Columns: ${columns.join(', ')}.`);
}

/**
 * Holds the rows with their key ("#key"), stratum and weight, and counts them. Each row must have a key of its own.
 * Throws BAD_ARGUMENT, NOT_FOUND, SQL_INVALID, SQL_FORBIDDEN, SQL_FAILED.
 */
export async function holdPopulation(
  session: Session,
  choice: {
    population: SamplePopulation;
    grounds: Grounds;
    key: readonly string[] | undefined;
    stratum: string | undefined;
    weight: string | undefined;
  },
): Promise<Population> {
  const { sql, key: usual, params } = await statementOf(session, choice.population, choice.grounds);
  const columns = (await session.describe(`SELECT * FROM (\n${sql}\n)`, params)).map(({ name }) => name);
  const wanted = choice.key ?? usual;
  if (wanted === null || wanted.length === 0)
    throw badKey('a query needs key columns', `Name those that tell its rows apart: ${columns.join(', ')}.`);
  const key = wanted.map((name) => required(columns, name));
  const text = (name: string) => `${quoteName(name)}::VARCHAR`;
  const stratum = choice.stratum === undefined ? null : text(required(columns, choice.stratum));
  const weight = choice.weight === undefined ? null : text(required(columns, choice.weight));
  await session.run(
    `CREATE OR REPLACE TEMP TABLE sample_population AS
     SELECT *, concat_ws('|', ${key.map((name) => `coalesce(${text(name)}, '')`).join(', ')}) AS "#key",
            ${stratum === null ? 'NULL::VARCHAR' : `coalesce(${stratum}, '')`} AS "#stratum",
            ${weight === null ? 'NULL::VARCHAR' : weight} AS "#weight"
     FROM (\n${sql}\n)`,
    params,
  );
  await requireDistinct(session, key);
  return { key, ...(await facts(session, stratum !== null, weight !== null)) };
}

async function requireDistinct(session: Session, key: readonly string[]): Promise<void> {
  const twice = await session.value(
    `SELECT "#key" FROM ${HELD} GROUP BY "#key" HAVING count(*) > 1 ORDER BY "#key" LIMIT 1`,
  );
  if (twice === null) return;
  throw badKey(
    `several rows have the key "${String(twice)}" (${key.join(', ')})`,
    'Name more key columns: an item must be drawn once or not at all.',
  );
}

async function facts(
  session: Session,
  stratified: boolean,
  weighted: boolean,
): Promise<Omit<Population, 'key'>> {
  const hash = createHash('sha256');
  let count = 0;
  const { chunks } = await session.stream(`SELECT "#key" FROM ${HELD} ORDER BY "#key"`);
  for await (const chunk of chunks) {
    for (const key of chunk.getColumns()[0] ?? []) hash.update(`${String(key)}\n`);
    count += chunk.rowCount;
  }
  const groups = stratified
    ? await session.rows(`SELECT "#stratum" AS s, count(*) AS n FROM ${HELD} GROUP BY ALL ORDER BY s`)
    : [];
  return {
    count,
    digest: hash.digest('hex'),
    strata: new Map(groups.map((row) => [String(row['s']), Number(row['n'])])),
    totalWeight: weighted ? await weightOf(session) : null,
  };
}

async function weightOf(session: Session): Promise<bigint> {
  const odd = await session.one(
    `SELECT "#key" AS k, "#weight" AS w FROM ${HELD}
     WHERE "#weight" IS NULL OR NOT regexp_full_match("#weight", '\\d{1,18}') ORDER BY k LIMIT 1`,
  );
  if (odd !== undefined) {
    throw badKey(
      `the weight of "${String(odd['k'])}" is ${odd['w'] === null ? 'missing' : String(odd['w'])}`,
      'Weights are whole units of 0 or more: count cents instead of money with decimals.',
    );
  }
  return BigInt(
    String(await session.value(`SELECT coalesce(sum("#weight"::HUGEINT), 0)::VARCHAR FROM ${HELD}`)),
  );
}

/** The items with the smallest ranks, of each stratum where there are strata: all that a draw can take. */
export async function candidates(
  session: Session,
  seed: string,
  most: number,
): Promise<{ key: string; stratum: string }[]> {
  const rows = await session.rows(
    `SELECT "#key" AS key, coalesce("#stratum", '') AS stratum FROM ${HELD}
     QUALIFY row_number() OVER (
       PARTITION BY "#stratum" ORDER BY system.main.sha256($seed || ':' || "#key"), "#key") <= $most
     ORDER BY key`,
    { seed, most },
  );
  return rows.map((row) => ({ key: String(row['key']), stratum: String(row['stratum']) }));
}

/** Every item with its weight, in order of key. */
export async function weights(session: Session): Promise<{ key: string; weight: bigint }[]> {
  const items: { key: string; weight: bigint }[] = [];
  const { chunks } = await session.stream(`SELECT "#key", "#weight" FROM ${HELD} ORDER BY "#key"`);
  for await (const chunk of chunks) {
    const [keys = [], amounts = []] = chunk.getColumns();
    keys.forEach((key, i) => items.push({ key: String(key), weight: BigInt(String(amounts[i])) }));
  }
  return items;
}

/** Values, stratum and weight of the items drawn, by key. */
export async function valuesOf(session: Session, keys: readonly string[]): Promise<Map<string, Row>> {
  const rows = await session.rows(`SELECT * FROM ${HELD} WHERE "#key" IN (SELECT unnest($keys::VARCHAR[]))`, {
    keys,
  });
  return new Map(rows.map((row) => [String(row['#key']), row]));
}

export async function releasePopulation(session: Session): Promise<void> {
  await session.run('DROP TABLE IF EXISTS temp.main.sample_population');
}
