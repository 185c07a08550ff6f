import { buildTrend } from '#engine/reports/trends/index.ts';
import type { Handlers } from '../context.ts';

export const overviewHandlers: Pick<Handlers, 'overview.trend'> = {
  'overview.trend': async ({ engagement }, { of }, work) => buildTrend(engagement, of, work),
};
