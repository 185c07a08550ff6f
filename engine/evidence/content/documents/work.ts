import { z } from 'zod';
import { attachmentView } from '#shared/contract/methods/attachments.ts';
import { controlView } from '#shared/contract/control-schemas.ts';
import { sampleEvaluation, sampleView } from '#shared/contract/sampling-schemas.ts';
import { RUN_STATUSES } from '#shared/model/vocabulary.ts';
import { count, sha256, text } from './parts.ts';

const figure = count.nullable();

/** A run as the package states it: what was asked and what came of it, without durations. */
const run = z.strictObject({
  procedure: text,
  version: z.int().min(1),
  digest: sha256.describe('Of the definition of the procedure'),
  as_of: z.string().describe('Empty for one that was not run'),
  period: z.string(),
  params: z.record(z.string(), z.unknown()),
  status: z.enum(RUN_STATUSES),
  population: figure,
  exceptions: figure,
  failing: figure,
  leads: figure,
  indeterminate: figure,
  message: z.string().nullable(),
  missing: z.unknown().describe('Tables and columns that it needed and did not find; null for none'),
});
export type PackagedRun = z.infer<typeof run>;

/** data/runs.json. */
export const runsDocument = z.strictObject({ format: z.literal('tickmark-runs/1'), runs: z.array(run) });

/** data/samples.json. */
export const samplesDocument = z.strictObject({
  format: z.literal('tickmark-samples/1'),
  samples: z.array(
    z.strictObject({
      ...sampleView.shape,
      evaluation: z.nullable(sampleEvaluation).describe('null for a sample that was drawn without a plan'),
    }),
  ),
});

/** data/controls.json. */
export const controlsDocument = z.strictObject({
  format: z.literal('tickmark-controls/1'),
  controls: z.array(controlView),
});

/** data/attachments.json. */
export const attachmentsDocument = z.strictObject({
  format: z.literal('tickmark-attachments/1'),
  attachments: z.array(
    z.strictObject({
      ...attachmentView.shape,
      included: z.boolean().describe('Whether the file itself is in the package'),
    }),
  ),
});
