import { TickmarkError } from '#shared/model/errors.ts';
import type { ImportResult } from '#shared/model/receipt.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import {
  importFiles,
  listReaders,
  listRejects,
  listSources,
  ownReaders,
  requireSource,
  rereadSource,
  sheetSetting,
  sourceSheet,
  stateAbout,
} from '#engine/intake/index.ts';
import type { EngineContext, Handlers } from '../context.ts';
import { dayIn } from '../signoff/deadlines.ts';

type Area =
  | 'intake.import'
  | 'intake.reread'
  | 'intake.sources'
  | 'intake.rejects'
  | 'intake.readers'
  | 'intake.sheet'
  | 'intake.sheets'
  | 'intake.state';

export const intakeHandlers: Pick<Handlers, Area> = {
  'intake.import': async ({ engagement }, { paths, as, as_of, encoding, replace, supplied_by }, work) => {
    try {
      const result = await importFiles(engagement, paths, {
        ...work,
        ...(as === undefined ? {} : { as }),
        ...(as_of === undefined ? {} : { asOf: as_of }),
        ...(encoding === undefined ? {} : { encoding }),
        ...(replace === undefined ? {} : { replace }),
        ...(supplied_by === undefined ? {} : { suppliedBy: supplied_by }),
      });
      await journalFailures(engagement, result);
      return result;
    } catch (error) {
      if (error instanceof TickmarkError && error.code === 'CANCELLED')
        await journalFailures(engagement, error.details as ImportResult);
      throw error;
    }
  },

  'intake.reread': async ({ engagement }, { source, as, as_of, encoding }, work) =>
    rereadSource(engagement, source, {
      ...work,
      ...(as === undefined ? {} : { as }),
      ...(as_of === undefined ? {} : { asOf: as_of }),
      ...(encoding === undefined ? {} : { encoding }),
    }),

  'intake.sources': async (context) => ({ receipts: await context.engagement.store.use(listSources) }),

  'intake.rejects': async (context, { source_id, offset, limit }) =>
    context.engagement.store.use((session) => listRejects(session, source_id, offset, limit)),

  'intake.readers': async (context) =>
    listReaders(context.isOpen ? await context.engagement.store.use(ownReaders) : []).map(
      ({ id, title, format, tables, own }) => ({ id, title, format, tables, own }),
    ),

  'intake.sheet': async (context, { source }) => sheetOf(context, source),

  'intake.sheets': async ({ engagement }) =>
    engagement.store.use(async (session) => {
      const setting = await sheetSetting(session, engagement.settings);
      const sources = [];
      for (const receipt of await listSources(session))
        sources.push({ receipt, sheet: await sourceSheet(session, receipt, setting) });
      return { sources };
    }),

  'intake.state': async (context, { source, by, on, ...change }) => {
    const { engagement, deps } = context;
    const { source_id } = await stateAbout(engagement, source, {
      ...change,
      by: by ?? deps.actor,
      on: on ?? dayIn(engagement.settings.timezone, deps.now()),
    });
    return sheetOf(context, source_id);
  },
};

async function sheetOf({ engagement }: EngineContext, source: string) {
  return engagement.store.use(async (session) => {
    const receipt = await requireSource(session, source);
    const setting = await sheetSetting(session, engagement.settings);
    return { receipt, sheet: await sourceSheet(session, receipt, setting) };
  });
}

/** A file that was handed over and could not be taken in is part of the record. */
async function journalFailures(engagement: Engagement, { failed }: ImportResult): Promise<void> {
  if (failed.length === 0) return;
  await engagement.change('sources_refused', async () => ({
    value: null,
    details: { files: failed.map(({ file, code, message }) => ({ file, code, message })) },
  }));
}
