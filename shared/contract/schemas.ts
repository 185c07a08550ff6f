import { isDay } from '../model/day.ts';
import * as z from 'zod/mini';
import { findingWork } from './conclusion-schemas.ts';
import {
  BREAK_KINDS,
  CHAIN_VERDICTS,
  CONCLUSIONS,
  DEFICIENCY_CLASSES,
  DISPOSITIONS,
  OUTCOMES,
  RUN_STATUSES,
  SEVERITIES,
  VERIFY_LAYERS,
} from '../model/vocabulary.ts';

// The window's content policy forbids `new Function`, which zod would otherwise use.
z.config({ jitless: true });

/** A day of the calendar, `YYYY-MM-DD`. */
export const dateText = z.string().check(z.refine(isDay, 'no day of the calendar (YYYY-MM-DD)'));
/** A date (00:00 in the engagement's zone) or an instant with offset. */
export const momentText = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?))?$/));
export const period = z.object({ from: dateText, to: dateText });
export const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const engagementView = z.object({
  dir: z.string(),
  id: z.string(),
  kind: z.enum(['internal', 'external']),
  client: z.string(),
  period,
  /** Moment in force: the stated one, or the end of the period. */
  as_of: z.string(),
  timezone: z.string(),
  locked: z.boolean(),
  journal: z.object({ entries: z.number(), head: z.string() }),
  counts: z.object({ sources: z.number(), loaded: z.number(), rejected: z.number(), findings: z.number() }),
  /** Engagement of the earlier period that this one took over from. */
  rolled_from: z.optional(z.nullable(z.object({ id: z.string(), client: z.string(), period }))),
});
export type EngagementView = z.infer<typeof engagementView>;

export const rejectView = z.object({ record: z.number(), code: z.string(), message: z.string() });
export const tableReceipt = z.object({
  table: z.string(),
  rows: z.number(),
  totals: z.record(z.string(), z.string()),
  ranges: z.record(z.string(), z.object({ min: z.string(), max: z.string() })),
  duplicates: z.nullable(z.number()),
  out_of_period: z.nullable(z.number()),
  as_of: z.array(z.string()),
});
const rawTable = z.object({
  table: z.string(),
  part: z.nullable(z.string()),
  format: z.enum(['csv', 'xlsx', 'ndjson', 'json', 'yaml', 'text']),
  records: z.string(),
  keyed: z.optional(z.literal(true)),
  columns: z.array(z.object({ header: z.string(), column: z.string() })),
});
/** Meanings in shared/model/receipt.ts. */
export const receiptView = z.object({
  source_id: z.string(),
  file: z.string(),
  sha256: z.string(),
  size_bytes: z.number(),
  encoding: z.nullable(z.string()),
  format: z.string(),
  reader: z.nullable(z.string()),
  reader_version: z.nullable(z.number()),
  tables: z.array(z.string()),
  read: z.number(),
  loaded: z.number(),
  rejected: z.number(),
  rejects: z.array(rejectView),
  rows: z.array(tableReceipt),
  chains: z.array(z.string()),
  notes: z.array(z.string()),
  supplied_by: z.nullable(z.string()),
  origin: z.optional(z.literal('outbox')),
  reader_named: z.optional(z.literal(true)),
  mapping_sha256: z.optional(z.string()),
  as_of_stated: z.optional(z.object({ moment: z.string(), by: z.enum(['user', 'file_name']) })),
  raw: z.optional(z.array(rawTable)),
  workbook: z.optional(z.string()),
  also_named: z.optional(z.array(z.string())),
  replaces: z.optional(z.string()),
  superseded_by: z.optional(z.string()),
  already: z.optional(z.literal(true)),
});
export type ReceiptView = z.infer<typeof receiptView>;
export const importResult = z.object({
  receipts: z.array(receiptView),
  failed: z.array(
    z.object({ file: z.string(), code: z.string(), message: z.string(), hint: z.optional(z.string()) }),
  ),
  skipped: z.array(z.object({ file: z.string(), reason: z.string() })),
});

/** Meanings in shared/model/chain.ts. */
export const chainParts = z.array(
  z.object({ file: z.string(), source_id: z.nullable(z.string()), from: z.number(), records: z.number() }),
);

export const chainReport = z.object({
  chain: z.string(),
  profile: z.string(),
  events: z.number(),
  verdict: z.enum(CHAIN_VERDICTS),
  first_id: z.nullable(z.string()),
  last_id: z.nullable(z.string()),
  head: z.nullable(z.string()),
  breaks: z.array(
    z.object({
      kind: z.enum(BREAK_KINDS),
      index: z.number(),
      event_id: z.nullable(z.string()),
      detail: z.string(),
      stated: z.optional(z.nullable(z.string())),
      computed: z.optional(z.nullable(z.string())),
    }),
  ),
  warnings: z.array(z.string()),
  not_proven: z.array(z.string()),
  statement: z.array(z.string()),
  worked_out: z.optional(z.string()),
  parts: z.optional(chainParts),
});

export const runView = z.object({
  procedure: z.string(),
  version: z.number(),
  status: z.enum(RUN_STATUSES),
  /** Subjects tested. */
  population: z.nullable(z.number()),
  /** Findings with the outcome exception: one subject can have several. */
  exceptions: z.nullable(z.number()),
  /** Distinct subjects among them, in the unit of the population. */
  failing: z.nullable(z.number()),
  leads: z.nullable(z.number()),
  indeterminate: z.nullable(z.number()),
  /** Why it was not made, or what limits it. */
  message: z.optional(z.nullable(z.string())),
  ms: z.number(),
});
export type RunView = z.infer<typeof runView>;

