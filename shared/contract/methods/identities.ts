import * as z from 'zod/mini';
import { type MethodSpec, text } from './spec.ts';

const decided = z.object({
  system: text,
  account_id: text,
  identity_id: text,
  display_name: z.nullable(z.string()),
  email: z.nullable(z.string()),
  decision: z.enum(['same', 'different']),
  note: z.nullable(z.string()),
});

/** What a host can ask about the people behind accounts. */
export const identities = {
  'identities.candidates': {
    params: z.object({
      threshold: z._default(z.number().check(z.minimum(0.5), z.maximum(1)), 0.9),
      limit: z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 200),
    }),
    /** Candidates are questions for a person: none of them is taken for an answer. */
    result: z.object({
      unresolved: z.number(),
      total: z.number(),
      candidates: z.array(
        z.object({
          system: z.string(),
          account_id: z.string(),
          identity_id: z.string(),
          display_name: z.nullable(z.string()),
          email: z.nullable(z.string()),
          score: z.number(),
          reasons: z.array(z.string()),
        }),
      ),
      /** Addresses that are drawn like a person's and are not. */
      lookalikes: z.array(
        z.object({
          system: z.nullable(z.string()),
          account_id: z.string(),
          email: z.string(),
          resembles: z.string(),
          identity_id: z.nullable(z.string()),
        }),
      ),
      shared_emails: z.array(z.object({ email: z.string(), identity_ids: z.array(z.string()) })),
      decisions: z.array(decided),
    }),
    long: true,
  },
  'identities.decide': {
    params: z.object({
      system: text,
      account_id: text,
      identity_id: text,
      decision: z.enum(['same', 'different']),
      note: z.optional(text),
    }),
    /** Rows that lead to another person than before. */
    result: z.object({ resolved: z.number() }),
  },
} as const satisfies Record<string, MethodSpec>;
