import * as z from 'zod/mini';
import type { MethodSpec } from './spec.ts';

const part = z.object({
  part: z.string(),
  count: z.number(),
  /** What it is counted of; null where that was not recorded. */
  of: z.nullable(z.number()),
  /** The SELECT that gives what is counted, row by row. */
  rows: z.string(),
});

/** What a host can ask about the overview. */
export const overview = {
  /**
   * How the figures of a tile moved, oldest point first: findings and integrity from run to run, with the last period before
   * them where the engagement took over from one; completeness from snapshot to snapshot, the last one of each month.
   */
  'overview.trend': {
    params: z.object({ of: z.enum(['findings', 'integrity', 'completeness']) }),
    result: z.object({
      points: z.array(
        z.object({
          kind: z.enum(['period', 'run', 'snapshot']),
          /** `2023-10-01..2023-12-31`, `R-0001`, or the moment of the snapshot in ISO 8601. */
          name: z.string(),
          /** When the run was made; null for what is no run. */
          at: z.nullable(z.string()),
          /** Tests of the run; null for what is no run. */
          procedures: z.nullable(z.number()),
          parts: z.array(part),
        }),
      ),
      /** Points before the ones given. */
      earlier: z.number(),
      /** What has to be brought or run before there is any point; null where there are some. */
      lacking: z.nullable(z.enum(['runs', 'trails', 'snapshots', 'people'])),
    }),
    long: true,
  },
} as const satisfies Record<string, MethodSpec>;
