import { z } from 'zod';
import {
  CONCLUSIONS,
  DEFICIENCY_CLASSES,
  DISPOSITIONS,
  OUTCOMES,
  SEVERITIES,
} from '#shared/model/vocabulary.ts';

const sourceRow = z.strictObject({
  table: z.string().describe('Canonical table'),
  source_id: z.string().describe('Receipt of the file the row came from: receipts/<source_id>.json'),
  record_no: z.int().min(1).describe('One-based number of the record in that file'),
});

const who = { by: z.string(), at: z.string().describe('When it was written down') };

const work = z.strictObject({
  decided: z
    .strictObject({
      disposition: z.enum(DISPOSITIONS),
      note: z.string().nullable(),
      carried_from: z.string().optional().describe('Engagement and period that it was taken over from'),
      ...who,
    })
    .nullable()
    .describe("The client's decision in force"),
  conclusion: z
    .strictObject({
      conclusion: z.enum(CONCLUSIONS),
      deficiency: z.enum(DEFICIENCY_CLASSES).nullable(),
      reason: z.string().nullable(),
      ...who,
    })
    .nullable()
    .describe("The auditor's conclusion"),
  response: z
    .strictObject({ text: z.string(), owner: z.string().nullable(), due: z.string().nullable(), ...who })
    .nullable()
    .describe("Management's answer"),
  notes: z.array(z.strictObject({ text: z.string().nullable(), tick_mark: z.string().nullable(), ...who })),
});

const finding = z.strictObject({
  id: z.string().min(1).describe('Digest of procedure, subject, reason and key: the same in each run'),
  procedure: z.string().min(1),
  severity: z.enum(SEVERITIES),
  outcome: z.enum(OUTCOMES).describe('A lead points at something and concludes nothing'),
  subject_type: z.string().min(1),
  subject_id: z.string().min(1),
  reason_code: z.string().min(1),
  summary: z.string(),
  disposition: z.enum(DISPOSITIONS).describe("The client's decision"),
  note: z.string().nullable(),
  since_period: z
    .enum(['new', 'persisting'])
    .optional()
    .describe('Against the last period; absent where there is none, or the test was not made then'),
  work: work.optional().describe('What people made of it; absent where nobody did'),
  text: z.strictObject({
    condition: z.string(),
    criteria: z.string(),
    cause: z.string(),
    effect: z.string(),
    recommendation: z.string(),
  }),
  details: z.unknown().describe('Facts behind the summary; members depend on the procedure'),
  source_rows: z.array(sourceRow),
});

/** A finding as the package states it. No run number: two runs of the same work are the same evidence. */
export type PackagedFinding = z.infer<typeof finding>;

/** data/findings.json. */
export const findingsDocument = z.strictObject({
  format: z.literal('tickmark-findings/1'),
  findings: z.array(finding),
});
