import * as z from 'zod/mini';
import { DISPOSITIONS, SIGN_ROLES } from '../model/vocabulary.ts';
import * as s from './schemas.ts';

/** Where a path among the parameters may come from: the host hands out grants, the engine sees real paths. */
export type PathUse = 'read' | 'write';

export interface MethodSpec {
  params: z.ZodMiniType;
  result: z.ZodMiniType;
  /** Parameters that are paths (or lists of paths) on the user's machine. */
  paths?: Readonly<Record<string, PathUse>>;
  /** Reports progress and can be cancelled. */
  long?: true;
}

const none = z.object({});
const text = z.string().check(z.minLength(1));
const count = z.number().check(z.int(), z.nonnegative());

/** THE contract: everything that a host can ask of the engine. */
export const methods = {
  'app.info': { params: none, result: z.object({ version: z.string() }) },

  'engagement.create': {
    params: z.object({
      dir: text,
      client: text,
      kind: z._default(z.enum(['internal', 'external']), 'external'),
      period: s.period,
      as_of: z.optional(s.momentText),
      timezone: z._default(text, 'UTC'),
    }),
    result: s.engagementView,
    paths: { dir: 'write' },
  },
  'engagement.open': { params: z.object({ dir: text }), result: s.engagementView, paths: { dir: 'read' } },
  'engagement.current': { params: none, result: z.nullable(s.engagementView) },
  'engagement.close': { params: none, result: z.null() },
  /** Writes the sample company's exports, makes an engagement of them and imports them. */
  'engagement.sample': {
    params: z.object({ dir: text }),
    result: s.engagementView,
    paths: { dir: 'write' },
    long: true,
  },
  'engagement.journal': {
    params: z.object({ offset: z._default(count, 0), limit: z._default(count, 100) }),
    result: z.object({ total: z.number(), entries: z.array(s.journalEntry) }),
  },

  'intake.import': {
    params: z.object({ paths: z.array(text), as: z.optional(text) }),
    result: s.importResult,
    paths: { paths: 'read' },
    long: true,
  },
  'intake.sources': { params: none, result: z.object({ receipts: z.array(s.receiptView) }) },
  'intake.rejects': {
    params: z.object({ source_id: text, offset: z._default(count, 0), limit: z._default(count, 200) }),
    result: z.object({
      total: z.number(),
      rejects: z.array(
        z.object({ record: z.number(), code: z.string(), message: z.string(), raw: z.nullable(z.string()) }),
      ),
    }),
  },
  'intake.readers': {
    params: none,
    result: z.array(
      z.object({ id: z.string(), title: z.string(), format: z.string(), tables: z.array(z.string()) }),
    ),
  },

  'chain.verify': {
    params: z.object({ profile: z.optional(text), anchor: z.optional(text) }),
    result: z.object({ chains: z.array(s.chainReport) }),
    paths: { anchor: 'read' },
    long: true,
  },

  'procedures.list': { params: none, result: z.array(s.procedureView) },
  'procedures.run': {
    params: z.object({
      procedures: z.optional(z.array(text)),
      params: z.optional(z.record(z.string(), s.scalar)),
      as_of: z.optional(s.momentText),
      period: z.optional(s.period),
    }),
    result: z.object({ as_of: z.string(), runs: z.array(s.runView) }),
    long: true,
  },

  'findings.list': {
    params: z.object({ procedure: z.optional(text) }),
    result: z.object({ findings: z.array(s.findingView) }),
  },
  /** The same findings as a paged result, for tables of any size. */
  'findings.open': { params: z.object({ procedure: z.optional(text) }), result: s.resultHandle },
  'findings.detail': { params: z.object({ finding_id: text }), result: s.findingDetail },
  'findings.dispose': {
    params: z.object({
      finding_ids: z.array(text),
      disposition: z.enum(DISPOSITIONS),
      note: z.optional(z.string()),
    }),
    result: z.object({ changed: z.number() }),
  },

  'query.schema': { params: none, result: z.array(s.schemaTable) },
  'query.open': { params: z.object({ sql: text }), result: s.resultHandle, long: true },
  'query.page': {
    params: z.object({ result_id: text, offset: count, limit: count }),
    /** Arrow IPC stream: schema and one record batch. */
    result: z.object({ arrow: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  },
  'query.close': { params: z.object({ result_id: text }), result: z.null() },
  'query.export': {
    params: z.object({ sql: text, format: z.enum(['csv', 'parquet', 'json', 'arrow', 'xlsx']), path: text }),
    result: z.object({ file: z.string(), rows: z.number() }),
    paths: { path: 'write' },
    long: true,
  },

  'analysis.outliers': {
    params: z.object({
      sql: text,
      seed: z._default(count, 1),
      trees: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 100),
      sample: z._default(z.int().check(z.minimum(2), z.maximum(1_000_000)), 256),
    }),
    /** Every row, in query order. Scores lie in (0, 1); drivers name the features that set a row apart, strongest first. */
    result: z.object({
      seed: z.number(),
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

  'report.get': {
    params: z.object({ report: text, as_of: z.optional(s.momentText), period: z.optional(s.period) }),
    result: s.reportModel,
  },

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

export type MethodName = keyof typeof methods;
export type Params<M extends MethodName> = z.input<(typeof methods)[M]['params']>;
export type ParsedParams<M extends MethodName> = z.output<(typeof methods)[M]['params']>;
export type Result<M extends MethodName> = z.output<(typeof methods)[M]['result']>;
