import type { OwnCheck, OwnDraft } from '#shared/contract/own-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { resolveMoments } from '#engine/engagement/moments.ts';
import type { Engagement } from '#engine/engagement/types.ts';
import { DEFAULT_LIMITS, guardCatalogue, type GuardedStatement, limited } from '#engine/query/index.ts';
import { type ColumnInfo, type Params, quoteName, type Session, sqlMessage } from '#engine/store/index.ts';
import { bindings } from '../execute.ts';
import { boundNames } from '../front-matter.ts';
import type { ParamSpec, ParamValue, ProcedureMeta } from '../kit/index.ts';
import { findProcedure, type Procedure } from '../registry.ts';
import { CONTRACT_COLUMNS, LISTED, requireColumns } from './finding-rows.ts';
import { parseOwn, TEXT_PATTERN, writeOwn } from './own-format.ts';
import type { OwnPart } from './own-part.ts';
import { steadyStatement } from './steady.ts';

/** What a README says where nobody wrote one. */
export const UNEXPLAINED = 'No explanation was written.';

const MOMENTS: readonly string[] = ['as_of', 'period_start', 'period_end', 'timezone'];

/** Columns that name a subject where a statement gives them, the likeliest first. */
const SUBJECTS: readonly string[] = [
  'subject_id',
  'account_id',
  'identity_id',
  'email',
  'user_email',
  'account',
  'resource',
  'group_id',
  'policy',
  'exception_id',
  'event_id',
  'vendor',
];

interface Studied extends OwnCheck {
  procedure: (Procedure & { own: OwnPart }) | null;
}

function invalid(message: string, hint: string, details?: unknown): TickmarkError {
  return new TickmarkError('PROCEDURE_INVALID', message, { hint, details });
}

/** Canonical tables that the statements read themselves, with the columns that they name; a star is all of them. */
function needsOf(statements: readonly GuardedStatement[]): Record<string, string[]> {
  const tables = new Set(statements.flatMap((statement) => [...statement.tables]));
  const columns = new Set(statements.flatMap((statement) => [...statement.columns]));
  const found: Record<string, string[]> = {};
  for (const table of [...tables].sort()) {
    const spec = table.startsWith('main.') ? canonicalTables.get(table.slice('main.'.length)) : undefined;
    if (spec === undefined) continue;
    const names = spec.columns.map(({ name }) => name);
    const read = columns.has('*') ? names : names.filter((name) => columns.has(name));
    found[spec.name] = read.length > 0 ? read : [names[0]!];
  }
  return found;
}

const rawOf = ({ tables }: GuardedStatement): string[] =>
  [...tables].flatMap((table) => (table.startsWith('raw.') ? [table.slice('raw.'.length)] : [])).sort();

/** Those that the statements take, as the draft states them or the procedure that it was made from. */
function paramsOf({ params = {} }: OwnDraft, from: Procedure | null, sql: string): Record<string, ParamSpec> {
  const stated = Object.entries(params).map(([name, spec]): [string, ParamSpec] => {
    const { type, unit, doc, min, max } = spec;
    const common = { type, unit, doc, default: spec.default };
    return [
      name,
      type === 'text'
        ? { ...common, pattern: TEXT_PATTERN }
        : { ...common, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) },
    ];
  });
  const bound = new Set(boundNames(sql));
  const all = { ...from?.meta.params, ...Object.fromEntries(stated) };
  return Object.fromEntries(Object.entries(all).filter(([name]) => bound.has(name)));
}

function requireBound(sql: string, params: Record<string, ParamSpec>): void {
  const unknown = boundNames(sql).find((name) => !MOMENTS.includes(name) && !Object.hasOwn(params, name));
  if (unknown === undefined) return;
  throw invalid(
    `$${unknown} is neither a moment nor a parameter`,
    `Moments are ${MOMENTS.map((name) => `$${name}`).join(', ')}. State ${unknown} as a parameter, or write its value.`,
  );
}

/** What a column names: account_id → account, user_email → user. */
function subjectType(column: string): string {
  const name = column
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/_(id|email|name)$/, '')
    .replace(/^[^a-z]+/, '');
  return name === 'email' ? 'identity' : name === '' ? 'row' : name;
}

