import * as z from 'zod/mini';
import * as s from '../schemas.ts';
import { type MethodSpec, none, text } from './spec.ts';

/** What a host can ask about reports. */
export const reports = {
  /** Reports in their order. Those with `about` are asked for as `id:` and what it names, such as `user:ana@company.com`. */
  'report.list': {
    params: none,
    result: z.array(z.object({ id: z.string(), title: z.string(), about: z.nullable(z.string()) })),
  },
  'report.get': {
    params: z.object({ report: text, as_of: z.optional(s.momentText), period: z.optional(s.period) }),
    result: s.reportModel,
  },
} as const satisfies Record<string, MethodSpec>;
