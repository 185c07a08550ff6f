import { importFiles, listReaders, listRejects, listSources } from '#engine/intake/index.ts';
import { verifyEngagementChains } from '../chains.ts';
import type { Handlers } from '../context.ts';

export const intakeHandlers: Pick<
  Handlers,
  'intake.import' | 'intake.sources' | 'intake.rejects' | 'intake.readers' | 'chain.verify'
> = {
  'intake.import': async (context, { paths, as }, work) =>
    importFiles(context.engagement, paths, { ...work, ...(as === undefined ? {} : { as }) }),

  'intake.sources': async (context) => ({ receipts: await context.engagement.store.use(listSources) }),

  'intake.rejects': async (context, { source_id, offset, limit }) =>
    context.engagement.store.use((session) => listRejects(session, source_id, offset, limit)),

  'intake.readers': async () =>
    listReaders().map(({ id, title, format, tables }) => ({ id, title, format, tables: [...tables] })),

  'chain.verify': async (context, params, work) => ({
    chains: await verifyEngagementChains(context.engagement, { ...params, ...work }),
  }),
};
