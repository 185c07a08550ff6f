import * as z from 'zod/mini';
import { period } from './schemas.ts';

/** Where an engagement took over from. */
export const rolledFrom = z.object({
  id: z.string(),
  client: z.string(),
  period,
  /** State of its journal at that moment. */
  journal: z.object({ entries: z.number(), head: z.string() }),
});

/** How much of what was taken over. */
export const carriedCounts = z.object({
  /** Overrides of procedures' parameters. */
  parameters: z.number(),
  mappings: z.number(),
  /** Profiles of hash chains that were written for the client. */
  profiles: z.number(),
  /** Ladders of sample sizes of the auditor's own. */
  methodologies: z.number(),
  /** Procedures of the auditor's own. */
  procedures: z.number(),
  /** Items that are asked for again. */
  requests: z.number(),
  controls: z.number(),
  identity_decisions: z.number(),
  /** Heads of chains as they were last seen. */
  anchors: z.number(),
  /** Files of business hours and holidays. */
  hours: z.number(),
  /** Findings that those of this period are compared with. */
  findings: z.number(),
  /** Decisions of the client on findings. */
  dispositions: z.number(),
});

export const rollForward = z.object({
  from: rolledFrom,
  carried: carriedCounts,
  /** What was not taken over, and what to see to. */
  notes: z.array(z.string()),
});
export type RollForward = z.infer<typeof rollForward>;
