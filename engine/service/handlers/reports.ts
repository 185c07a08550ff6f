import { buildReport, listReports } from '#engine/reports/index.ts';
import type { Handlers } from '../context.ts';

type Area = 'report.list' | 'report.get';

export const reportHandlers: Pick<Handlers, Area> = {
  'report.list': async () => listReports(),

  'report.get': async (context, { report, as_of, period }) =>
    buildReport(context.engagement, report, { as_of, period }),
};
