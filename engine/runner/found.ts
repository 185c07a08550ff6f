import { SEVERITIES, type Outcome, type Severity } from '#shared/model/vocabulary.ts';
import type { Session } from '#engine/store/index.ts';
import { quoteLiteral } from '#engine/store/index.ts';
import type { ProcedureRow } from './kit/index.ts';
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

/** What a procedure found, in its order, in pieces: the rows of a large company do not fit into memory. */
export interface Found {
  /** Rows that are handed over; `total` counts those too that are more than can be written down. */
  count: number;
  total: number;
  pieces: () => AsyncIterable<readonly FoundRow[]>;
}

/** Findings that one procedure writes down in one run. Beyond it a list helps nobody, and its cause is one. */
export const MOST_FINDINGS = 250_000;

export const NOTHING_FOUND: Found = { count: 0, total: 0, pieces: async function* () {} };

const PIECE = 4_096;

const TEXTS = [
  'subject_type',
  'subject_id',
  'outcome',
  'reason_code',
  'summary',
  'details',
  'source_rows',
  'finding_key',
  'severity',
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

/** Severity of a row as SQL: what the row states, else what the procedure states for the reason. */
function severitySql({ meta }: Procedure, columns: ReadonlySet<string>): string {
  const stated =
    typeof meta.severity === 'string'
      ? quoteLiteral(meta.severity)
      : `CASE reason_code ${Object.entries(meta.severity)
          .map(([reason, severity]) => `WHEN ${quoteLiteral(reason)} THEN ${quoteLiteral(severity)}`)
          .join(' ')} END`;
  if (!columns.has('severity')) return stated;
  return `CASE WHEN severity IN (${SEVERITIES.map(quoteLiteral).join(', ')}) THEN severity ELSE ${stated} END`;
}

/** An own procedure of one severity need not state its reasons. */
function isKnownReason({ meta, own }: Procedure, reason: string): boolean {
  const anyReason = own !== null && typeof meta.severity === 'string';
  return Object.hasOwn(meta.reasons, reason) || (anyReason && /^[a-z][a-z0-9_]*$/.test(reason));
}

function unknownReason(reason: unknown): Error {
  return new Error(`the reason ${String(reason)} is not stated in the front matter`);
}

function twins(
  { own }: Procedure,
  row: { subject_type: unknown; subject_id: unknown; reason_code: unknown },
): Error {
  const subject = `${String(row.subject_type)} ${String(row.subject_id)}`;
  if (own?.rows)
    return new Error(
      `several rows of ${subject} cannot be told apart: name the columns that tell them apart`,
    );
  return new Error(`two findings of ${subject} (${String(row.reason_code)}) have one identity`);
}

/**
 * Puts what did not pass out of the table `tested` into a temporary table of its own, which lives as long as the session.
 * Throws on a reason that is not stated, and on two findings that could not be told apart in the next run.
 */
export async function keepFound(
  session: Session,
  procedure: Procedure,
  columns: ReadonlySet<string>,
): Promise<Found> {
  const table = `found_${procedure.meta.id.replace(/\W/g, '_')}`;
  const text = (name: string, empty = ''): string =>
    columns.has(name) ? `coalesce(${name}::VARCHAR, ${quoteLiteral(empty)})` : quoteLiteral(empty);
  const order = `outcome NOT IN ('pass', 'not_applicable')`;
  const reasons = await session.rows(`SELECT DISTINCT reason_code FROM tested WHERE ${order}`);
  for (const { reason_code } of reasons) {
    if (!isKnownReason(procedure, String(reason_code))) throw unknownReason(reason_code);
  }
  if (reasons.length === 0) return NOTHING_FOUND;
  await session.run(`
    CREATE OR REPLACE TEMP TABLE ${table} AS
    SELECT ${['subject_type', 'subject_id', 'outcome', 'reason_code', 'summary'].map((name) => `${text(name)} AS ${name}`).join(', ')},
      ${text('details', '{}')} AS details, coalesce(to_json(source_rows)::VARCHAR, '[]') AS source_rows,
      ${text('finding_key')} AS finding_key, ${severitySql(procedure, columns)} AS severity
    FROM tested WHERE ${order} ORDER BY rowid`);
  const same = await session.one(
    `SELECT subject_type, subject_id, reason_code FROM ${table}
     GROUP BY subject_type, subject_id, reason_code, finding_key HAVING count(*) > 1 ORDER BY ALL LIMIT 1`,
  );
  if (same)
    throw twins(procedure, same as { subject_type: unknown; subject_id: unknown; reason_code: unknown });
  const total = Number(await session.value(`SELECT count(*) FROM ${table}`));
  const count = Math.min(total, MOST_FINDINGS);
  return {
    count,
    total,
    pieces: async function* () {
      for (let from = 0; from < count; from += PIECE) {
        const { values } = await session.columns(
          `SELECT ${TEXTS.join(', ')} FROM ${table} WHERE rowid >= $from AND rowid < $to ORDER BY rowid`,
          { from, to: Math.min(from + PIECE, count) },
        );
        yield rowsOf(values as string[][]);
      }
      await session.run(`DROP TABLE ${table}`);
    },
  };
}

function rowsOf(values: readonly (readonly string[])[]): FoundRow[] {
  const [types, ids, outcomes, reasons, summaries, details, sources, keys, severities] = values;
  return ids!.map((subject_id, i) => ({
    subject_type: types![i]!,
    subject_id,
    outcome: outcomes![i] as Outcome,
    reason_code: reasons![i]!,
    summary: summaries![i]!,
    details: isoMoments(details![i]!),
    source_rows: sources![i]!,
    finding_key: keys![i]!,
    severity: severities![i] as Severity,
  }));
}

function severityOf(procedure: Procedure, reason: string, stated: unknown): Severity {
  if (SEVERITIES.includes(stated as Severity)) return stated as Severity;
  const { severity } = procedure.meta;
  return typeof severity === 'string' ? severity : severity[reason]!;
}

/** The same of rows that a procedure in TypeScript returned. */
export function foundOf(procedure: Procedure, rows: readonly ProcedureRow[]): Found {
  const seen = new Set<string>();
  const found = rows
    .filter((row) => row.outcome !== 'pass' && row.outcome !== 'not_applicable')
    .map((row): FoundRow => {
      const { details, source_rows, subject_type, subject_id, reason_code, outcome, summary } = row;
      if (!Object.hasOwn(procedure.meta.reasons, reason_code)) throw unknownReason(reason_code);
      const finding_key = row.finding_key ?? '';
      const identity = JSON.stringify([subject_type, subject_id, reason_code, finding_key]);
      if (seen.has(identity)) throw twins(procedure, row);
      seen.add(identity);
      return {
        subject_type,
        subject_id,
        outcome,
        reason_code,
        summary,
        details: isoMoments(JSON.stringify(details)),
        source_rows: JSON.stringify(source_rows),
        finding_key,
        severity: severityOf(procedure, reason_code, row.severity),
      };
    });
  return {
    count: Math.min(found.length, MOST_FINDINGS),
    total: found.length,
    pieces: async function* () {
      yield found.slice(0, MOST_FINDINGS);
    },
  };
}

/** All rows at once, for results that are known to be small. */
export async function allFound(found: Found): Promise<FoundRow[]> {
  const rows: FoundRow[] = [];
  for await (const piece of found.pieces()) rows.push(...piece);
  return rows;
}
