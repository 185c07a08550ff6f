import { OUTCOMES, SEVERITIES, type Outcome, type Severity } from '#shared/model/vocabulary.ts';
import type { CancelSignal } from '#shared/contract/envelope.ts';
import { nodeDigests } from '#engine/engagement/digests.ts';
import type { Moments } from '#engine/engagement/moments.ts';
import type { Params, Row, Session } from '#engine/store/index.ts';
import { boundNames } from './front-matter.ts';
import type { ChainInput, ParamValue, ProcedureContext, ProcedureRow } from './kit/index.ts';
import type { Procedure } from './registry.ts';

/** A row that becomes a finding; `details` and `source_rows` are JSON text. */
export interface FoundRow {
  subject_type: string;
  subject_id: string;
  outcome: Outcome;
  reason_code: string;
  summary: string;
  details: string;
  source_rows: string;
  finding_key: string;
  severity: Severity;
}

export interface Executed {
  population: number;
  counts: Record<Outcome, number>;
  /** Rows with an outcome other than pass and not_applicable, in the procedure's order. */
  found: FoundRow[];
}

export interface Circumstances {
  moments: Moments;
  params: Record<string, ParamValue>;
  chains: () => AsyncIterable<ChainInput>;
  signal: CancelSignal | undefined;
}

const REQUIRED = [
  'subject_type',
  'subject_id',
  'outcome',
  'reason_code',
  'summary',
  'details',
  'source_rows',
] as const;

const MOMENT = /"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(\.\d+)?([+-]\d{2}(?::\d{2})?)"/g;

/** DuckDB writes moments in JSON as `2024-11-24 00:00:00-05`; findings carry ISO 8601 in UTC. */
function isoMoments(json: string): string {
  return json.replace(
    MOMENT,
    (_, day: string, time: string, fraction: string | undefined, offset: string) => {
      const instant = new Date(`${day}T${time}${offset.includes(':') ? offset : `${offset}:00`}`);
      return `"${instant.toISOString().slice(0, 19)}${fraction ?? ''}Z"`;
    },
  );
}

function isOutcome(value: unknown): value is Outcome {
  return OUTCOMES.includes(value as Outcome);
}

function severityOf(procedure: Procedure, reason: string, stated: unknown): Severity {
  if (SEVERITIES.includes(stated as Severity)) return stated as Severity;
  const { severity } = procedure.meta;
  if (typeof severity === 'string') return severity;
  const found = severity[reason];
  if (found === undefined) throw new Error(`the reason ${reason} is not stated in the front matter`);
  return found;
}

function foundRow(procedure: Procedure, row: Row): FoundRow {
  const text = (name: string): string =>
    row[name] === null || row[name] === undefined ? '' : String(row[name]);
  const reason = text('reason_code');
  if (!Object.hasOwn(procedure.meta.reasons, reason))
    throw new Error(`the reason ${reason} is not stated in the front matter`);
  return {
    subject_type: text('subject_type'),
    subject_id: text('subject_id'),
    outcome: row['outcome'] as Outcome,
    reason_code: reason,
    summary: text('summary'),
    details: isoMoments(text('details') || '{}'),
    source_rows: text('source_rows') || '[]',
    finding_key: text('finding_key'),
    severity: severityOf(procedure, reason, row['severity']),
  };
}

/** Two findings with one identity could not be told apart in the next run. */
function refuseTwins(found: readonly FoundRow[]): void {
  const seen = new Set<string>();
  for (const row of found) {
    const identity = JSON.stringify([row.subject_type, row.subject_id, row.reason_code, row.finding_key]);
    if (seen.has(identity))
      throw new Error(
        `two findings of ${row.subject_type} ${row.subject_id} (${row.reason_code}) have one identity`,
      );
    seen.add(identity);
  }
}

function emptyCounts(): Record<Outcome, number> {
  return { pass: 0, exception: 0, lead: 0, not_applicable: 0, indeterminate: 0 };
}

function bindings(sql: string, circumstances: Circumstances): Params {
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

async function executeSql(
  session: Session,
  procedure: Procedure,
  circumstances: Circumstances,
): Promise<Executed> {
  const sql = procedure.sql!;
  // A temporary table lets the subjects that passed be counted without leaving the database.
  await session.run(`CREATE OR REPLACE TEMP TABLE tested AS ${sql}`, bindings(sql, circumstances));
  const columns = new Set((await session.describe('SELECT * FROM tested')).map((column) => column.name));
  const absent = REQUIRED.filter((name) => !columns.has(name));
  if (absent.length > 0) throw new Error(`the result lacks ${absent.join(', ')}`);
  const counts = emptyCounts();
  for (const row of await session.rows('SELECT outcome, count(*) AS n FROM tested GROUP BY outcome')) {
    if (!isOutcome(row['outcome'])) throw new Error(`"${row['outcome']}" is no outcome`);
    counts[row['outcome']] = Number(row['n']);
  }
  const rows = await session.rows(
    `SELECT * REPLACE (to_json(source_rows)::VARCHAR AS source_rows, details::VARCHAR AS details)
     FROM tested WHERE outcome NOT IN ('pass', 'not_applicable') ORDER BY rowid`,
  );
  await session.run('DROP TABLE tested');
  const found = rows.map((row) => foundRow(procedure, row));
  refuseTwins(found);
  return { population: await populationOf(session, procedure, circumstances, counts), counts, found };
}

async function populationOf(
  session: Session,
  procedure: Procedure,
  circumstances: Circumstances,
  counts: Record<Outcome, number>,
): Promise<number> {
  if (procedure.population === null)
    return counts.pass + counts.exception + counts.lead + counts.indeterminate;
  const { population } = procedure;
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
    digests: nodeDigests,
    signal: circumstances.signal,
  };
  const { population, rows } = await procedure.typed!.run(context);
  const counts = emptyCounts();
  for (const row of rows) counts[row.outcome] += 1;
  const found = rows
    .filter((row) => row.outcome !== 'pass' && row.outcome !== 'not_applicable')
    .map((row) => foundRow(procedure, serialised(row)));
  refuseTwins(found);
  return { population, counts, found };
}

function serialised(row: ProcedureRow): Row {
  const { details, source_rows, ...rest } = row;
  return { ...rest, details: JSON.stringify(details), source_rows: JSON.stringify(source_rows) };
}

/** Runs one procedure in one read-only transaction. Throws what the database or the procedure throws. */
export async function execute(
  session: Session,
  procedure: Procedure,
  circumstances: Circumstances,
): Promise<Executed> {
  await session.run('BEGIN TRANSACTION READ ONLY');
  try {
    return procedure.typed
      ? await executeTyped(session, procedure, circumstances)
      : await executeSql(session, procedure, circumstances);
  } finally {
    await session.run('ROLLBACK').catch(() => undefined);
  }
}
