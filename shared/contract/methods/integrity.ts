import * as z from 'zod/mini';
import * as i from '../integrity-schemas.ts';
import * as s from '../schemas.ts';
import { count, type MethodSpec, none, text } from './spec.ts';

/** What is known of a log from outside: a file, head and count as noted, or earlier packages. */
const anchors = {
  anchor: z.optional(text),
  checkpoint_key: z.optional(text),
  head: z.optional(text),
  count: z.optional(z.number().check(z.int(), z.minimum(1))),
  packages: z.optional(z.array(text)),
};

/** What a host can ask about integrity. */
export const integrity = {
  'chain.verify': {
    params: z.object({
      profile: z.optional(text),
      chain: z.optional(text),
      hmac_key: z.optional(text),
      ...anchors,
    }),
    result: z.object({ chains: z.array(s.chainReport) }),
    paths: { anchor: 'read', packages: 'read', hmac_key: 'read' },
    long: true,
  },
  /** The log in a form that can be drawn, from the same verdict (with imported anchors only). */
  'chain.strip': {
    params: z.object({
      chain: text,
      bins: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(4000)), 400),
    }),
    result: i.chainStrip,
    long: true,
  },
  /** One record with both hashes and the bytes that are hashed. `index` counts from 0. */
  'chain.record': { params: z.object({ chain: text, index: count }), result: i.chainRecord, long: true },
  /** Keeps anchors with the engagement, as a source of their own. */
  'chain.anchor': {
    params: z.object({ chain: z.optional(text), ...anchors }),
    result: s.receiptView,
    paths: { anchor: 'read', packages: 'read' },
    long: true,
  },
  /** Trail of `user:EMAIL` or `resource:NAME`, oldest first, a page of it. Throws NOT_FOUND, BAD_ARGUMENT. */
  'trail.of': {
    params: z.object({
      subject: text,
      offset: z._default(count, 0),
      limit: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(100_000)), 1000),
    }),
    result: i.subjectTrail,
  },
  'profiles.list': { params: none, result: z.object({ profiles: z.array(i.profileView) }) },
  /** Throws PROFILE_INVALID with every mistake in `details`. */
  'profiles.save': { params: z.object({ yaml: text }), result: i.profileView },
  'profiles.remove': { params: z.object({ name: text }), result: z.null() },
  /** CloudTrail digests and log files among the sources. Throws DATA_MISSING without any digest. */
  'cloudtrail.verify': {
    params: z.object({ keys: z.optional(text), from: z.optional(text), to: z.optional(text) }),
    result: i.trailsReport,
    paths: { keys: 'read' },
    long: true,
  },
} as const satisfies Record<string, MethodSpec>;
