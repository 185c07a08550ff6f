import { importFiles, listReaders, listRejects, listSources } from '#engine/intake/index.ts';
import { verifyEngagementChains } from '../chains.ts';
import type { ImportResult } from '#shared/model/receipt.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import type { Handlers } from '../context.ts';

export const intakeHandlers: Pick<
  Handlers,
  'intake.import' | 'intake.sources' | 'intake.rejects' | 'intake.readers' | 'chain.verify'
> = {
  'intake.import': async (context, { paths, as }, work) =>
    journalFailures(
      context.engagement,
      await importFiles(context.engagement, paths, { ...work, ...(as === undefined ? {} : { as }) }),
    ),

  'intake.sources': async (context) => ({ receipts: await context.engagement.store.use(listSources) }),

  'intake.rejects': async (context, { source_id, offset, limit }) =>
    context.engagement.store.use((session) => listRejects(session, source_id, offset, limit)),

  'intake.readers': async () =>
    listReaders().map(({ id, title, format, tables }) => ({ id, title, format, tables: [...tables] })),

  'chain.verify': async (context, params, work) => ({
    chains: await verifyEngagementChains(context.engagement, { ...params, ...work }),
  }),
};

/** A file that was handed over and could not be taken in is part of the record. */
async function journalFailures(engagement: Engagement, result: ImportResult): Promise<ImportResult> {
  if (result.failed.length > 0) {
    await engagement.change('sources_refused', async () => ({
      value: null,
      details: { files: result.failed.map(({ file, code, message }) => ({ file, code, message })) },
    }));
  }
  return result;
}
