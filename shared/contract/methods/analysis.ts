import * as z from 'zod/mini';
import * as s from '../schemas.ts';
import { type MethodSpec, count, text } from './spec.ts';

/** A table of the schema main (`grants`) or raw (`raw.parking_lots`), or the rows that one source gave to it. */
const tableChoice = { table: text, source_id: z.optional(text) };
const limit = z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 100);
const counted = z.object({ value: z.string(), count: z.number() });
/** How an isolation forest is grown. */
const forest = {
  sql: text,
  seed: z._default(count, 1),
  trees: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 100),
  sample: z._default(z.int().check(z.minimum(2), z.maximum(1_000_000)), 256),
};
/** Columns that were scored; `circle` is the length of the circle on which the values lie, null for a line. */
const features = z.array(z.object({ name: z.string(), circle: z.nullable(z.number()) }));
const tableOf = { table: z.string(), source_id: z.nullable(z.string()) };
const side = z.object({ ...tableChoice, column: text });
const sideResult = z.object({ table: z.string(), column: z.string(), values: z.number() });

/** What a host can ask about the data itself. */
export const analysis = {
  'analysis.profile': {
    params: z.object({ ...tableChoice, columns: z.optional(z.array(text)) }),
    /** Sums, means and edges of bins are exact decimal texts. */
    result: z.object({
      ...tableOf,
      rows: z.number(),
      columns: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          count: z.number(),
          nulls: z.number(),
          empties: z.number(),
          distinct: z.number(),
          top: z.array(counted),
          patterns: z.array(z.object({ pattern: z.string(), count: z.number() })),
          lengths: z.nullable(z.object({ min: z.number(), max: z.number(), mean: z.string() })),
          numbers: z.nullable(
            z.object({
              count: z.number(),
              min: z.string(),
              max: z.string(),
              sum: z.string(),
              mean: z.string(),
            }),
          ),
          moments: z.nullable(z.object({ min: z.string(), max: z.string() })),
          histogram: z.nullable(
            z.object({
              unit: z.enum(['number', 'month']),
              bins: z.array(z.object({ from: z.string(), to: z.string(), count: z.number() })),
            }),
          ),
        }),
      ),
    }),
    long: true,
  },
  'analysis.duplicates': {
    params: z.object({ ...tableChoice, key: z.optional(z.array(text)), limit }),
    result: z.object({
      ...tableOf,
      key: z.array(z.string()),
      rows: z.number(),
      groups: z.number(),
      /** Rows beyond the first of each group. */
      surplus: z.number(),
      examples: z.array(
        z.object({
          key: z.record(z.string(), z.nullable(z.string())),
          count: z.number(),
          records: z.array(z.object({ source_id: z.string(), record_no: z.number() })),
        }),
      ),
    }),
    long: true,
  },
  'analysis.gaps': {
    params: z.object({ ...tableChoice, column: text, limit }),
    result: z.object({
      ...tableOf,
      column: z.string(),
      numbered: z.number(),
      unnumbered: z.number(),
      nulls: z.number(),
      sequences: z.array(
        z.object({
          prefix: z.string(),
          first: z.string(),
          last: z.string(),
          present: z.number(),
          missing: z.number(),
          repeated: z.number(),
        }),
      ),
      gaps: z.array(z.object({ prefix: z.string(), from: z.string(), to: z.string(), missing: z.number() })),
      total_gaps: z.number(),
    }),
    long: true,
  },
  'analysis.benford': {
    params: z.object({
      ...tableChoice,
      column: text,
      digits: z._default(z.union([z.literal(1), z.literal(2)]), 1),
    }),
    result: z.object({
      ...tableOf,
      column: z.string(),
      digits: z.union([z.literal(1), z.literal(2)]),
      /** false: the law says nothing of such values, for the reasons given. */
      applicable: z.boolean(),
      reasons: z.array(z.string()),
      excluded: z.object({
        no_number: z.number(),
        zero: z.number(),
        negative: z.number(),
        too_small: z.number(),
      }),
      result: z.nullable(
        z.object({
          values: z.number(),
          rows: z.array(
            z.object({
              digits: z.number(),
              observed: z.number(),
              observed_share: z.number(),
              expected_share: z.number(),
              z: z.number(),
            }),
          ),
          chi_square: z.number(),
          degrees: z.number(),
          chi_square_limit: z.number(),
          mad: z.number(),
          mad_limits: z.tuple([z.number(), z.number(), z.number()]),
          conformity: z.enum(['close', 'acceptable', 'marginal', 'nonconforming']),
        }),
      ),
    }),
    long: true,
  },
  'analysis.similar': {
    params: z.object({
      left: side,
      right: side,
      threshold: z._default(z.number().check(z.minimum(0.5), z.maximum(1)), 0.9),
      limit,
    }),
    result: z.object({
      left: sideResult,
      right: sideResult,
      threshold: z.number(),
      compared: z.number(),
      skipped: z.array(z.object({ beginning: z.string(), left: z.number(), right: z.number() })),
      total: z.number(),
      pairs: z.array(
        z.object({
          left: z.string(),
          right: z.string(),
          score: z.number(),
          edit: z.number(),
          left_rows: z.number(),
          right_rows: z.number(),
        }),
      ),
    }),
    long: true,
  },
  'analysis.outliers': {
    params: z.object(forest),
    /** Every row, in query order. Scores lie in (0, 1); drivers name the features that set a row apart, strongest first. */
    result: z.object({
      seed: z.number(),
      features,
      rows: z.array(
        z.object({
          row: z.record(z.string(), z.unknown()),
          score: z.number(),
          drivers: z.array(z.object({ feature: z.string(), share: z.number() })),
        }),
      ),
    }),
    long: true,
  },
  /**
   * The same as a paged result, the most unusual row first: `outlier_score`, `outlier_drivers` (`hour 62%, n 38%`), then
   * the columns of the statement. What it was scored with is given back, to be recorded with it.
   */
  'analysis.score': {
    params: z.object(forest),
    result: z.extend(s.resultHandle, {
      seed: z.number(),
      trees: z.number(),
      sample: z.number(),
      features,
    }),
    long: true,
  },
  'search.everything': {
    params: z.object({ text, limit: z._default(z.int().check(z.minimum(0), z.maximum(1000)), 10) }),
    result: z.object({
      text: z.string(),
      total: z.number(),
      groups: z.array(
        z.object({
          kind: z.enum(['person', 'account', 'resource', 'finding', 'source', 'procedure']),
          count: z.number(),
          hits: z.array(z.object({ id: z.string(), title: z.string(), detail: z.string() })),
        }),
      ),
    }),
  },
} as const satisfies Record<string, MethodSpec>;
