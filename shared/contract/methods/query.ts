import * as z from 'zod/mini';
import * as s from '../schemas.ts';
import { type MethodSpec, count, none, text } from './spec.ts';

/** What a host can ask about query. */
export const query = {
  'query.schema': { params: none, result: z.array(s.schemaTable) },
  'query.open': { params: z.object({ sql: text }), result: s.resultHandle, long: true },
  'query.page': {
    params: z.object({ result_id: text, offset: count, limit: count }),
    result: z.object({ arrow: s.arrowPage }),
  },
  'query.close': { params: z.object({ result_id: text }), result: z.null() },
  /** How the database would carry the statement out, drawn as text. Nothing is carried out. */
  'query.explain': {
    params: z.object({ sql: text }),
    result: z.object({ plan: z.string() }),
    long: true,
  },
  /** The rows of a statement, or of a result that is open: one of the two is named. */
  'query.export': {
    params: z.object({
      sql: z.optional(text),
      result_id: z.optional(text),
      format: z.enum(['csv', 'parquet', 'json', 'arrow', 'xlsx']),
      path: text,
    }),
    result: z.object({ file: z.string(), rows: z.number() }),
    paths: { path: 'write' },
    long: true,
  },
} as const satisfies Record<string, MethodSpec>;
