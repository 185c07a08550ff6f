import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));
const share = z.number().check(z.gt(0), z.lt(1));

export const FREQUENCIES = ['annual', 'quarterly', 'monthly', 'weekly', 'daily', 'many a day'] as const;

const items = z.int().check(z.gte(1), z.lte(10_000));

/** A step of a ladder of sizes: how often the control operates, and how many items are tested then. */
export const methodologyStep = z.object({
  frequency: text.check(z.maxLength(60)),
  least: items,
  most: items,
});

/** A named table of sample sizes by how often a control operates. */
export const methodology = z.object({
  id: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)),
  name: text.check(z.maxLength(100)),
  /** Where it comes from and what it is not. */
  note: text.check(z.maxLength(1000)),
  sizes: z.array(methodologyStep).check(z.minLength(1), z.maxLength(50)),
});
export type Methodology = z.infer<typeof methodology>;

/** The ladder that a size rests on, as it was when the sample was drawn, and the step that was taken. */
export const methodologyUse = z.extend(methodology, {
  /** Of the engagement; otherwise it came with the program. */
  own: z.boolean(),
  ...methodologyStep.shape,
});
export type MethodologyUse = z.infer<typeof methodologyUse>;

/** What a test is planned to show. Risk and rates are shares of one; amounts are whole units. */
export const samplePlan = z.object({
  /** Risk of relying on what does not hold (0.05 = 95 % confidence). */
  risk: share,
  /** Highest rate of deviation that would be accepted; of a monetary sample the highest misstatement, in units. */
  tolerable: z.number().check(z.gt(0)),
  /** Rate that is expected; of a monetary sample the number of wholly misstated items. */
  expected: z._default(z.number().check(z.gte(0)), 0),
});
export type SamplePlan = z.infer<typeof samplePlan>;

/** Where a sample is drawn from. */
export const samplePopulation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), table: text }),
  z.object({ kind: z.literal('sql'), sql: text }),
  z.object({ kind: z.literal('findings'), procedure: text }),
  /** All subjects that a procedure tested, those that passed included; one row a subject. */
  z.object({
    kind: z.literal('tested'),
    procedure: text,
    /** At which moments and with which values it was run; those of its latest run where they are not given. */
    terms: z.optional(
      z.object({
        params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        as_of: z.string(),
        period: z.object({ from: z.string(), to: z.string() }),
      }),
    ),
  }),
]);
export type SamplePopulation = z.infer<typeof samplePopulation>;

/** `attribute` draws like `random`, its size being computed from the plan with the exact limits of the population. */
export const SAMPLE_METHODS = ['random', 'attribute', 'stratified', 'monetary'] as const;

/** One thing that is tested on each item. */
export const sampleAttribute = z.object({ id: text, title: text });

export const ITEM_RESULTS = ['pass', 'deviation', 'not_applicable'] as const;

export const itemResult = z.object({
  key: text,
  attribute: text,
  result: z.enum(ITEM_RESULTS),
  note: z.nullable(z.string()),
  tick_mark: z.nullable(z.string()),
  /** SHA-256 of files that were taken into the engagement. */
  attachments: z.array(z.string()),
  /** Of a monetary sample: what the item should have been, in units. */
  audited: z.nullable(z.string()),
  by: z.string(),
  at: z.string(),
});
export type ItemResult = z.infer<typeof itemResult>;

export const sampleItem = z.object({
  key: z.string(),
  /** SHA-256 of "SEED:KEY". */
  rank: z.string(),
  stratum: z.nullable(z.string()),
  /** Whole units; null where items are not weighted. */
  weight: z.nullable(z.string()),
  /** Number of selected units that lie in the item. */
  hits: z.number(),
  /** The row as it was when it was drawn. */
  values: z.record(z.string(), z.unknown()),
});
export type SampleItem = z.infer<typeof sampleItem>;

