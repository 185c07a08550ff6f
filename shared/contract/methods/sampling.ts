import * as z from 'zod/mini';
import * as s from '../sampling-schemas.ts';
import { type MethodSpec, text } from './spec.ts';

const share = z.number().check(z.gt(0), z.lt(1));
const count = z.int().check(z.gte(1));

/** Sizes, drawing, results and evaluation of samples. */
export const sampling = {
  'sampling.size': {
    params: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('attribute'),
        risk: share,
        tolerable: share,
        expected: z._default(z.number().check(z.gte(0), z.lt(1)), 0),
        /** Known and small: limits are hypergeometric, otherwise binomial. */
        population: z.optional(count),
      }),
      z.object({
        kind: z.literal('monetary'),
        risk: share,
        value: z.number().check(z.gt(0)),
        tolerable: z.number().check(z.gt(0)),
        expected: z._default(z.int().check(z.gte(0)), 0),
      }),
      z.object({
        kind: z.literal('methodology'),
        methodology: z._default(z.string(), 'frequency-ladder'),
        /** Name of a step of the methodology. */
        frequency: z.optional(text),
        risk: z._default(share, 0.1),
      }),
    ]),
    result: s.sampleSizeView,
  },
  /** Ladders of sizes by name: those of the engagement first, then those that come with the program. */
  'methodologies.list': {
    params: z.object({}),
    result: z.object({ methodologies: z.array(z.extend(s.methodology, { own: z.boolean() })) }),
  },
  /** Replaces one of the same id; samples that were drawn keep theirs. */
  'methodologies.save': {
    params: z.object({ methodology: s.methodology }),
    result: z.extend(s.methodology, { own: z.boolean() }),
  },
  'methodologies.remove': { params: z.object({ id: text }), result: z.null() },
  'sampling.draw': {
    params: z.object({
      title: text,
      population: s.samplePopulation,
      /** Columns that name an item; rows of a table are named by file and record without them, findings by their id. */
      key: z.optional(z.array(text)),
      method: z._default(z.enum(s.SAMPLE_METHODS), 'random'),
      /** Of an attribute or monetary sample it follows from the plan where it is not given. */
      size: z.optional(count),
      /** Made and recorded where it is not given. */
      seed: z.optional(z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/))),
      plan: z.optional(s.samplePlan),
      /** The step gives the size where none is given, and the least that it may be. */
      methodology: z.optional(z.object({ id: text, frequency: text })),
      /** Column of the strata of a stratified sample. */
      stratum: z.optional(text),
      /** Column of whole units of a monetary sample: cents, bytes, whatever is counted. */
      weight: z.optional(text),
      attributes: z.optional(z.array(s.sampleAttribute).check(z.minLength(1))),
    }),
    result: s.sampleView,
  },
  'sampling.list': {
    params: z.object({}),
    result: z.object({ samples: z.array(s.sampleSummary) }),
  },
  'sampling.get': { params: z.object({ sample_id: text }), result: s.sampleView },
  /** Results replace earlier ones of the same item and attribute; what was there stays in the journal. */
  'sampling.record': {
    params: z.object({
      sample_id: text,
      results: z
        .array(
          z.object({
            key: text,
            attribute: z.optional(text),
            result: z.enum(s.ITEM_RESULTS),
            note: z.optional(z.string()),
            tick_mark: z.optional(z.string().check(z.maxLength(16))),
            attachments: z.optional(z.array(text)),
            audited: z.optional(z.string().check(z.regex(/^\d{1,18}$/))),
          }),
        )
        .check(z.minLength(1)),
      /** Who tested it; otherwise the user of the program. */
      by: z.optional(text),
    }),
    result: s.sampleView,
  },
  'sampling.evaluate': {
    params: z.object({
      sample_id: text,
      /** Where the sample was drawn without a plan. */
      risk: z.optional(share),
      tolerable: z.optional(z.number().check(z.gt(0))),
    }),
    result: s.sampleEvaluation,
  },
  /** The sheet of a sample: a line an item with its results. As a workbook also the plan and the evaluation. */
  'sampling.export': {
    params: z.object({
      sample_id: text,
      format: z.enum(['csv', 'xlsx', 'json']),
      path: text,
      risk: z.optional(share),
      tolerable: z.optional(z.number().check(z.gt(0))),
    }),
    result: z.object({ file: z.string(), rows: z.number() }),
    paths: { path: 'write' },
  },
} as const satisfies Record<string, MethodSpec>;
