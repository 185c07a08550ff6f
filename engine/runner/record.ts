import type { Moments } from '#engine/engagement/moments.ts';
import type { Session } from '#engine/store/index.ts';
import { FindingSink } from './finding-sink.ts';
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

/** Runs are numbered: the same sequence of commands gives the same ids. */
async function nextRunId(session: Session): Promise<string> {
  const runs = Number(await session.value('SELECT count(DISTINCT run_id) FROM work.runs'));
  return `R-${String(runs + 1).padStart(4, '0')}`;
}

/** Writes runs and findings; returns the id of the run. Call inside the transaction of the change. */
export async function recordRun(
  session: Session,
  moments: Moments,
  records: readonly RunRecord[],
): Promise<string> {
  const runId = await nextRunId(session);
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
  const sink = new FindingSink(await session.appender('findings', 'work'));
  for (const { found } of records) await found.write(sink, runId);
  sink.close();
  return runId;
}