/** A sample as it was drawn; nothing of it changes afterwards. */
export const drawnSample = z.object({
  sample_id: z.string(),
  title: z.string(),
  population: samplePopulation,
  key: z.array(z.string()),
  method: z.enum(SAMPLE_METHODS),
  seed: z.string(),
  seed_by: z.enum(['auditor', 'host']),
  /** As it was asked for; null where it follows from the plan. */
  size: z.nullable(z.number()),
  plan: z.nullable(samplePlan),
  /** Whose step gave the size, or had to be reached by it; null = none was named. */
  methodology: z._default(z.nullable(methodologyUse), null),
  stratum: z.nullable(z.string()),
  weight: z.nullable(z.string()),
  attributes: z.array(sampleAttribute),
  /** Rows of the population. */
  count: z.number(),
  /** SHA-256 of all keys in byte order, each followed by a line end. */
  digest: z.string(),
  total_weight: z.nullable(z.string()),
  /** Of a monetary sample: distance of the selected units, and the first of them. */
  interval: z.nullable(z.string()),
  start: z.nullable(z.string()),
  strata: z.array(z.object({ stratum: z.string(), count: z.number(), drawn: z.number() })),
  drawn_by: z.string(),
  drawn_at: z.string(),
  items: z.array(sampleItem),
});
export type DrawnSample = z.infer<typeof drawnSample>;

export const sampleSummary = z.object({
  sample_id: z.string(),
  title: z.string(),
  method: z.enum(SAMPLE_METHODS),
  count: z.number(),
  size: z.number(),
  attributes: z.number(),
  /** Results that are recorded, of items × attributes. */
  recorded: z.number(),
  deviations: z.number(),
});

export const sampleView = z.object({ sample: drawnSample, results: z.array(itemResult) });
export type SampleView = z.infer<typeof sampleView>;

export const CONCLUSIONS_OF_SAMPLES = ['within', 'exceeds', 'incomplete', 'no_plan'] as const;

/** What the results of one attribute say about the population. */
export const attributeEvaluation = z.object({
  attribute: z.string(),
  title: z.string(),
  size: z.number(),
  /** Items that were tested: pass or deviation. */
  tested: z.number(),
  deviations: z.number(),
  not_applicable: z.number(),
  untested: z.number(),
  rate: z.nullable(z.number()),
  /** Exact upper limit of the rate at the risk; null without results or for a monetary sample. */
  upper: z.nullable(z.number()),
  /** The limit as a number of items of the population. */
  upper_items: z.nullable(z.number()),
  /** Of a monetary sample, in units: projected misstatement and its upper limit by Stringer. */
  projected: z.nullable(z.number()),
  upper_amount: z.nullable(z.number()),
  strata: z.array(
    z.object({
      stratum: z.string(),
      count: z.number(),
      tested: z.number(),
      deviations: z.number(),
      upper: z.nullable(z.number()),
    }),
  ),
  conclusion: z.enum(CONCLUSIONS_OF_SAMPLES),
  statement: z.string(),
});
export type AttributeEvaluation = z.infer<typeof attributeEvaluation>;

export const sampleEvaluation = z.object({
  sample_id: z.string(),
  risk: z.number(),
  tolerable: z.nullable(z.number()),
  attributes: z.array(attributeEvaluation),
});
export type SampleEvaluation = z.infer<typeof sampleEvaluation>;

/** The custom sizes of a methodology with the exact limit that goes with each of them. */
export const methodologyView = z.object({
  id: z.string(),
  name: z.string(),
  note: z.string(),
  own: z.boolean(),
  risk: z.number(),
  sizes: z.array(
    z.object({
      frequency: z.string(),
      least: z.number(),
      most: z.number(),
      /** Upper limit of the rate with no deviation among so many. */
      upper_least: z.number(),
      upper_most: z.number(),
    }),
  ),
});

export const sampleSizeView = z.object({
  kind: z.enum(['attribute', 'monetary', 'methodology']),
  /** null: no sample below the whole population shows it. */
  size: z.nullable(z.number()),
  /** Deviations with which the tolerable rate would still be ruled out. */
  acceptable: z.nullable(z.number()),
  interval: z.nullable(z.number()),
  /** Exact upper limit of the rate by the number of deviations found, from 0 up to one beyond the acceptable. */
  limits: z.array(z.object({ deviations: z.number(), upper: z.number() })),
  methodology: z.nullable(methodologyView),
  statement: z.string(),
});
export type SampleSizeView = z.infer<typeof sampleSizeView>;
