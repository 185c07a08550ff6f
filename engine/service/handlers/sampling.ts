import {
  allSamples,
  drawSample,
  evaluateSample,
  recordResults,
  requireSample,
  sampleSize,
  summaryOf,
} from '#engine/workpapers/index.ts';
import type { Handlers } from '../context.ts';
import { writeNew } from '../files.ts';
import { sampleSheet } from '../sample-sheet.ts';

type Area =
  | 'sampling.size'
  | 'sampling.draw'
  | 'sampling.list'
  | 'sampling.get'
  | 'sampling.record'
  | 'sampling.evaluate'
  | 'sampling.export';

export const samplingHandlers: Pick<Handlers, Area> = {
  'sampling.size': async (_context, request) => sampleSize(request),

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
