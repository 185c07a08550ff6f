import { runProcedures } from '#engine/runner/index.ts';
import type { Session } from '#engine/store/index.ts';
import { type BenchCase, timed } from '../case.ts';
import { dataPath } from '../data.ts';
import { filledEngagement, withEngagement } from '../engagement.ts';
import { fillAccessLogs } from '../generate/access-logs.ts';

const PROCEDURES = ['logs.failed-attempts-limited', 'logs.within-hours', 'logs.downloads-limited'];
const dir = (rows: number) => dataPath(`logs-${rows}`);
const PERIOD = `occurred_at >= '2024-11-01 00:00:00-04' AND occurred_at < '2024-12-01 00:00:00-05'`;
const HOUR = `WINDOW w AS (PARTITION BY account ORDER BY occurred_at RANGE BETWEEN INTERVAL '59 minutes 59.999999 seconds' PRECEDING AND CURRENT ROW)`;

/** The same questions by hand: keys and counts, without source rows, locks, holidays, texts and parameters. */
async function byHand(session: Session): Promise<string> {
  await session.run(`
    CREATE TEMP TABLE failing AS
    SELECT account, max(n) AS failures FROM (
      SELECT account, count(*) OVER w AS n FROM access_logs WHERE result = 'denied' AND ${PERIOD} ${HOUR})
    GROUP BY account HAVING max(n) >= 5;
    CREATE TEMP TABLE late AS
    SELECT account, local_at::DATE AS day, count(*) AS uses
    FROM (SELECT account, occurred_at AT TIME ZONE 'America/New_York' AS local_at FROM access_logs WHERE ${PERIOD})
    WHERE isodow(local_at) > 5 OR local_at::TIME < TIME '09:00' OR local_at::TIME >= TIME '18:00'
    GROUP BY ALL;
    CREATE TEMP TABLE bulk AS
    SELECT account, max(volume) AS volume FROM (
      SELECT account, sum(bytes) OVER w AS volume FROM access_logs WHERE bytes > 0 AND ${PERIOD} ${HOUR})
    GROUP BY account HAVING max(volume) > 1000000000;`);
  const counts: number[] = [];
  for (const table of ['failing', 'late', 'bulk'])
    counts.push(Number(await session.value(`SELECT count(*) FROM ${table}`)));
  return answerOf(counts);
}

function answerOf([failing, late, bulk]: readonly number[]): string {
  return `${failing} failing, ${late} late, ${bulk} bulk`;
}

/** Failed access, use after hours and bulk downloads over one log. */
export const logs: BenchCase = {
  name: 'logs',
  unit: 'rows',
  sizes: { small: 500_000, full: 10_000_000 },
  prepare: (rows) => filledEngagement(dir(rows), (session) => fillAccessLogs(session, rows)),
  ours: (rows) =>
    withEngagement(dir(rows), async (engagement) => {
      const { took, value } = await timed(() => runProcedures(engagement, { procedures: PROCEDURES }));
      const failed = value.runs.find((run) => run.status !== 'completed');
      if (failed) throw new Error(`${failed.procedure}: ${failed.status} ${failed.message ?? ''}`);
      const found = PROCEDURES.map((id) => {
        const run = value.runs.find((one) => one.procedure === id)!;
        return run.exceptions! + run.indeterminate!;
      });
      return { ...took, answer: answerOf(found) };
    }),
  baselines: [
    {
      name: 'SQL by hand in DuckDB',
      run: (rows) =>
        withEngagement(dir(rows), ({ store }) =>
          store.use(async (session) => {
            const { took, value } = await timed(() => byHand(session));
            return { ...took, answer: value };
          }),
        ),
    },
  ],
};
