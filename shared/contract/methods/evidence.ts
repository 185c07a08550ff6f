import * as z from 'zod/mini';
import { SIGN_ROLES } from '../../model/vocabulary.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, none, text } from './spec.ts';

/** What a host can ask about evidence. */
export const evidence = {
  'keys.list': { params: none, result: z.array(s.keyView) },
  'keys.create': { params: z.object({ name: text, passphrase: z.string() }), result: s.keyView },
  'keys.import': {
    params: z.object({ file: text, name: text, file_passphrase: z.string(), passphrase: z.string() }),
    result: s.keyView,
    paths: { file: 'read' },
  },
  'keys.certificate': { params: z.object({ name: text }), result: z.object({ pem: z.string() }) },

  'package.build': {
    params: z.object({
      key: text,
      passphrase: z.string(),
      role: z._default(z.enum(SIGN_ROLES), 'preparer'),
      path: text,
      without_sources: z._default(z.boolean(), false),
    }),
    result: s.packageResult,
    paths: { path: 'write' },
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
