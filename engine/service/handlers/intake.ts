import { importFiles, listReaders, listRejects, listSources, ownReaders } from '#engine/intake/index.ts';
import type { ImportResult } from '#shared/model/receipt.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import type { Handlers } from '../context.ts';

export const intakeHandlers: Pick<
  Handlers,
  'intake.import' | 'intake.sources' | 'intake.rejects' | 'intake.readers'
> = {
  'intake.import': async (context, { paths, as }, work) =>
    journalFailures(
      context.engagement,
      await importFiles(context.engagement, paths, { ...work, ...(as === undefined ? {} : { as }) }),
    ),

  'intake.sources': async (context) => ({ receipts: await context.engagement.store.use(listSources) }),

  'intake.rejects': async (context, { source_id, offset, limit }) =>
    context.engagement.store.use((session) => listRejects(session, source_id, offset, limit)),

  'intake.readers': async (context) =>
    listReaders(context.isOpen ? await context.engagement.store.use(ownReaders) : []).map(
      ({ id, title, format, tables, own }) => ({ id, title, format, tables, own }),
    ),
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
