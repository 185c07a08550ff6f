import * as z from 'zod/mini';
import * as s from '../schemas.ts';
import { type MethodSpec, count, none, text } from './spec.ts';

/** What a host can ask about procedures. */
export const procedures = {
  'procedures.list': { params: none, result: z.array(s.procedureView) },
  'procedures.run': {
    params: z.object({
      procedures: z.optional(z.array(text)),
      params: z.optional(z.record(z.string(), s.scalar)),
      as_of: z.optional(s.momentText),
      period: z.optional(s.period),
    }),
    result: z.object({ as_of: z.string(), runs: z.array(s.runView) }),
    long: true,
  },

  'analysis.outliers': {
    params: z.object({
      sql: text,
      seed: z._default(count, 1),
      trees: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 100),
      sample: z._default(z.int().check(z.minimum(2), z.maximum(1_000_000)), 256),
    }),
    /** Every row, in query order. Scores lie in (0, 1); drivers name the features that set a row apart, strongest first. */
    result: z.object({
      seed: z.number(),
      rows: z.array(
        z.object({
          row: z.record(z.string(), z.unknown()),
          score: z.number(),
          drivers: z.array(z.object({ feature: z.string(), share: z.number() })),
        }),
      ),
    }),
    long: true,
  },
} as const satisfies Record<string, MethodSpec>;
