import { z } from 'zod';
import { HASH_ALGORITHMS } from './digest-size.ts';

const names = z.union([
  z
    .string()
    .min(1)
    .transform((name) => [name]),
  z.array(z.string().min(1)).min(1),
]);

/**
 * How one kind of log is chained. Field entries are names, or lists of names of which the first one present counts.
 * The hash of a record is always left out of what is hashed.
 */
export const profileSchema = z.strictObject({
  /** Permanent: reports and engagements refer to it. */
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  fields: z.strictObject({
    /** Splits one log into several chains; records without it belong to one unnamed chain. */
    chain: names.optional(),
    id: names.optional(),
    time: names.optional(),
    /** A number that counts records up; tells a removed record from a rewritten one. */
    sequence: names.optional(),
    /** Absent: a record does not state its own hash, only its successor does. */
    hash: names.optional(),
    previous: names,
  }),
  /** What stands in the previous-hash field of the first record. */
  genesis: z
    .strictObject({
      forms: z
        .array(z.enum(['absent', 'json_null', 'empty', 'zeros']))
        .default(['absent', 'json_null', 'empty', 'zeros']),
      texts: z.array(z.string().min(1)).default(['GENESIS']),
    })
    .default({ forms: ['absent', 'json_null', 'empty', 'zeros'], texts: ['GENESIS'] }),
  digest: z
    .strictObject({
      algorithm: z.enum(HASH_ALGORITHMS).default('sha256'),
      /** Hex characters that are kept; fewer than the whole digest is flagged as weak. */
      characters: z.int().min(8).max(128).optional(),
      /** How a digest is written. `characters` counts for hex only. */
      encoding: z.enum(['hex', 'base64', 'base64url']).default('hex'),
      /** Written before the digits, such as 0x or sha256: */
      prefix: z.string().max(16).default(''),
      /** HMAC: the verifier needs the key. */
      keyed: z.boolean().default(false),
    })
    .default({ algorithm: 'sha256', encoding: 'hex', prefix: '', keyed: false }),
  content: z.strictObject({
    /** `raw`: the bytes as they stand; `jcs`: RFC 8785; `python`: json.dumps; `delimited`: chosen fields joined. */
    form: z.enum(['raw', 'jcs', 'python', 'delimited']),
    /** Members sorted by key; otherwise as received, or in the order of `only`. */
    sorted: z.boolean().default(true),
    compact: z.boolean().default(false),
    ascii: z.boolean().default(true),
    /** The value of this field alone is the content; for `raw`, the characters of this string. */
    take: z.string().min(1).optional(),
    leave_out: z.array(z.string().min(1)).default([]),
    only: z.array(z.string().min(1)).optional(),
    /** `drop`: members that are null are left out of the record (not of values inside it). */
    nulls: z.enum(['keep', 'drop']).default('keep'),
    delimiter: z.string().default('|'),
  }),
  /**
   * Where the previous hash enters: a member of the hashed record; a member beside the record in `{prev, payload}`;
   * text before the record; or nowhere, so that the order of records is not protected.
   */
  link: z.strictObject({
    position: z.enum(['in_record', 'envelope', 'joined', 'unlinked']),
    previous_name: z.string().min(1).default('prev'),
    record_name: z.string().min(1).default('payload'),
    separator: z.string().default('\n'),
    /** What follows the separator: the content itself or its hex digest. */
    inner: z.enum(['content', 'digest']).default('content'),
  }),
});

/** A checked profile with all defaults filled in. */
export type Profile = z.output<typeof profileSchema>;
