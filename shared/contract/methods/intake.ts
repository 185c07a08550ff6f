import * as z from 'zod/mini';
import * as i from '../intake-schemas.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, count, none, text } from './spec.ts';

/** What a host can ask about intake. */
export const intake = {
  /** CANCELLED carries what was booked before (`receipts`, `failed`, `skipped`) as its details. */
  'intake.import': {
    params: z.object({
      paths: z.array(text),
      /** A reader's id; `raw` = take it in as text whatever it looks like. */
      as: z.optional(text),
      /** Moment of observation of snapshots that do not state one. */
      as_of: z.optional(s.momentText),
      /** Code page of texts whose bytes do not tell it: `windows-1251`, `shift_jis` … */
      encoding: z.optional(text),
      /** Source (id, or name of the file) that the one file of `paths` replaces. */
      replace: z.optional(text),
      supplied_by: z.optional(text),
    }),
    result: s.importResult,
    paths: { paths: 'read' },
    long: true,
  },
  /** Reads a stored file again, with another reader, mapping, moment or code page. */
  'intake.reread': {
    params: z.object({
      source: text,
      as: z.optional(text),
      as_of: z.optional(s.momentText),
      encoding: z.optional(text),
    }),
    result: s.receiptView,
    long: true,
  },
  /** All receipts in the order of import; replaced files say so in `superseded_by`. */
  'intake.sources': { params: none, result: z.object({ receipts: z.array(s.receiptView) }) },
  'intake.rejects': {
    params: z.object({ source_id: text, offset: z._default(count, 0), limit: z._default(count, 200) }),
    result: z.object({
      total: z.number(),
      rejects: z.array(
        z.object({ record: z.number(), code: z.string(), message: z.string(), raw: z.nullable(z.string()) }),
      ),
    }),
  },
  /** Readers of this build, and those of the open engagement. */
  'intake.readers': { params: none, result: z.array(i.readerView) },

  /** The auditor's sheet on one source (id or file name): what is stated, what is computed, what is open. */
  'intake.sheet': {
    params: z.object({ source: text }),
    result: z.object({ receipt: s.receiptView, sheet: i.sourceSheet }),
  },
  /** The sheets of all sources, in the order of import. */
  'intake.sheets': {
    params: none,
    result: z.object({ sources: z.array(z.object({ receipt: s.receiptView, sheet: i.sourceSheet })) }),
    long: true,
  },
  /**
   * Keeps what people state about a source. Each member that is given replaces its earlier self; single provenance
   * fields and answers may be given alone, '' removes one. `by` and `on` default to the user and the day.
   */
  'intake.state': {
    params: z.object({
      source: text,
      provenance: z.optional(i.provenance),
      answers: z.optional(z.partialRecord(z.enum(i.SUPPLIED_QUESTIONS), z.string())),
      // All of them anew; or one more, or one less, whatever was stated meanwhile.
      totals: z.optional(z.array(z.omit(i.statedTotal, { by: true, on: true }))),
      total_added: z.optional(z.omit(i.statedTotal, { by: true, on: true })),
      total_removed: z.optional(z.omit(i.statedTotal, { by: true, on: true })),
      conclusion: z.optional(z.nullable(z.object({ sufficient: z.boolean(), reason: text }))),
      by: z.optional(text),
      on: z.optional(s.dateText),
    }),
    result: z.object({ receipt: s.receiptView, sheet: i.sourceSheet }),
  },
} as const satisfies Record<string, MethodSpec>;