function notesOf(
  columns: readonly ColumnInfo[],
  part: { rows: OwnPart['rows']; needs: Record<string, unknown>; population: string | null; readme: string },
): string[] {
  const names = new Set(columns.map(({ name }) => name));
  const traced =
    names.has('source_rows') ||
    (names.has('source_id') && names.has('record_no') && Object.keys(part.needs).length === 1);
  const floating = columns
    .filter(({ type }) => type === 'DOUBLE' || type === 'FLOAT')
    .map(({ name }) => name);
  return [
    ...(part.rows !== null && part.population === null
      ? [
          'No population is stated: an empty list will not show that there are no exceptions. State how many were looked at.',
        ]
      : []),
    ...(part.rows === null || traced
      ? []
      : [
          'Findings will not lead to source rows: select source_id and record_no of the one table that is read.',
        ]),
    ...(floating.length > 0
      ? [
          `${floating.join(', ')} is floating point, and is rounded to nine places; cast it to DECIMAL to be exact.`,
        ]
      : []),
    ...(Object.keys(part.needs).length === 0
      ? ['No table is known to be needed: without data the procedure says "no data", not "input missing".']
      : []),
    ...(part.readme.includes(UNEXPLAINED)
      ? ['No explanation: a reader of the package will see the statement alone.']
      : []),
  ];
}

function rowsOf({ rows }: OwnDraft): OwnPart['rows'] {
  if (rows === undefined) return null;
  const { subject, summary, key = [], outcome = 'exception' } = rows;
  return {
    subject,
    ...(summary === undefined ? {} : { summary }),
    ...(key.length > 0 ? { key } : {}),
    outcome,
  };
}

async function boundDefaults(
  session: Session,
  { settings }: Engagement,
  sql: string,
  params: Record<string, ParamSpec>,
): Promise<Params> {
  const moments = await resolveMoments(session, settings);
  const values = Object.fromEntries(
    Object.entries(params).map(([name, spec]): [string, ParamValue] => [name, spec.default]),
  );
  return bindings(sql, { moments, params: values });
}

/** Columns of the statement with the default values of its parameters. Throws SQL_FAILED in the database's words. */
async function columnsOf(
  session: Session,
  engagement: Engagement,
  sql: string,
  params: Record<string, ParamSpec>,
): Promise<ColumnInfo[]> {
  const bound = await boundDefaults(session, engagement, sql, params);
  return limited(session, { timeoutMs: DEFAULT_LIMITS.timeoutMs }, () =>
    session.describe(`SELECT * FROM (\n${sql}\n)`, bound),
  );
}

function controlsOfDraft({ controls = [] }: OwnDraft): OwnPart['controls'] {
  return controls.map((text) => {
    const at = text.indexOf(':');
    return { framework: text.slice(0, at), requirement: text.slice(at + 1) };
  });
}

function metaOf(
  draft: OwnDraft,
  version: number,
  from: Procedure | null,
  part: Pick<ProcedureMeta, 'needs' | 'params'>,
) {
  const { id, title, rows } = draft;
  const optional = from?.meta.optional_needs;
  const texts = from?.meta.texts;
  return {
    id,
    version,
    title,
    severity: draft.severity ?? from?.meta.severity ?? 'medium',
    subject: rows === undefined ? (from?.meta.subject ?? 'row') : (rows.type ?? subjectType(rows.subject)),
    ...part,
    ...(optional === undefined ? {} : { optional_needs: optional }),
    replaces: [],
    reasons: rows === undefined ? (from?.meta.reasons ?? {}) : { [LISTED]: { title } },
    ...(texts === undefined ? {} : { texts }),
  } satisfies ProcedureMeta;
}

/**
 * What a draft would become: its statements pass the guard, its columns are known, and what it lacks is named. Nothing is
 * kept. Throws PROCEDURE_INVALID, PROCEDURE_UNKNOWN, SQL_INVALID, SQL_FORBIDDEN, SQL_FAILED.
 */
