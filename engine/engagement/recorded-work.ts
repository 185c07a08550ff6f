import { quoteName, type Session } from '#engine/store/index.ts';

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

/** SHA-256 over the SHA-256 of each row as JSON, in byte order of these: the order of rows does not matter. */
const digestOf = (table: string, where = ''): string =>
  `SELECT sha256(string_agg(h, '' ORDER BY h)) FROM (SELECT sha256(to_json(t)::VARCHAR) AS h FROM ${table} AS t${where})`;

/**
 * Digest of the auditor's own work as it stands: 64 hexadecimal characters. Tables without rows are left out, so that one
 * that a later build adds changes nothing.
 */
export async function workDigest(session: Session): Promise<string> {
  const rows = await session.rows(
    "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'work' AND NOT temporary ORDER BY table_name",
  );
  const tables = rows.map((row) => String(row['table_name'])).filter((name) => !LEFT_OUT.has(name));
  const parts = tables.map(
    (name) => `SELECT '${name}' AS name, (${digestOf(`work.${quoteName(name)}`)}) AS digest`,
  );
  return String(
    await session.value(
      `SELECT sha256(coalesce(string_agg(name || ':' || digest, ';' ORDER BY name) FILTER (digest IS NOT NULL), ''))
       FROM (${parts.join(' UNION ALL ')})`,
    ),
  );
}

/** Digest of the findings of one run. */
export async function findingsDigest(session: Session, runId: string): Promise<string> {
  const digest = await session.value(digestOf('work.findings', ' WHERE run_id = $run'), { run: runId });
  return digest === null ? 'none' : String(digest);
}

/** Digest of the findings that were taken over from the last period. */
export async function carriedDigest(session: Session): Promise<string> {
  const digest = await session.value(digestOf('work.carried_findings'));
  return digest === null ? 'none' : String(digest);
}

/** Runs whose findings are not those that the journal recorded, in the order in which they were made. */
export async function alteredRuns(session: Session, lines: readonly string[]): Promise<string[]> {
  const altered: string[] = [];
  const known = new Set<string>();
  for (const line of lines) {
    const { action, details } = JSON.parse(line) as { action: string; details: Record<string, unknown> };
    if (action === 'rolled_forward' && details['findings_sha256'] !== (await carriedDigest(session)))
      altered.push('the last period');
    if (action !== 'procedures_run') continue;
    const run = String(details['run_id']);
    known.add(run);
    if (details['findings_sha256'] !== (await findingsDigest(session, run))) altered.push(run);
  }
  const rolledForward = lines.some(
    (line) => (JSON.parse(line) as { action: string }).action === 'rolled_forward',
  );
  if (!rolledForward && (await session.value('SELECT 1 FROM work.carried_findings LIMIT 1')) !== null)
    altered.push('the last period');
  const others = await session.rows('SELECT DISTINCT run_id FROM work.findings ORDER BY run_id');
  return [...altered, ...others.map((row) => String(row['run_id'])).filter((run) => !known.has(run))];
}
