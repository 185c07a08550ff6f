import { buildReport, listReports } from '#engine/reports/index.ts';
import { frameworkCoverage } from '#engine/frameworks/coverage.ts';
import { reportFile } from '../report-file.ts';
import { requireFree, writeNew } from '../files.ts';
import type { Handlers } from '../context.ts';

type Area = 'report.list' | 'report.get' | 'report.export' | 'frameworks.coverage';

export const reportHandlers: Pick<Handlers, Area> = {
  'report.list': async () => listReports(),

  'report.get': async (context, { report, as_of, period }, work) =>
    as_of === undefined && period === undefined
      ? context.reports.get(context.engagement, report, work)
      : buildReport(context.engagement, report, { as_of, period }, work),

  'report.export': async (context, { report, as_of, period, format, path }) => {
    requireFree(path);
    const model = await buildReport(context.engagement, report, { as_of, period });
    const bytes = await reportFile(model, format, context.engagement.settings);
    await writeNew(path, bytes);
    return { file: path, bytes: bytes.length };
  },

  'frameworks.coverage': async (context) => context.engagement.store.use(frameworkCoverage),
};
