import * as z from 'zod/mini';
import { NEW_KEY_KINDS, SIGN_ROLES } from '../../model/vocabulary.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, none, text } from './spec.ts';

/** What a host can ask about evidence. */
export const evidence = {
  'keys.list': { params: none, result: z.array(s.keyView) },
  /** Files of the key folder that look like keys and cannot be read. */
  'keys.unreadable': { params: none, result: z.array(z.string()) },
  'keys.create': {
    params: z.object({
      name: text,
      passphrase: z.string(),
      algorithm: z._default(z.enum(NEW_KEY_KINDS), 'ecdsa-sha256'),
    }),
    result: s.keyView,
  },
  'keys.import': {
    params: z.object({ file: text, name: text, file_passphrase: z.string(), passphrase: z.string() }),
    result: s.keyView,
    paths: { file: 'read' },
  },
  'keys.certificate': { params: z.object({ name: text }), result: z.object({ pem: z.string() }) },

  /** data/report.pdf as a build would write it now, without a package around it and without a signature. */
  'package.preview': {
    params: z.object({ path: text }),
    result: z.object({ file: z.string(), bytes: z.number(), sha256: z.string() }),
    paths: { path: 'write' },
    long: true,
  },
  'package.build': {
    params: z.object({
      key: text,
      passphrase: z.string(),
      role: z._default(z.enum(SIGN_ROLES), 'preparer'),
      path: text,
      without_sources: z._default(z.boolean(), false),
      /** Rows and cells of the sources can be withheld later (package.redact). */
      redactable: z._default(z.boolean(), false),
    }),
    result: z.extend(s.packageResult, {
      /** Files of the package: of which rows and cells, and which only as a whole, can be withheld. */
      redaction: z.optional(z.object({ by_cells: z.array(z.string()), as_whole: z.array(z.string()) })),
    }),
    paths: { path: 'write' },
    passphrases: { passphrase: 'key' },
    long: true,
  },
  'package.sign': {
    params: z.object({
      file: text,
      key: text,
      passphrase: z.string(),
      role: z._default(z.enum(SIGN_ROLES), 'reviewer'),
      path: text,
    }),
    result: s.packageResult,
    paths: { file: 'read', path: 'write' },
    passphrases: { passphrase: 'key' },
    long: true,
  },
  /** RFC 3161 request over a role's signature, to be carried to a time stamping authority. */
  'package.time-request': {
    params: z.object({ file: text, role: z._default(z.enum(SIGN_ROLES), 'preparer'), path: text }),
    result: z.object({ file: z.string() }),
    paths: { file: 'read', path: 'write' },
  },
  /** Copies the package with the authority's answer in it. `time` is the stamped moment, ISO 8601 in UTC. */
  'package.time-response': {
    params: z.object({
      file: text,
      role: z._default(z.enum(SIGN_ROLES), 'preparer'),
      response: text,
      path: text,
    }),
    result: z.extend(s.packageResult, { time: z.string() }),
    paths: { file: 'read', response: 'read', path: 'write' },
    long: true,
  },
  /** What of a package can be withheld: sources by rows and cells, other files as a whole. */
  'package.redactable': {
    params: z.object({ file: text }),
    result: z.object({
      sources: z.array(
        z.object({
          path: z.string(),
          name: z.string(),
          sha256: z.string(),
          rows: z.number(),
          /** Its first rows; lines are rows of one cell. */
          head: z.array(z.array(z.string())),
          /** Columns can be chosen. */
          cells: z.boolean(),
        }),
      ),
      /** `always`: handed on whatever is chosen. */
      whole: z.array(z.object({ path: z.string(), size: z.number(), always: z.boolean() })),
    }),
    paths: { file: 'read' },
  },
  /** Copies a redactable package without chosen files, rows and cells. Sources not named are withheld as a whole. */
  'package.redact': {
    params: z.object({
      file: text,
      path: text,
      sources: z._default(
        z.array(
          z.object({
            /** Name, path in the package, or beginning of the SHA-256. */
            source: text,
            columns: z._default(z.array(text), []),
            /** Rows of the file counted from 1, the header included; or those with a value in a column. */
            rows: z._default(
              z.array(
                z.union([
                  z.object({ from: z.int().check(z.positive()), to: z.int().check(z.positive()) }),
                  z.object({ column: text, value: text }),
                ]),
              ),
              [],
            ),
          }),
        ),
        [],
      ),
      /** Payload files or folders handed on in full, beside parameters, runs, procedures and integrity. */
      keep: z._default(z.array(text), []),
    }),
    result: z.object({
      file: z.string(),
      package_id: z.string(),
      withheld: z.array(z.string()),
      kept: z.array(z.string()),
      sources: z.array(
        z.object({
          path: z.string(),
          rows: z.number(),
          rows_withheld: z.number(),
          cells_withheld: z.number(),
        }),
      ),
    }),
    paths: { file: 'read', path: 'write' },
    long: true,
  },
  'package.verify': {
    params: z.object({ file: text, trust: z.optional(text) }),
    result: s.verifyReport,
    paths: { file: 'read', trust: 'read' },
    long: true,
  },
  'package.reperform': {
    params: z.object({ file: text }),
    result: z.object({
      verdict: z.enum(['same', 'differs']),
      differences: z.array(z.object({ what: z.string(), subject: z.string(), detail: z.string() })),
    }),
    paths: { file: 'read' },
    long: true,
  },
} as const satisfies Record<string, MethodSpec>;
