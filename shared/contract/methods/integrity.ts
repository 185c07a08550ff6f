import * as z from 'zod/mini';
import * as i from '../integrity-schemas.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, text } from './spec.ts';

/** What a host can ask about integrity. */
export const integrity = {
  'chain.verify': {
    params: z.object({ profile: z.optional(text), anchor: z.optional(text) }),
    result: z.object({ chains: z.array(s.chainReport) }),
    paths: { anchor: 'read' },
    long: true,
  },
  /** CloudTrail digests and log files among the sources. Throws DATA_MISSING without any digest. */
  'cloudtrail.verify': {
    params: z.object({ keys: z.optional(text), from: z.optional(text), to: z.optional(text) }),
    result: i.trailsReport,
    paths: { keys: 'read' },
    long: true,
  },
} as const satisfies Record<string, MethodSpec>;
