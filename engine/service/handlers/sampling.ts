import {
  allMethodologies,
  allSamples,
  drawSample,
  evaluateSample,
  recordResults,
  removeMethodology,
  requireSample,
  sampleSize,
  saveMethodology,
  shippedMethodologies,
  summaryOf,
} from '#engine/workpapers/index.ts';
import type { Handlers } from '../context.ts';
import { writeNew } from '../files.ts';
import { sampleSheet } from '../sample-sheet.ts';

type Area =
  | 'methodologies.list'
  | 'methodologies.save'
  | 'methodologies.remove'
  | 'sampling.size'
  | 'sampling.draw'
  | 'sampling.list'
  | 'sampling.get'
  | 'sampling.record'
  | 'sampling.evaluate'
  | 'sampling.export';

export const samplingHandlers: Pick<Handlers, Area> = {
  'methodologies.list': async ({ engagement }) => ({
    methodologies: await engagement.store.use(allMethodologies),
  }),

  'methodologies.save': async ({ engagement }, { methodology }) => saveMethodology(engagement, methodology),

  'methodologies.remove': async ({ engagement }, { id }) => {
    await removeMethodology(engagement, id);
    return null;
  },

  // Sizes are arithmetic; only the ladders of an engagement need one.
  'sampling.size': async (context, request) =>
    sampleSize(
      request,
      context.isOpen && request.kind === 'methodology'
        ? await context.engagement.store.use(allMethodologies)
        : shippedMethodologies(),
    ),

  'sampling.draw': async ({ engagement, deps }, request) => {
    const id = await drawSample(engagement, request, { by: deps.actor, at: deps.now() });
    return engagement.store.use((session) => requireSample(session, id));
  },

  'sampling.list': async ({ engagement }) => ({
    samples: (await engagement.store.use(allSamples)).map(summaryOf),
  }),

  'sampling.get': async ({ engagement }, { sample_id }) =>
    engagement.store.use((session) => requireSample(session, sample_id)),

  'sampling.record': async ({ engagement, deps }, { sample_id, results, by }) =>
    recordResults(engagement, sample_id, results, { by: by ?? deps.actor, at: deps.now() }),

  'sampling.evaluate': async ({ engagement }, { sample_id, ...stated }) =>
    evaluateSample(await engagement.store.use((session) => requireSample(session, sample_id)), stated),

  'sampling.export': async ({ engagement }, { sample_id, format, path, ...stated }) => {
    const view = await engagement.store.use((session) => requireSample(session, sample_id));
    // Without a plan and without a stated risk nothing follows from the results: the sheet then has none.
    const known = view.sample.plan !== null || stated.risk !== undefined;
    await writeNew(path, await sampleSheet(view, known ? evaluateSample(view, stated) : null, format));
    return { file: path, rows: view.sample.items.length };
  },
};
