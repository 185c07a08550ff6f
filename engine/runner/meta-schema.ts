import { z } from 'zod';
import { SEVERITIES } from '#shared/model/vocabulary.ts';
import type { ProcedureMeta } from './kit/index.ts';
import { OWN_ID, type OwnPart } from './own/own-part.ts';

z.config({ jitless: true });

const severity = z.enum(SEVERITIES);
const name = z.string().regex(/^[a-z][a-z0-9_]*$/);
const sentence = z.string().min(1);

const texts = {
  condition: sentence.optional(),
  criteria: sentence.optional(),
  cause: sentence.optional(),
  effect: sentence.optional(),
  recommendation: sentence.optional(),
};

const param = z
  .strictObject({
    type: z.enum(['integer', 'decimal', 'text', 'boolean']),
    unit: sentence,
    doc: sentence,
    default: z.union([z.string(), z.number(), z.boolean()]),
    min: z.number().optional(),
    max: z.number().optional(),
    pattern: z.string().optional(),
  })
  .refine(
    (spec) =>
      spec.type === 'text' || spec.type === 'boolean' || (spec.min !== undefined && spec.max !== undefined),
    {
      message: 'a number needs min and max',
    },
  )
  .refine((spec) => spec.type !== 'text' || spec.pattern !== undefined, {
    message: 'a text needs a pattern',
  });

const shape = {
  id: z.string().regex(/^[a-z]+\.[a-z]+(-[a-z]+)*$/),
  version: z.int().positive(),
  title: sentence,
  severity: z.union([severity, z.record(name, severity)]),
  subject: z.union([name, z.array(name).min(1)]),
  needs: z.record(name, z.array(name).min(1)),
  optional_needs: z
    .record(name, z.strictObject({ columns: z.array(name).min(1), without: sentence }))
    .optional(),
  params: z.record(name, param).default({}),
  replaces: z.array(z.string()).default([]),
  reasons: z.record(name, z.strictObject({ title: sentence, ...texts })),
  texts: z.strictObject(texts).optional(),
};

function severityStated(spec: { severity: unknown; reasons: object }): boolean {
  return (
    typeof spec.severity === 'string' ||
    Object.keys(spec.reasons).every((reason) => Object.hasOwn(spec.severity as object, reason))
  );
}

const meta = z.strictObject(shape).refine(severityStated, { message: 'each reason needs a severity' });

/** What an auditor's own procedure states beyond that. */
const own = z
  .strictObject({
    ...shape,
    id: z.string().regex(OWN_ID).max(64),
    replaces: z.tuple([]).default([]),
    raw: z.array(sentence).default([]),
    rows: z
      .strictObject({
        subject: sentence,
        summary: sentence.optional(),
        key: z.array(sentence).min(1).optional(),
        outcome: z.enum(['exception', 'lead']).default('exception'),
      })
      .optional(),
    controls: z.array(z.strictObject({ framework: sentence, requirement: sentence })).default([]),
  })
  .refine(severityStated, { message: 'each reason needs a severity' });

/** Checks what a procedure states of itself. Throws with the path of the first wrong entry: procedures are code. */
export function checkMeta(value: unknown, where: string): ProcedureMeta {
  const result = meta.safeParse(value);
  if (result.success) return result.data as ProcedureMeta;
  const issue = result.error.issues[0]!;
  throw new Error(`${where}: ${issue.path.join('.')}: ${issue.message}`);
}

/** The same of an auditor's own procedure, which may have come from somebody else: the first wrong entry as text. */
export function parseOwnMeta(value: unknown): { meta: ProcedureMeta; own: OwnPart } | { wrong: string } {
  const result = own.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    return { wrong: `${issue.path.join('.')}: ${issue.message}` };
  }
  const { raw, rows = null, controls, ...stated } = result.data;
  return { meta: stated as ProcedureMeta, own: { raw, rows: rows as OwnPart['rows'], controls } };
}
