import { TickmarkError } from '#shared/model/errors.ts';
import { keepShared } from '#engine/canonical/index.ts';
import {
  type Engagement,
  type MomentChoice,
  type WorkOptions,
  resolveMoments,
} from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import { accessChangesReport } from './access-changes.ts';
import { clientFiguresReport } from './client-figures.ts';
import { comprehensiveReport } from './comprehensive.ts';
import { computing } from './computing.ts';
import { coverageReport } from './coverage.ts';
import { personDossier, resourceDossier } from './dossiers.ts';
import { driftReport } from './drift.ts';
import { driftRemediationReport } from './drift-remediation.ts';
import { frameworksReport } from './frameworks.ts';
import { metricsReport } from './metrics.ts';
import type { ReportInput, ReportModel, ReportSpec } from './model.ts';
import { presentationReport } from './presentation.ts';
import { questionsReport } from './questions.ts';
import { reviewSummaryReport } from './review-summary.ts';
import { scheduleReport } from './schedule.ts';

const reports: readonly ReportSpec[] = [
  coverageReport,
  driftReport,
  accessChangesReport,
  driftRemediationReport,
  clientFiguresReport,
  reviewSummaryReport,
  scheduleReport,
  frameworksReport,
  metricsReport,
  comprehensiveReport,
  questionsReport,
  presentationReport,
  personDossier,
  resourceDossier,
];

export type { ReportModel };

/** Reports in their order. `about`: what to write after the colon, for those about one subject; null for all others. */
export function listReports(): { id: string; title: string; about: string | null }[] {
  return reports.map(({ id, title, about }) => ({ id, title, about: about ?? null }));
}

/** Computes a report. Throws REPORT_UNKNOWN, BAD_ARGUMENT for a moment that cannot be understood. */
export async function buildReport(
  engagement: Engagement,
  name: string,
  choice: MomentChoice,
  work: WorkOptions = {},
): Promise<ReportModel> {
  const colon = name.indexOf(':');
  const [id, subject] = colon < 0 ? [name, ''] : [name.slice(0, colon), name.slice(colon + 1).trim()];
  const spec = reports.find(
    (report) => report.id === id && (report.about !== undefined) === (subject !== ''),
  );
  if (!spec) {
    throw new TickmarkError('REPORT_UNKNOWN', `there is no report "${name}"`, {
      hint: `Reports: ${listReports()
        .map((report) => (report.about === null ? report.id : `${report.id}:${report.about}`))
        .join(', ')}.`,
    });
  }
  const [model] = await build(engagement, [spec], { choice, subject, work });
  return model!;
}

/** What the building of several reports may be given. */
export interface ReportsOptions {
  /** Called before each report with the number of those that are done. */
  onReport?(done: number, total: number): void;
}

/** All reports that are not about one subject, in their order; what several of them ask is worked out once. */
export function buildReports(engagement: Engagement, options: ReportsOptions = {}): Promise<ReportModel[]> {
  const specs = reports.filter(({ about }) => about === undefined);
  return build(engagement, specs, { choice: {}, subject: '', ...options });
}

async function build(
  { store, settings, sourcesDir }: Engagement,
  specs: readonly ReportSpec[],
  options: ReportsOptions & { choice: MomentChoice; subject: string; work?: WorkOptions },
): Promise<ReportModel[]> {
  const { choice, subject, onReport, work = {} } = options;
  const compute = async (session: Session): Promise<ReportModel[]> => {
    const moments = await resolveMoments(session, settings, choice);
    // One transaction: all figures of a report are of one state of the engagement.
    await session.run('BEGIN TRANSACTION READ ONLY');
    await keepShared(
      session,
      moments.as_of,
      specs.flatMap(({ asks = [] }) => asks),
    );
    const known = new Map<ReportSpec, Promise<ReportModel>>();
    const other = (spec: ReportSpec): Promise<ReportModel> => {
      const made = known.get(spec) ?? spec.build(input);
      known.set(spec, made);
      return made;
    };
    const input: ReportInput = {
      session,
      moments,
      subject,
      parameters: settings.parameters,
      sourcesDir,
      other,
    };
    const models: ReportModel[] = [];
    for (const spec of specs) {
      onReport?.(models.length, specs.length);
      models.push(await other(spec));
    }
    return models;
  };
  return computing(store, work, 'the report was cancelled', compute);
}
