import * as z from 'zod/mini';
import * as o from '../outbox-schemas.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, text } from './spec.ts';

const days = z.int().check(z.gte(1), z.lte(365));
const sender = z.object({ name: z._default(z.string(), ''), address: text });
/** Files go into a folder, or into one ZIP archive; nothing that is there is replaced. */
const place = { path: text, form: z._default(z.enum(['folder', 'zip']), 'folder') } as const;

/**
 * What internal audit sends out and gets back. Files are written, nothing is sent. In an external engagement all of it is
 * refused (INDEPENDENCE).
 */
export const outbox = {
  'outbox.review': {
    params: z.object({
      ...place,
      /** A campaign that was imported, or the name of a new one from the snapshot; otherwise the open one, else a new one. */
      campaign: z.optional(text),
      as_of: z.optional(s.momentText),
      /** Day of the letters; the day of `as_of` otherwise. */
      on: z.optional(s.dateText),
      days: z._default(days, 7),
      from: sender,
      contact: z.optional(text),
    }),
    result: o.sentReview,
    paths: { path: 'write' },
    long: true,
  },
  /** To everybody whose rows wait, unsure ones included. */
  'outbox.reminders': {
    params: z.object({
      ...place,
      request_id: z.optional(text),
      as_of: z.optional(s.momentText),
      on: z.optional(s.dateText),
      from: sender,
      contact: z.optional(text),
    }),
    result: o.sentReminders,
    paths: { path: 'write' },
    long: true,
  },
  /** What went out, what came back, what the answers call for, and the plan with its states. */
  'outbox.status': {
    params: z.object({ as_of: z.optional(s.momentText) }),
    result: o.outboxStatus,
  },
  /** Plans what is new and writes the whole plan as CSV and check list. */
  'outbox.plan': {
    params: z.object({
      ...place,
      as_of: z.optional(s.momentText),
      days: z._default(days, 30),
      decided_only: z._default(z.boolean(), false),
    }),
    result: o.sentPlan,
    paths: { path: 'write' },
    long: true,
  },
} as const satisfies Record<string, MethodSpec>;
