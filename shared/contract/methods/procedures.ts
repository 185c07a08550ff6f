import * as z from 'zod/mini';
import * as s from '../schemas.ts';
import { type MethodSpec, none, text } from './spec.ts';

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
} as const satisfies Record<string, MethodSpec>;
