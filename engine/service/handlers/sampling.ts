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

type Area =
  | 'sampling.size'
  | 'sampling.draw'
  | 'sampling.list'
  | 'sampling.get'
  | 'sampling.record'
  | 'sampling.evaluate';

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
};
