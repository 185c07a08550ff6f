import * as z from 'zod/mini';
import { dateText as day } from '../schemas.ts';
import { type MethodSpec, count, none, text } from './spec.ts';

const addendum = z.object({
  seq: z.number(),
  /** ISO 8601 in UTC. */
  at: z.string(),
  by: z.string(),
  reason: z.string(),
  text: z.string(),
  files: z.array(z.object({ name: z.string(), sha256: z.string(), size: z.number() })),
  hash: z.string(),
});

const completion = z.object({
  preset: z.string(),
  report_date: day,
  assembly_days: z.number(),
  retention_years: z.number(),
});

const state = z.object({
  /** Null while the work is open. */
  locked: z.nullable(
    z.object({
      at: z.string(),
      by: z.string(),
      package_id: z.string(),
      tag_manifest_sha256: z.string(),
      preparer: z.string(),
      reviewer: z.string(),
    }),
  ),
  completion: z.nullable(completion),
  /** Days left until `due`, by the clock of this machine; of the assembly after sign-off: left on that day. */
  deadlines: z.array(
    z.object({
      what: z.enum(['assembly', 'retention']),
      due: day,
      days_left: z.number(),
      state: z.enum(['open', 'near', 'overdue', 'met']),
    }),
  ),
  /** Packages built here, oldest first. `current`: the engagement did not change since. */
  packages: z.array(
    z.object({
      package_id: z.string(),
      tag_manifest_sha256: z.string(),
      sha256: z.string(),
      at: z.string(),
      by: z.string(),
      current: z.boolean(),
    }),
  ),
  addenda: z.array(addendum),
});

/** What a host can ask about closing the work: deadlines, sign-off, what is added afterwards. */
export const signoff = {
  'signoff.state': { params: none, result: state },
  /** Sets the day of the report and what follows from it; a preset's numbers can be overridden. */
  'signoff.completion': {
    params: z.object({
      report_date: day,
      preset: z._default(z.enum(['isa-230', 'pcaob-as1215']), 'isa-230'),
      assembly_days: z.optional(count),
      retention_years: z.optional(count),
    }),
    result: state,
  },
  /** Closes the engagement with its countersigned package; afterwards it is read only but for addenda. */
  'signoff.lock': { params: z.object({ file: text }), result: state, paths: { file: 'read' } },
  'signoff.addendum': {
    params: z.object({ reason: text, text, files: z._default(z.array(text), []) }),
    result: addendum,
    paths: { files: 'read' },
  },
} as const satisfies Record<string, MethodSpec>;
