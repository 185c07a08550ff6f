import * as z from 'zod/mini';
import * as o from '../own-schemas.ts';
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
  /** What a procedure of one's own would become. Nothing is kept. */
  'procedures.check': { params: o.ownDraft, result: o.ownCheck },
  /** Keeps it with the engagement; with `edit` as the next version of the one of that id. */
  'procedures.save': {
    params: z.extend(o.ownDraft, { edit: z.optional(z.boolean()), by: z.optional(text) }),
    result: z.object({ id: z.string(), version: z.number(), notes: z.array(z.string()) }),
  },
  /** Own procedures with their versions, removed ones too. */
  'procedures.own': { params: none, result: z.object({ procedures: z.array(o.ownProcedure) }) },
  'procedures.show': { params: z.object({ id: text }), result: o.ownDetail },
  /** It runs no longer and its findings leave the lists; what was found stays with the runs. */
  'procedures.remove': {
    params: z.object({ id: text, by: z.optional(text) }),
    result: z.object({ id: z.string(), version: z.number() }),
  },
} as const satisfies Record<string, MethodSpec>;
