import * as z from 'zod/mini';
import { CONCLUSIONS, DEFICIENCY_CLASSES, DISPOSITIONS } from '../../model/vocabulary.ts';
import * as c from '../conclusion-schemas.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, text } from './spec.ts';

const ids = z.array(text).check(z.minLength(1));
const changed = z.object({ changed: z.number() });
/** Whose word it is, where it is not that of the user of the program. */
const by = z.optional(text);

/** What a host can ask about findings. Each change is of all the findings named, or of none. */
export const findings = {
  'findings.list': {
    params: z.object({ procedure: z.optional(text) }),
    result: z.object({ findings: z.array(s.findingView) }),
  },
  /** How many there are, and the gravest `limit` of them as one page: what a table shows while it reads the rest. */
  'findings.head': {
    params: z.object({ limit: z.int().check(z.minimum(1), z.maximum(1000)) }),
    result: z.object({ row_count: z.number(), columns: z.array(s.columnView), arrow: s.arrowPage }),
  },
  /** The same findings as a paged result, for tables of any size. */
  'findings.open': { params: z.object({ procedure: z.optional(text) }), result: s.resultHandle },
  /**
   * Findings of the latest runs against earlier ones, by id: the run of each procedure before its latest, the last period
   * where the engagement took over from one, or a package, which must verify and carry its sources. A test that did not run to its end both times is named, and resolves nothing.
   */
  'findings.diff': {
    params: z.object({
      package: z.optional(text),
      since: z.optional(z.enum(['run', 'period'])),
      /** Only findings of these changes are listed; the counts are of all. */
      changes: z.optional(z.array(z.enum(['new', 'persisting', 'resolved']))),
    }),
    result: z.object({
      counts: z.object({ new: z.number(), persisting: z.number(), resolved: z.number() }),
      findings: z.array(
        z.object({
          change: z.enum(['new', 'persisting', 'resolved']),
          id: z.string(),
          procedure: z.string(),
          severity: z.string(),
          outcome: z.string(),
          subject_type: z.string(),
          subject_id: z.string(),
          reason_code: z.string(),
          summary: z.string(),
        }),
      ),
      not_compared: z.array(z.object({ procedure: z.string(), reason: z.string() })),
    }),
    paths: { package: 'read' },
    long: true,
  },
  'findings.detail': { params: z.object({ finding_id: text }), result: s.findingDetail },
  'findings.dispose': {
    params: z.object({
      finding_ids: z.array(text),
      disposition: z.enum(DISPOSITIONS),
      note: z.optional(z.string()),
      by,
    }),
    result: changed,
  },
  /** Takes the last disposition of each back, as an entry of its own; the one before it is in force again. */
  'findings.undo': { params: z.object({ finding_ids: ids, by }), result: changed },
  /** The auditor's conclusion. A class of deficiency goes with a deviation only. */
  'findings.conclude': {
    params: z.object({
      finding_ids: ids,
      conclusion: z.enum(CONCLUSIONS),
      deficiency: z.optional(z.enum(DEFICIENCY_CLASSES)),
      reason: z.optional(text),
      by,
    }),
    result: changed,
  },
  /** Management's answer, who sees to it and until when. */
  'findings.respond': {
    params: z.object({
      finding_ids: ids,
      response: text,
      owner: z.optional(text),
      due: z.optional(s.dateText),
      by,
    }),
    result: changed,
  },
  /** A note or a tick mark, or both; they add to those that are there. */
  'findings.note': {
    params: z.object({
      finding_ids: ids,
      note: z.optional(text),
      tick_mark: z.optional(z.string().check(z.minLength(1), z.maxLength(16))),
      by,
    }),
    result: changed,
  },
  /** All that people made of one finding, oldest first; also of one that a later run resolved. */
  'findings.history': {
    params: z.object({ finding_id: text }),
    result: z.object({ entries: z.array(c.findingEntry) }),
  },
} as const satisfies Record<string, MethodSpec>;
