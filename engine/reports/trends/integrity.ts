import { quoteLiteral, type Session } from '#engine/store/index.ts';
import { lastPeriodName, madeRuns, standingAt } from './runs.ts';
import { countedPart, latest, type Trend, type TrendPart, type TrendPoint } from './trend.ts';

/** The tests whose subjects are whole logs: hash chains, and CloudTrail with its digests. */
const TESTS = ['trail.chain-intact', 'trail.cloudtrail-intact'] as const;
const OF_TESTS = TESTS.map(quoteLiteral).join(', ');

/** Audit trails that are broken or not proven, as each run that verified them found it. */
export async function integrityTrend(session: Session): Promise<Trend> {
  const points: TrendPoint[] = [];
  const period = await lastPeriodName(session);
  const tested = await session.value(
    `SELECT count(*) FROM work.carried_runs WHERE procedure IN (${OF_TESTS}) AND status = 'completed'`,
  );
  if (period !== null && Number(tested) > 0) {
    const parts = await partsOf(session, null, (outcome) => trails('work.carried_findings', outcome));
    points.push({ kind: 'period', name: period, at: null, procedures: null, parts });
  }
  const { shown, earlier } = latest(await madeRuns(session, TESTS));
  for (const { id, at, procedures } of shown) {
    const verified = await session.value(
      `SELECT sum(population)::BIGINT FROM work.runs
       WHERE (procedure, run_id) IN (${standingAt(id)}) AND procedure IN (${OF_TESTS}) AND status = 'completed'`,
    );
    const parts = await partsOf(session, Number(verified), (outcome) =>
      trails('work.findings', outcome, `AND (procedure, run_id) IN (${standingAt(id)})`),
    );
    points.push({ kind: 'run', name: id, at, procedures, parts });
  }
  return { points, earlier, lacking: points.length === 0 ? 'trails' : null };
}

/** One row a log with what was found of it: a log with a break is told as broken, whatever else is not proven of it. */
function trails(table: string, outcome: 'broken' | 'not_proven', condition = ''): string {
  const isBroken = `bool_or(outcome = 'exception')`;
  return `SELECT subject_id AS trail, procedure, string_agg(DISTINCT reason_code, ', ' ORDER BY reason_code) AS reasons, min(summary) AS summary FROM ${table} WHERE procedure IN (${OF_TESTS}) ${condition} GROUP BY procedure, subject_id HAVING ${
    outcome === 'broken' ? isBroken : `NOT ${isBroken} AND bool_or(outcome = 'indeterminate')`
  } ORDER BY procedure, subject_id`;
}

async function partsOf(
  session: Session,
  of: number | null,
  rows: (outcome: 'broken' | 'not_proven') => string,
): Promise<TrendPart[]> {
  return [
    await countedPart(session, 'broken', of, rows('broken')),
    await countedPart(session, 'not_proven', of, rows('not_proven')),
  ];
}
