import * as z from 'zod/mini';
import { TRAIL_PROBLEMS } from '../model/cloudtrail.ts';
import { BREAK_KINDS, CHAIN_VERDICTS } from '../model/vocabulary.ts';
import { chainParts, chainReport } from './schemas.ts';

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

const nullable = z.nullable(z.string());
const kind = z.enum(BREAK_KINDS);

/** Meanings in shared/model/chain-view.ts. */
export const chainStrip = z.object({
  chain: z.string(),
  profile: z.string(),
  events: count,
  verdict: z.enum(CHAIN_VERDICTS),
  head: nullable,
  not_proven: z.array(z.string()),
  first_at: nullable,
  last_at: nullable,
  bin_size: count,
  bins: z.array(
    z.object({
      from: count,
      to: count,
      first_at: nullable,
      last_at: nullable,
      breaks: z.partialRecord(kind, count),
    }),
  ),
  segments: z.array(
    z.object({ from: count, to: count, state: z.enum(['holds', 'break']), kinds: z.array(kind) }),
  ),
  segments_total: count,
  breaks_total: count,
  parts: chainParts,
});

export const chainRecord = z.object({
  chain: z.string(),
  index: count,
  source_id: z.string(),
  file: z.string(),
  record_no: count,
  event_id: nullable,
  occurred_at: nullable,
  profile: z.string(),
  algorithm: z.string(),
  fault: nullable,
  stated: nullable,
  computed: nullable,
  agrees: z.nullable(z.boolean()),
  previous: nullable,
  check_with: z.string(),
  prefix: z.string(),
  raw: nullable,
  preimage_size: count,
  preimage_text: nullable,
  preimage_hex: nullable,
  cut: z.boolean(),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  breaks: chainReport.shape.breaks,
});

/** `yaml` only of profiles that were written for this engagement. */
export const profileView = z.object({
  name: z.string(),
  title: z.string(),
  own: z.boolean(),
  weak: z.boolean(),
  keyed: z.boolean(),
  yaml: nullable,
});

/** Meanings in shared/model/trail.ts. */
export const subjectTrail = z.object({
  subject: z.string(),
  entries: z.array(
    z.object({
      at: z.string(),
      not_before: nullable,
      source: z.string(),
      kind: z.string(),
      person: nullable,
      resource: nullable,
      permission: nullable,
      actor: nullable,
      detail: z.string(),
      reference: nullable,
      text: z.string(),
      source_id: z.string(),
      record_no: count,
    }),
  ),
  total: count,
  use: z.array(z.object({ day: z.string(), system: z.string(), entries: count, denied: count })),
  sources: z.array(z.string()),
  first_at: nullable,
  last_at: nullable,
});
