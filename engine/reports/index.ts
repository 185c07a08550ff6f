import { TickmarkError } from '#shared/model/errors.ts';
import { keepShared } from '#engine/canonical/index.ts';
import { type Engagement, type MomentChoice, resolveMoments } from '#engine/engagement/index.ts';
import { accessChangesReport } from './access-changes.ts';
import { coverageReport } from './coverage.ts';
import { driftReport } from './drift.ts';
import { driftRemediationReport } from './drift-remediation.ts';
import type { ReportModel, ReportSpec } from './model.ts';

const reports: readonly ReportSpec[] = [
  coverageReport,
  driftReport,
  accessChangesReport,
  driftRemediationReport,
];

export type { ReportModel };

export function listReports(): { id: string; title: string }[] {
  return reports.map(({ id, title }) => ({ id, title }));
}

/** Computes a report. Throws REPORT_UNKNOWN, BAD_ARGUMENT for a moment that cannot be understood. */
export async function buildReport(
  engagement: Engagement,
  name: string,
  choice: MomentChoice,
): Promise<ReportModel> {
  const spec = reports.find((report) => report.id === name);
  if (!spec) {
    throw new TickmarkError('REPORT_UNKNOWN', `there is no report "${name}"`, {
      hint: `Reports: ${reports.map(({ id }) => id).join(', ')}.`,
    });
  }
  const { store, settings, sourcesDir } = engagement;
  return store.use(async (session) => {
    const moments = await resolveMoments(session, settings, choice);
    // One transaction: all figures of a report are of one state of the engagement.
    await session.run('BEGIN TRANSACTION READ ONLY');
    await keepShared(session, moments.as_of, spec.asks ?? []);
    return spec.build({ session, moments, parameters: settings.parameters, sourcesDir });
  });
}
