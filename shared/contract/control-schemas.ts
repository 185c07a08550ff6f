import * as z from 'zod/mini';
import { CONCLUSIONS, DEFICIENCY_CLASSES } from '../model/vocabulary.ts';
import { FREQUENCIES, itemResult, sampleAttribute, sampleEvaluation } from './sampling-schemas.ts';

const text = z.string().check(z.minLength(1));
const who = { by: z.string(), at: z.string() };

/** A control of the client as its matrix states it. */
export const controlDefinition = z.object({
  id: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/)),
  title: text,
  /** What it is meant to prevent or to detect. */
  risk: z.optional(text),
  description: z.optional(text),
  owner: z.optional(text),
  frequency: z.optional(z.enum(FREQUENCIES)),
  /** The client's own references: requirement numbers, policies. */
  references: z.optional(z.array(text)),
  /** Procedures of this engagement that bear on it. */
  procedures: z.optional(z.array(text)),
});
export type ControlDefinition = z.infer<typeof controlDefinition>;

export const DESIGN_RESULTS = ['suitable', 'not_suitable'] as const;
export const OPERATION_RESULTS = ['operated', 'not_operated'] as const;

const evidence = {
  /** What was done. */
  test: z.string(),
  note: z.nullable(z.string()),
  /** SHA-256 of files that were taken into the engagement. */
  attachments: z.array(z.string()),
  ...who,
};

export const controlTests = z.object({
  design: z.nullable(z.object({ result: z.enum(DESIGN_RESULTS), ...evidence })),
  operation: z.nullable(
    z.object({ result: z.enum(OPERATION_RESULTS), samples: z.array(z.string()), ...evidence }),
  ),
  conclusion: z.nullable(
    z.object({
      conclusion: z.enum(CONCLUSIONS),
      deficiency: z.nullable(z.enum(DEFICIENCY_CLASSES)),
      reason: z.string(),
      ...who,
    }),
  ),
});
export type ControlTests = z.infer<typeof controlTests>;

/** What was tested on each item of a sample. */
export const attributeGrid = z.object({
  sample_id: z.string(),
  title: z.string(),
  attributes: z.array(sampleAttribute),
  rows: z.array(z.object({ key: z.string(), results: z.array(z.nullable(itemResult)) })),
  /** null: the sample has no plan, so nothing follows from it. */
  evaluation: z.nullable(sampleEvaluation),
});

export const controlView = z.object({
  control: controlDefinition,
  ...controlTests.shape,
  grids: z.array(attributeGrid),
});
export type ControlView = z.infer<typeof controlView>;
