import * as z from 'zod/mini';
import { TRAIL_PROBLEMS } from '../model/cloudtrail.ts';
import { CHAIN_VERDICTS } from '../model/vocabulary.ts';

const count = z.number();
const span = z.object({ from: z.string(), to: z.string() });

/** Meanings in shared/model/cloudtrail.ts. */
export const trailReport = z.object({
  trail: z.string(),
  verdict: z.enum(CHAIN_VERDICTS),
  covered: z.nullable(span),
  digests: z.object({
    found: count,
    valid: count,
    altered: count,
    missing: count,
    not_proven: count,
    empty: count,
  }),
  log_files: z.object({
    expected: count,
    valid: count,
    altered: count,
    missing: count,
    not_proven: count,
    unlisted: count,
  }),
  problems: z.array(
    z.object({
      kind: z.enum(TRAIL_PROBLEMS),
      object: z.nullable(z.string()),
      detail: z.string(),
      from: z.optional(z.string()),
      to: z.optional(z.string()),
    }),
  ),
  warnings: z.array(z.string()),
  not_proven: z.array(z.string()),
  statement: z.array(z.string()),
});

export const trailsReport = z.object({
  trails: z.array(trailReport),
  asked: z.nullable(span),
  keys: z.array(z.string()),
  unread: z.array(z.object({ file: z.string(), reason: z.string() })),
});
