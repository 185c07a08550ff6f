import * as z from 'zod/mini';
import * as s from '../schemas.ts';
import { type MethodSpec, count, none, text } from './spec.ts';

/** What a host can ask about intake. */
export const intake = {
  'intake.import': {
    params: z.object({ paths: z.array(text), as: z.optional(text) }),
    result: s.importResult,
    paths: { paths: 'read' },
    long: true,
  },
  'intake.sources': { params: none, result: z.object({ receipts: z.array(s.receiptView) }) },
  'intake.rejects': {
    params: z.object({ source_id: text, offset: z._default(count, 0), limit: z._default(count, 200) }),
    result: z.object({
      total: z.number(),
      rejects: z.array(
        z.object({ record: z.number(), code: z.string(), message: z.string(), raw: z.nullable(z.string()) }),
      ),
    }),
  },
  'intake.readers': {
    params: none,
    result: z.array(
      z.object({ id: z.string(), title: z.string(), format: z.string(), tables: z.array(z.string()) }),
    ),
  },
} as const satisfies Record<string, MethodSpec>;
