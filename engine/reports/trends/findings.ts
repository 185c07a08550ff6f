import { SEVERITIES } from '#shared/model/vocabulary.ts';
import { quoteLiteral, type Session } from '#engine/store/index.ts';
import { lastPeriodName, madeRuns, standingAt } from './runs.ts';
import { countedPart, latest, type Trend, type TrendPart, type TrendPoint } from './trend.ts';

/** Findings by severity as they stood after each run, and at the end of the last period before all of them. */
export async function findingsTrend(session: Session): Promise<Trend> {
  const period = await lastPeriodName(session);
  const runs = await madeRuns(session);
  const { shown, earlier } = latest(runs);
  const points: TrendPoint[] = [];
  if (period !== null) {
    const parts = await bySeverity(session, (severity) =>
      rowsOf('work.carried_findings', `severity = ${quoteLiteral(severity)}`),
    );
    points.push({ kind: 'period', name: period, at: null, procedures: null, parts });
  }
  for (const { id, at, procedures } of shown) {
    const parts = await bySeverity(session, (severity) =>
      rowsOf(
        'work.findings',
        `severity = ${quoteLiteral(severity)} AND (procedure, run_id) IN (${standingAt(id)})`,
      ),
    );
    points.push({ kind: 'run', name: id, at, procedures, parts });
  }
  return { points, earlier, lacking: points.length === 0 ? 'runs' : null };
}

function rowsOf(table: string, condition: string): string {
  return `SELECT finding_id, severity, procedure, subject_type, subject_id, reason_code, summary, outcome FROM ${table} WHERE ${condition} ORDER BY procedure, position`;
}

async function bySeverity(session: Session, rows: (severity: string) => string): Promise<TrendPart[]> {
  const parts: TrendPart[] = [];
  for (const severity of SEVERITIES) parts.push(await countedPart(session, severity, null, rows(severity)));
  return parts;
}
