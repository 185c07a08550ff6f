import { TickmarkError } from '#shared/model/errors.ts';
import { describeSchema, explainQuery, exportQuery, exportRows } from '#engine/query/index.ts';
import { exportSheet, exportWorkbook } from '../export-workbook.ts';
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

  'query.export': async (context, { sql, result_id, format, path }, work) => {
    const { store, sourcesDir, workDir } = context.engagement;
    const target = { workDir, out: path, signal: work.signal };
    if (sql !== undefined && result_id === undefined) {
      const input = { ...target, store, sourcesDir, sql };
      return format === 'xlsx' ? exportWorkbook(input) : exportQuery({ ...input, format });
    }
    if (result_id === undefined || sql !== undefined) {
      throw new TickmarkError('BAD_ARGUMENT', 'an export is of a statement or of an open result', {
        hint: 'Name sql or result_id, one of the two.',
      });
    }
    return context.results.readKept(result_id, (session, rows) =>
      format === 'xlsx'
        ? exportSheet(session, rows, target)
        : exportRows(session, rows, { ...target, format }),
    );
  },
};
