import { createHash } from 'node:crypto';
import { canonicalTables, macros } from '#engine/canonical/index.ts';
import { type Catalogue, engagementProcedures, type Procedure, SHIPPED } from '#engine/runner/index.ts';
import type { Row, Session } from '#engine/store/index.ts';
import type { PayloadEntry } from '../build/payload.ts';
import type { PackagedRun } from './documents/work.ts';
import { jsonEntry, textEntry } from './json.ts';

export type { PackagedRun } from './documents/work.ts';

/**
 * The latest run of every procedure of this build and of the engagement's own; those never run are `not_run`, and so are
 * own ones that were run and then taken out of the engagement.
 */
export async function packagedRuns(session: Session): Promise<PackagedRun[]> {
  const rows = await session.rows('SELECT * FROM current_runs() ORDER BY procedure');
  const procedures = await engagementProcedures(session);
  const listed = procedures.list();
  const known = new Set(listed.map(({ meta }) => meta.id));
  const removed = rows.filter(({ procedure: id }) => String(id).startsWith('own.') && !known.has(String(id)));
  return [
    ...listed.map((procedure) => {
      const row = rows.find((candidate) => candidate['procedure'] === procedure.meta.id);
      return row === undefined ? neverRun(procedure) : runOf(row);
    }),
    ...removed.map((row) => {
      const { procedure, version, message } = runOf(row);
      return { ...neverRun(procedures.ofRun({ procedure, version })), message };
    }),
  ];
}

function neverRun({ meta, digest }: Procedure): PackagedRun {
  return {
    procedure: meta.id,
    version: meta.version,
    digest,
    as_of: '',
    period: '',
    params: {},
    status: 'not_run',
    population: null,
    exceptions: null,
    failing: null,
    leads: null,
    indeterminate: null,
    message: 'Not run for this package.',
    missing: null,
  };
}

function runOf(row: Row): PackagedRun {
  const count = (name: string) => (row[name] === null ? null : Number(row[name]));
  const json = (name: string): unknown => (row[name] === null ? null : JSON.parse(String(row[name])));
  return {
    procedure: String(row['procedure']),
    version: Number(row['version']),
    digest: String(row['digest']),
    as_of: String(row['as_of']),
    period: String(row['period']),
    params: json('params') as PackagedRun['params'],
    status: row['status'] as PackagedRun['status'],
    population: count('population'),
    exceptions: count('exceptions'),
    failing: count('failing'),
    leads: count('leads'),
    indeterminate: count('indeterminate'),
    message: row['message'] === null ? null : String(row['message']),
    missing: json('missing'),
  };
}

/** Runs, and for each procedure its source, population query and README; the tables and macros they read. */
export function procedureEntries(
  runs: readonly PackagedRun[],
  procedures: Catalogue = SHIPPED,
): PayloadEntry[] {
  const files = runs.flatMap((run) => {
    const id = run.procedure;
    const { source, population, readme, typed } = procedures.ofRun(run);
    const folder = `data/procedures/${id}`;
    return [
      textEntry(`${folder}/procedure.${typed ? 'ts' : 'sql'}`, source),
      textEntry(`${folder}/README.md`, readme),
      ...(population === null ? [] : [textEntry(`${folder}/population.sql`, `${population}\n`)]),
    ];
  });
  return [
    jsonEntry('data/runs.json', { format: 'tickmark-runs/1', runs }),
    textEntry('data/procedures/canonical.sql', canonicalSql()),
    ...files,
  ];
}

/** SHA-256 of what the procedures read through: a changed shared question is a changed test. */
export function canonicalDigest(): string {
  return createHash('sha256').update(canonicalSql()).digest('hex');
}

function canonicalSql(): string {
  const tables = [...canonicalTables.values()].map(
    ({ name, doc, columns }) =>
      `-- ${doc}\nCREATE TABLE ${name} (\n${columns.map((column) => `  ${column.name} ${column.type}`).join(',\n')}\n);\n`,
  );
  const definitions = macros.map(
    ({ name, parameters, doc, sql }) =>
      `-- ${doc}\nCREATE MACRO ${name}(${parameters.join(', ')}) AS TABLE ${sql.trim()};\n`,
  );
  return ['-- Tables and shared questions that the procedures read.\n', ...tables, ...definitions].join('\n');
}