export const procedureView = z.object({
  id: z.string(),
  version: z.number(),
  family: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  subject: z.string(),
  needs: z.array(z.string()),
  params: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      unit: z.nullable(z.string()),
      value: scalar,
      default: scalar,
      doc: z.nullable(z.string()),
    }),
  ),
  sql: z.nullable(z.string()),
  readme: z.string(),
  /** Written for this engagement. */
  own: z.optional(z.boolean()),
  controls: z.array(z.object({ framework: z.string(), requirement: z.string(), summary: z.string() })),
  last: z.nullable(runView),
});
export type ProcedureView = z.infer<typeof procedureView>;

export const findingView = z.object({
  id: z.string(),
  procedure: z.string(),
  severity: z.enum(SEVERITIES),
  outcome: z.enum(OUTCOMES),
  subject_type: z.string(),
  subject_id: z.string(),
  reason_code: z.string(),
  summary: z.string(),
  disposition: z.enum(DISPOSITIONS),
  /** The auditor's conclusion, and management's answer. */
  conclusion: z.optional(z.nullable(z.enum(CONCLUSIONS))),
  deficiency: z.optional(z.nullable(z.enum(DEFICIENCY_CLASSES))),
  response_owner: z.optional(z.nullable(z.string())),
  response_due: z.optional(z.nullable(z.string())),
  /** Against the last period, where the engagement took over from one and the test was made then. */
  since_period: z.optional(z.nullable(z.enum(['new', 'persisting']))),
  details: z.unknown(),
  /** All rows it rests on; a detail shows the first of them. */
  source_row_count: z.optional(z.number()),
});

export const sourceRow = z.object({
  table: z.string(),
  source_id: z.string(),
  file: z.nullable(z.string()),
  sha256: z.nullable(z.string()),
  record_no: z.number(),
  /** Column → value as plain JSON; null when the row is no longer there. */
  values: z.nullable(z.record(z.string(), z.unknown())),
});

export const findingDetail = z.object({
  finding: findingView,
  note: z.nullable(z.string()),
  work: z.optional(findingWork),
  procedure: z.object({
    id: z.string(),
    version: z.number(),
    title: z.string(),
    sql: z.nullable(z.string()),
    readme: z.string(),
  }),
  /** Condition, criteria, cause, effect, recommendation. */
  text: z.object({
    condition: z.string(),
    criteria: z.string(),
    cause: z.string(),
    effect: z.string(),
    recommendation: z.string(),
  }),
  controls: z.array(z.object({ framework: z.string(), requirement: z.string(), summary: z.string() })),
  /** The same finding as it stood at the end of the last period; null where it was not found then. */
  last_period: z.optional(
    z.nullable(
      z.object({
        engagement: z.string(),
        period: z.string(),
        summary: z.string(),
        disposition: z.enum(DISPOSITIONS),
        note: z.nullable(z.string()),
        response: z.nullable(z.string()),
        response_owner: z.nullable(z.string()),
        response_due: z.nullable(z.string()),
      }),
    ),
  ),
  source_rows: z.array(sourceRow),
});
export type FindingDetail = z.infer<typeof findingDetail>;

export const columnView = z.object({ name: z.string(), type: z.string() });
/** A result kept by the engine, read in pages of Arrow IPC. */
/** Arrow IPC stream: schema and one record batch. */
export const arrowPage = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

export const resultHandle = z.object({
  result_id: z.string(),
  columns: z.array(columnView),
  row_count: z.number(),
  /** The result had more rows than the engine keeps. */
  capped: z.boolean(),
  ms: z.number(),
});
export type ResultHandle = z.infer<typeof resultHandle>;

export const schemaTable = z.object({
  schema: z.string(),
  name: z.string(),
  kind: z.enum(['table', 'macro']),
  doc: z.string(),
  rows: z.nullable(z.number()),
  columns: z.array(z.object({ name: z.string(), type: z.string(), doc: z.string() })),
});

/** What a report says, ready for text, window and PDF. `figures` is stable JSON; `sections` is how it reads. */
export const reportModel = z.object({
  report: z.string(),
  title: z.string(),
  as_of: z.string(),
  period: z.nullable(z.string()),
  figures: z.record(z.string(), z.unknown()),
  rows: z.array(z.record(z.string(), z.unknown())),
  sections: z.array(
    z.object({
      heading: z.string(),
      lines: z.array(
        z.object({
          label: z.string(),
          value: z.string(),
          note: z.optional(z.string()),
          depth: z.optional(z.number()),
        }),
      ),
    }),
  ),
  notes: z.array(z.string()),
});
export type ReportModel = z.infer<typeof reportModel>;

export const keyView = z.object({
  name: z.string(),
  algorithm: z.string(),
  subject: z.string(),
  fingerprint: z.string(),
  not_after: z.string(),
});
export type KeyView = z.infer<typeof keyView>;

export const verifyCheck = z.object({
  layer: z.enum(VERIFY_LAYERS),
  name: z.string(),
  ok: z.nullable(z.boolean()),
  detail: z.string(),
});
export const verifyReport = z.object({ verdict: z.enum(['valid', 'invalid']), checks: z.array(verifyCheck) });

export const packageResult = z.object({
  file: z.string(),
  package_id: z.string(),
  sha256: z.string(),
  tag_manifest_sha256: z.string(),
  payload_files: z.number(),
  bytes: z.number(),
});

export const journalEntry = z.looseObject({
  seq: z.number(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  details: z.unknown(),
  hash: z.string(),
});
