import * as z from 'zod/mini';
import { SEVERITIES } from '../model/vocabulary.ts';
import { procedureView, scalar } from './schemas.ts';

const text = z.string().check(z.minLength(1));
const ownId = z.string().check(z.regex(/^own\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/), z.maxLength(64));

/** A value that a statement takes as `$name`. A number needs min and max, both included. */
export const ownParam = z.object({
  type: z.enum(['integer', 'decimal', 'text', 'boolean']),
  unit: text,
  doc: text,
  default: scalar,
  min: z.optional(z.number()),
  max: z.optional(z.number()),
});

/**
 * A procedure of the auditor's own. The statement gives either the columns of every procedure (subject_type, subject_id,
 * outcome, reason_code, summary, details, source_rows), or any columns, and `rows` says which of them names the subject.
 */
export const ownDraft = z.object({
  id: ownId,
  /** The expected state, as a sentence. */
  title: text,
  severity: z.optional(z.enum(SEVERITIES)),
  /** One SELECT; it passes the guard of the console and comes out the same whenever it is run. */
  sql: text,
  /** One SELECT of the number of subjects that were looked at. */
  population: z.optional(text),
  rows: z.optional(
    z.object({
      /** Column that names the subject. */
      subject: text,
      /** What the subject is; without it taken from the name of the column. */
      type: z.optional(z.string().check(z.regex(/^[a-z][a-z0-9_]*$/))),
      /** Text of a finding, with `{column}` for values. */
      summary: z.optional(text),
      /** Columns that tell several rows of one subject apart. */
      key: z.optional(z.array(text)),
      outcome: z.optional(z.enum(['exception', 'lead'])),
    }),
  ),
  /** Tables without which it cannot be made, and the columns that it reads; without it taken from the statement. */
  needs: z.optional(z.record(z.string(), z.array(text))),
  params: z.optional(z.record(z.string().check(z.regex(/^[a-z][a-z0-9_]*$/)), ownParam)),
  /** Requirements that it serves, as `framework:requirement`, for example `iso27001:A.5.18`. */
  controls: z.optional(z.array(z.string().check(z.regex(/^[a-z0-9-]+:.+$/)))),
  /** Objective, method, known false positives: free text, shown with the procedure. */
  explanation: z.optional(z.string()),
  /** Procedure that it was made from: what is left out here is taken from there. */
  from: z.optional(text),
});
export type OwnDraft = z.infer<typeof ownDraft>;

/** What a draft would become, and what it lacks. */
export const ownCheck = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /** The statement gives all columns of a procedure. */
  complete: z.boolean(),
  /** Columns of a procedure that it does not give; `rows` takes their place. */
  missing: z.array(z.string()),
  /** Column that could name the subject. */
  suggested: z.nullable(z.string()),
  needs: z.record(z.string(), z.array(z.string())),
  raw: z.array(z.string()),
  /** What the auditor should know of it. */
  notes: z.array(z.string()),
});
export type OwnCheck = z.infer<typeof ownCheck>;

export const ownVersion = z.object({
  version: z.number(),
  sha256: z.string(),
  in_force: z.boolean(),
  by: z.string(),
  at: z.string(),
});

export const ownProcedure = z.object({
  id: z.string(),
  title: z.string(),
  /** false: it was removed; its versions stay for the record. */
  in_force: z.boolean(),
  versions: z.array(ownVersion),
});
export type OwnProcedure = z.infer<typeof ownProcedure>;

/** One own procedure as it stands, with what an editor needs. */
export const ownDetail = z.object({
  procedure: procedureView,
  draft: ownDraft,
  source: z.string(),
  versions: z.array(ownVersion),
});
