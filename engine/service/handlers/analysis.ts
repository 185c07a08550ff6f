import { outliers } from '#engine/analysis/index.ts';
import { MAX_PLAIN_ROWS } from '#engine/query/index.ts';
import { engagementProcedures } from '#engine/runner/index.ts';
import {
  findDuplicates,
  findGaps,
  findSimilar,
  profileTable,
  searchEverything,
  testBenford,
} from '#engine/statistics/index.ts';
import type { Session } from '#engine/store/index.ts';
import type { EngineContext, Handlers } from '../context.ts';
import { scoreRows } from '../score-rows.ts';

type Area =
  | 'analysis.profile'
  | 'analysis.duplicates'
  | 'analysis.gaps'
  | 'analysis.benford'
  | 'analysis.similar'
  | 'analysis.outliers'
  | 'analysis.score'
  | 'search.everything';

/** Reads in a session that a cancellation interrupts. */
async function cancellable<T>(
  context: EngineContext,
  signal: AbortSignal | undefined,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  return context.engagement.store.use(async (session) => {
    const interrupt = () => session.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      return await work(session);
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  });
}

export const analysisHandlers: Pick<Handlers, Area> = {
  'analysis.profile': async (context, choice, work) =>
    cancellable(context, work.signal, (session) => profileTable(session, choice)),

  'analysis.duplicates': async (context, choice, work) =>
    cancellable(context, work.signal, (session) => findDuplicates(session, choice)),

  'analysis.gaps': async (context, choice, work) =>
    cancellable(context, work.signal, (session) => findGaps(session, choice)),

  'analysis.benford': async (context, choice, work) =>
    cancellable(context, work.signal, (session) => testBenford(session, choice)),

  'analysis.similar': async (context, choice, work) =>
    cancellable(context, work.signal, (session) => findSimilar(session, choice)),

  'analysis.outliers': async (context, { sql, ...options }, work) =>
    outliers(await context.results.plainRows(sql, MAX_PLAIN_ROWS, work.signal), options),

  'analysis.score': async (context, { sql, ...options }, work) =>
    scoreRows(context.results, sql, options, work),

  'search.everything': async (context, { text, limit }, work) => {
    const known = await context.engagement.store.use(engagementProcedures);
    const procedures = known.list().map(({ meta, family }) => ({
      id: meta.id,
      title: meta.title,
      detail: family,
    }));
    return cancellable(context, work.signal, (session) => searchEverything(session, text, limit, procedures));
  },
};
