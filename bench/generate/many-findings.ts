import type { Engagement } from '#engine/engagement/index.ts';
import { findingsDigest } from '#engine/engagement/recorded-work.ts';
import type { Session } from '#engine/store/index.ts';

const PROCEDURE = 'policy.access-matches';
const RUN = 'run-1';

/** Findings with their entry in the journal: an engagement whose findings nobody recorded is refused. */
export async function recordFindings(engagement: Engagement, count: number): Promise<void> {
  await engagement.change('procedures_run', async (session) => {
    await fillFindings(session, count);
    return { value: null, details: { run_id: RUN, findings_sha256: await findingsDigest(session, RUN) } };
  });
}

/** One run with `count` findings as the drift procedure makes them, written by the database. */
async function fillFindings(session: Session, count: number): Promise<void> {
  await session.run(
    `INSERT INTO work.runs (run_id, position, procedure, version, as_of, period, params, status, population, exceptions,
       failing, leads, indeterminate, digest, ms)
     VALUES ('${RUN}', 1, '${PROCEDURE}', 1, '2024-11-24T05:00:00Z', '2024-11-01..2024-11-30', '{}', 'completed',
       $count::BIGINT * 5, $count::BIGINT, $count::BIGINT, 0, 0, repeat('0', 64), 1)`,
    { count },
  );
  await session.run(
    `INSERT INTO work.findings
     SELECT sha256('finding ' || i), '${RUN}', '${PROCEDURE}',
       ['high', 'medium', 'medium', 'low'][1 + i % 4], 'exception', 'grant',
       'user' || i || '@company.com|gitlab:group:unit-' || (i * 31) % 4000 || '|developer', 'unexpected', '',
       'user' || i || '@company.com holds developer on gitlab:group:unit-' || (i * 31) % 4000 || '; neither a policy nor a valid exception gives it',
       json_object('person', 'user' || i || '@company.com', 'system', 'gitlab', 'permission', 'developer', 'via', ['direct']),
       json_array(json_object('table', 'grants', 'source_id', '0123456789abcdef', 'record_no', i + 1)), i
     FROM range($count::BIGINT) AS numbers(i)`,
    { count },
  );
}
