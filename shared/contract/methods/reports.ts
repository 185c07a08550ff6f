import * as z from 'zod/mini';
import * as s from '../schemas.ts';
import { type MethodSpec, text } from './spec.ts';

/** What a host can ask about reports. */
export const reports = {
  'report.get': {
    params: z.object({ report: text, as_of: z.optional(s.momentText), period: z.optional(s.period) }),
    result: s.reportModel,
  },
} as const satisfies Record<string, MethodSpec>;
