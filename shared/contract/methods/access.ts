import * as z from 'zod/mini';
import { type MethodSpec, text } from './spec.ts';
import * as s from '../schemas.ts';

/** Where a row of evidence stands: canonical table, receipt of the file, one-based record. */
const row = z.object({ table: z.string(), source_id: z.string(), record_no: z.number() });

/** One reason why somebody has, should have or once was to have access. Only policy and a valid exception give it. */
const ground = z.object({
  kind: z.enum(['policy', 'exception', 'request', 'group']),
  system: z.nullable(z.string()),
  resource: z.string(),
  permission: z.nullable(z.string()),
  /** In force at the moment: a policy clause always; an exception that is valid; a request that was approved; a membership. */
  holds: z.boolean(),
  summary: z.string(),
  source_rows: z.array(row),
});

const held = z.object({
  system: z.string(),
  account: z.string(),
  resource: z.string(),
  permission: z.string(),
  /** policy, exception or drift; null on the lines that are not people. */
  part: z.nullable(z.string()),
  drift_reason: z.nullable(z.string()),
  /** `direct`, or paths of groups, outermost first. */
  via: z.array(z.string()),
  granted_at: z.nullable(z.string()),
  granted_by: z.nullable(z.string()),
  observed_at: z.string(),
  source_rows: z.array(row),
});

/** What a host can ask about the access of people. */
export const access = {
  /** Why somebody has access, or has none: what is held, and every ground for it. */
  'access.why': {
    params: z.object({
      /** Address, identity id or account. */
      identity: text,
      /** `system:resource`, or a resource of any system. */
      resource: text,
      as_of: z.optional(s.momentText),
    }),
    result: z.object({
      identity: z.object({
        identity_id: z.string(),
        email: z.nullable(z.string()),
        display_name: z.nullable(z.string()),
        job_title: z.nullable(z.string()),
        department: z.nullable(z.string()),
        employed: z.boolean(),
      }),
      resource: z.string(),
      as_of: z.string(),
      held: z.array(held),
      grounds: z.array(ground),
      /** One sentence a permission, then one on what is not there. */
      summary: z.array(z.string()),
    }),
    long: true,
  },
  /** Entries of the access logs by country of their address, most entries first. */
  'access.countries': {
    params: z.object({ use: z._default(z.enum(['all', 'logins', 'failed']), 'all') }),
    result: z.object({
      use: z.string(),
      /** The condition on access_logs that chose these entries, in SQL. */
      only: z.string(),
      /** The database of addresses: its own name, and the day it was made. */
      database: z.object({ kind: z.string(), built: z.string() }),
      entries: z.number(),
      countries: z.array(
        z.object({
          /** ISO 3166-1 alpha-2. */
          country: z.string(),
          entries: z.number(),
          failed: z.number(),
          accounts: z.number(),
          addresses: z.number(),
          /** Up to 1,000 of the addresses, those of most entries first. */
          named: z.array(z.string()),
          first_at: z.nullable(z.string()),
          last_at: z.nullable(z.string()),
        }),
      ),
      /** Addresses that the database does not know, private ones among them. */
      unknown: z.object({ entries: z.number(), addresses: z.number(), named: z.array(z.string()) }),
      without_address: z.number(),
    }),
    long: true,
  },
  /** Segregation of duties as a matrix: how many people hold each pair of items that a rule keeps apart. */
  'sod.matrix': {
    params: z.object({
      kind: z._default(z.enum(['roles', 'resources']), 'roles'),
      as_of: z.optional(s.momentText),
    }),
    result: z.object({
      as_of: z.string(),
      kind: z.string(),
      /** Items of the rules in order of name, with the people who hold each. */
      items: z.array(z.object({ item: z.string(), people: z.number() })),
      /** Pairs that a rule keeps apart, first < second; pairs that nobody holds are there with zeros. */
      cells: z.array(
        z.object({
          first: z.string(),
          second: z.string(),
          rules: z.array(z.string()),
          people: z.number(),
          /** Of them those whose conflict is accepted at this moment, under every one of these rules. */
          accepted: z.number(),
        }),
      ),
    }),
    long: true,
  },
} as const satisfies Record<string, MethodSpec>;
