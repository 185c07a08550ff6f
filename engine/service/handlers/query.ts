import { describeSchema, explainQuery, exportQuery } from '#engine/query/index.ts';
import { exportWorkbook } from '../export-workbook.ts';
import type { Handlers } from '../context.ts';

type Area = 'query.schema' | 'query.open' | 'query.page' | 'query.close' | 'query.explain' | 'query.export';

export const queryHandlers: Pick<Handlers, Area> = {
  'query.schema': async (context) => context.engagement.store.use(describeSchema),

  'query.open': async (context, { sql }, work) => context.results.openGuarded(sql, { signal: work.signal }),

  'query.page': async (context, { result_id, offset, limit }) => ({
    arrow: await context.results.page(result_id, offset, limit),
  }),

  'query.close': async (context, { result_id }) => {
    context.results.closeResult(result_id);
    return null;
  },

  'query.explain': async (context, { sql }, work) => {
    const { store, sourcesDir } = context.engagement;
    return { plan: await explainQuery(store, sourcesDir, sql, work.signal) };
  },

  'query.export': async (context, { sql, format, path }, work) => {
    const { store, sourcesDir, workDir } = context.engagement;
    const input = { store, sourcesDir, workDir, sql, out: path, signal: work.signal };
    return format === 'xlsx' ? exportWorkbook(input) : exportQuery({ ...input, format });
  },
};
