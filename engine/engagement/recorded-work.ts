import { quoteName, type Session } from '#engine/store/index.ts';
import { nodeDigests } from './digests.ts';

/**
 * Tables of the schema `work` that the digest of each change leaves out: the journal itself, and those that can grow so
 * large that hashing them with each change would be felt. Findings have a digest for each run, those of the last period one
 * for all; rejects follow from the sources.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'journal',
  'schema_version',
  'findings',
  'carried_findings',
  'rejects',
]);

/**
 * SHA-256 over the SHA-256 of each row as JSON, in byte order of these: the order of rows does not matter. Materialized, or the
 * database works each row out twice, once as a value and once for the order.
 */
const digestOf = (table: string, where = 'true'): string =>
  `WITH hashes AS MATERIALIZED (SELECT sha256(to_json(t)::VARCHAR) AS h FROM ${table} AS t WHERE ${where})
   SELECT sha256(string_agg(h, '' ORDER BY h)) FROM hashes`;

/**
 * Digest of the auditor's own work as it stands: 64 hexadecimal characters. Tables without rows are left out, so that one
 * that a later build adds changes nothing.
 */
export async function workDigest(session: Session): Promise<string> {
  const rows = await session.rows(
    "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'work' AND NOT temporary ORDER BY table_name",
  );
  const tables = rows.map((row) => String(row['table_name'])).filter((name) => !LEFT_OUT.has(name));
  const parts = (await filled(session, tables)).map(
    (name) => `SELECT '${name}' AS name, (${digestOf(`work.${quoteName(name)}`)}) AS digest`,
  );
  const digests =
    parts.length === 0
      ? []
      : await session.rows(
          `SELECT name || ':' || digest AS line FROM (${parts.join(' UNION ALL ')}) ORDER BY name`,
        );
  return nodeDigests.hash('sha256', Buffer.from(digests.map(({ line }) => line).join(';')));
}

/** Those of the tables that hold rows. Most are empty, and a question for a row costs a tenth of one for a digest. */
async function filled(session: Session, tables: readonly string[]): Promise<string[]> {
  const parts = tables.map((name) => `(SELECT '${name}' AS name FROM work.${quoteName(name)} LIMIT 1)`);
  return (await session.rows(`${parts.join(' UNION ALL ')} ORDER BY name`)).map((row) => String(row['name']));
}

const orNone = (digest: unknown): string => (digest === null ? 'none' : String(digest));

/** Digest of the findings of one run. */
export async function findingsDigest(session: Session, runId: string): Promise<string> {
  const digest = await session.value(digestOf('work.findings', 'run_id = $run'), { run: runId });
  return orNone(digest);
}

/** The same of all rows that a statement gives. */
export async function foundDigest(session: Session, sql: string): Promise<string> {
  return orNone(await session.value(digestOf(`(${sql})`)));
}

/** Digest of the findings that were taken over from the last period. */
export async function carriedDigest(session: Session): Promise<string> {
  return orNone(await session.value(digestOf('work.carried_findings')));
}

const LAST_PERIOD = 'the last period';

/** Digests of the findings of each run, and of those of the last period where there are any. */
export async function recordedFindings(session: Session): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { run_id } of await session.rows('SELECT DISTINCT run_id FROM work.runs ORDER BY run_id'))
    found[String(run_id)] = await findingsDigest(session, String(run_id));
  const carried = await carriedDigest(session);
  return carried === 'none' ? found : { ...found, [LAST_PERIOD]: carried };
}

/** Digest that the journal recorded last, by run. A migration writes rows anew and states them as they are then. */
function statedDigests(lines: readonly string[]): Map<string, unknown> {
  const stated = new Map<string, unknown>();
  for (const line of lines) {
    const { action, details } = JSON.parse(line) as { action: string; details: Record<string, unknown> };
    if (action === 'rolled_forward') stated.set(LAST_PERIOD, details['findings_sha256']);
    if (action === 'procedures_run') stated.set(String(details['run_id']), details['findings_sha256']);
    if (action !== 'layout_migrated') continue;
    for (const [run, digest] of Object.entries(details['findings_sha256'] as Record<string, string>))
      if (stated.has(run)) stated.set(run, digest);
  }
  return stated;
}

/** Runs whose findings are not those that the journal recorded, in the order in which they were made. */
export async function alteredRuns(session: Session, lines: readonly string[]): Promise<string[]> {
  const altered: string[] = [];
  const stated = statedDigests(lines);
  for (const [run, digest] of stated) {
    const found = run === LAST_PERIOD ? await carriedDigest(session) : await findingsDigest(session, run);
    if (digest !== found) altered.push(run);
  }
  if (
    !stated.has(LAST_PERIOD) &&
    (await session.value('SELECT 1 FROM work.carried_findings LIMIT 1')) !== null
  )
    altered.push(LAST_PERIOD);
  const others = await session.rows('SELECT DISTINCT run_id FROM work.findings ORDER BY run_id');
  return [...altered, ...others.map((row) => String(row['run_id'])).filter((run) => !stated.has(run))];
}
