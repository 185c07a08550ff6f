import * as z from 'zod/mini';
import { CONCLUSIONS, DEFICIENCY_CLASSES, DISPOSITIONS } from '../model/vocabulary.ts';

const who = { by: z.string(), at: z.string() };

/** What people made of a finding. The client's decision and response and the auditor's conclusion are apart. */
export const findingWork = z.object({
  /** Who took the client's decision that is in force; null while it is open. */
  decided: z.nullable(
    z.object({
      disposition: z.enum(DISPOSITIONS),
      note: z.nullable(z.string()),
      /** Engagement and period that the decision was taken over from. */
      carried_from: z.optional(z.string()),
      ...who,
    }),
  ),
  conclusion: z.nullable(
    z.object({
      conclusion: z.enum(CONCLUSIONS),
      deficiency: z.nullable(z.enum(DEFICIENCY_CLASSES)),
      reason: z.nullable(z.string()),
      ...who,
    }),
  ),
  /** Management's answer. */
  response: z.nullable(
    z.object({ text: z.string(), owner: z.nullable(z.string()), due: z.nullable(z.string()), ...who }),
  ),
  notes: z.array(z.object({ text: z.nullable(z.string()), tick_mark: z.nullable(z.string()), ...who })),
});
export type FindingWork = z.infer<typeof findingWork>;

export const FINDING_ENTRY_KINDS = ['disposition', 'undo', 'conclusion', 'response', 'note'] as const;

/** One step in the history of a finding. */
export const findingEntry = z.object({
  seq: z.number(),
  kind: z.enum(FINDING_ENTRY_KINDS),
  content: z.record(z.string(), z.unknown()),
  ...who,
});
export type FindingEntry = z.infer<typeof findingEntry>;
