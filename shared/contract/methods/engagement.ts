import * as z from 'zod/mini';
import { rollForward } from '../roll-forward-schemas.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, count, none, text } from './spec.ts';

/** What a host can ask about engagement. */
export const engagement = {
  'app.info': { params: none, result: z.object({ version: z.string() }) },
  /** Packages that the product is delivered with, and their licences, as Markdown. */
  'app.notices': { params: none, result: z.object({ text: z.string() }) },

  'engagement.create': {
    params: z.object({
      dir: text,
      client: text,
      kind: z._default(z.enum(['internal', 'external']), 'external'),
      period: s.period,
      as_of: z.optional(s.momentText),
      timezone: z._default(text, 'UTC'),
      /** Values of procedures' parameters for the whole engagement, `procedure-id.name` → value, where they are not the default. */
      parameters: z.optional(z.record(z.string(), s.scalar)),
    }),
    result: s.engagementView,
    paths: { dir: 'write' },
  },
  /** A new engagement for a later period, with what an earlier one hands on; the earlier folder is never changed. */
  'engagement.roll-forward': {
    params: z.object({
      dir: text,
      from: text,
      client: z.optional(text),
      kind: z.optional(z.enum(['internal', 'external'])),
      period: s.period,
      as_of: z.optional(s.momentText),
      timezone: z.optional(text),
    }),
    /** It is open; what an opening answers, and what was taken over. */
    result: z.extend(s.engagementView, { rolled_forward: rollForward }),
    paths: { dir: 'write', from: 'read' },
    long: true,
  },
  'engagement.open': { params: z.object({ dir: text }), result: s.engagementView, paths: { dir: 'read' } },
  'engagement.current': { params: none, result: z.nullable(s.engagementView) },
  'engagement.close': { params: none, result: z.null() },
  /** Writes the sample company's exports, makes an engagement of them and imports them. */
  'engagement.sample': {
    params: z.object({ dir: text }),
    result: s.engagementView,
    paths: { dir: 'write' },
    long: true,
  },
  'engagement.journal': {
    params: z.object({ offset: z._default(count, 0), limit: z._default(count, 100) }),
    result: z.object({ total: z.number(), entries: z.array(s.journalEntry) }),
  },
} as const satisfies Record<string, MethodSpec>;
