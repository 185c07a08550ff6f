import type { Moments } from '#engine/engagement/moments.ts';
import type { Session } from '#engine/store/index.ts';
import type { RunRecord } from './types.ts';

/** Rows sent to the database in one statement. */
const BATCH = 2_000;

async function insertJson(
  session: Session,
  table: string,
  columns: string,
  rows: readonly object[],
): Promise<void> {
  const struct = columns.replaceAll('\n', ' ').trim();
  const names = struct.split(',').map((column) => column.trim().split(' ')[0]!);
  const shape = JSON.stringify([
    Object.fromEntries(struct.split(',').map((column) => column.trim().split(' ') as [string, string])),
  ]);
  for (let start = 0; start < rows.length; start += BATCH) {
    await session.run(
      `INSERT INTO ${table} (${names.join(', ')})
       SELECT ${names.map((name) => `r.${name}`).join(', ')}
       FROM (SELECT unnest(from_json($rows::JSON, '${shape}')) AS r)`,
      { rows: JSON.stringify(rows.slice(start, start + BATCH)) },
    );
  }
}

const RUN_COLUMNS = `run_id VARCHAR, position INTEGER, procedure VARCHAR, version INTEGER, as_of VARCHAR, period VARCHAR,
  params JSON, status VARCHAR, population BIGINT, exceptions BIGINT, failing BIGINT, leads BIGINT, indeterminate BIGINT, digest VARCHAR,
  message VARCHAR, missing JSON, ms BIGINT`;

/** Runs are numbered: the same sequence of commands gives the same ids. Call inside the transaction of the change. */
export async function nextRunId(session: Session): Promise<string> {
  const runs = Number(await session.value('SELECT count(DISTINCT run_id) FROM work.runs'));
  return `R-${String(runs + 1).padStart(4, '0')}`;
}

/** Writes the runs of procedures under the id that they share. Call inside the transaction of the change. */
export async function recordRun(
  session: Session,
  runId: string,
  moments: Moments,
  records: readonly RunRecord[],
): Promise<void> {
  const runs = records.map(({ procedure, params, run }, position) => ({
    ...run,
    run_id: runId,
    position,
    as_of: moments.as_of,
    period: `${moments.period.from}..${moments.period.to}`,
    params,
    digest: procedure.digest,
  }));
  await insertJson(session, 'work.runs', RUN_COLUMNS, runs);
}