export async function studyDraft(
  session: Session,
  engagement: Engagement,
  draft: OwnDraft,
  { version, before }: { version: number; before: Procedure | null },
): Promise<Studied> {
  const from = draft.from === undefined ? before : findProcedure(draft.from);
  const catalogue = await guardCatalogue(session, engagement.sourcesDir);
  const statement = await steadyStatement(session, draft.sql, catalogue);
  const population = draft.population ?? (draft.from === undefined ? null : (from?.population ?? null));
  const params = paramsOf(draft, from, `${draft.sql}\n${population ?? ''}`);
  for (const sql of [draft.sql, population ?? '']) requireBound(sql, params);
  const counted = population === null ? null : await steadyStatement(session, population, catalogue);
  if (counted !== null) await columnsOf(session, engagement, counted.sql, params);
  const read = [statement, ...(counted === null ? [] : [counted])];
  const columns = await columnsOf(session, engagement, statement.sql, params);
  const names = new Set(columns.map(({ name }) => name));
  const missing = CONTRACT_COLUMNS.filter((name) => !names.has(name));
  const rows = rowsOf(draft);
  const needs = draft.needs ?? { ...from?.meta.needs, ...needsOf(read) };
  const raw = [...new Set(read.flatMap(rawOf))].sort();
  const suggested =
    SUBJECTS.find((name) => names.has(name)) ??
    columns.find(({ type }) => type === 'VARCHAR')?.name ??
    columns[0]?.name ??
    null;
  const common = { columns, complete: missing.length === 0, missing, suggested, needs, raw };
  if (rows === null && missing.length > 0) return { ...common, notes: [], procedure: null };
  if (rows !== null) requireMapped(rows, columns, draft.title);
  const shared = rows === null ? null : await sharedSubject(session, engagement, statement.sql, rows, params);
  const meta = metaOf(draft, version, from, { needs, params });
  const part = { raw, rows, controls: controlsOfDraft(draft) };
  const readme = readmeOf(draft, from);
  return {
    ...common,
    notes: [...(shared === null ? [] : [shared]), ...notesOf(columns, { rows, needs, population, readme })],
    procedure: parseOwn({ source: writeOwn(meta, part, draft.sql), population, readme }),
  };
}

function readmeOf({ title, explanation = '' }: OwnDraft, from: Procedure | null): string {
  if (explanation.trim() !== '') return `# ${title}\n\n${explanation.trim()}\n`;
  return from === null ? `# ${title}\n\n${UNEXPLAINED}\n` : from.readme;
}

/** Long enough to look at a result, short enough to wait for. */
const GLANCE_MS = 10_000;

/** Rows that would be one finding; null where there are none, or where counting them takes too long. */
async function sharedSubject(
  session: Session,
  engagement: Engagement,
  sql: string,
  rows: NonNullable<OwnPart['rows']>,
  params: Record<string, ParamSpec>,
): Promise<string | null> {
  const names = [rows.subject, ...(rows.key ?? [])].map((name) => `q.${quoteName(name)}`).join(', ');
  const twins = `SELECT count(*) AS n FROM (SELECT 1 FROM (\n${sql}\n) AS q GROUP BY ${names} HAVING count(*) > 1)`;
  const bound = await boundDefaults(session, engagement, sql, params);
  try {
    const shared = Number(
      await limited(session, { timeoutMs: GLANCE_MS }, () => session.value(twins, bound)),
    );
    if (shared === 0) return null;
    return `Several rows share a subject (${shared} times): name the columns that tell them apart, or the procedure ends in an error.`;
  } catch (error) {
    if (error instanceof TickmarkError && error.code === 'SQL_TIMEOUT') return null;
    throw error;
  }
}

function requireMapped(
  rows: NonNullable<OwnPart['rows']>,
  columns: readonly ColumnInfo[],
  title: string,
): void {
  try {
    requireColumns(rows, columns, title);
  } catch (error) {
    throw invalid(sqlMessage(error), 'Name columns that the statement gives.');
  }
}

/** The same for whoever writes the draft. */
export async function checkOwn(engagement: Engagement, draft: OwnDraft): Promise<OwnCheck> {
  const { procedure: _procedure, ...check } = await engagement.store.use((session) =>
    studyDraft(session, engagement, draft, { version: 1, before: null }),
  );
  return check;
}
