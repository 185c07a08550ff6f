import * as z from 'zod/mini';
import * as i from '../intake-schemas.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, none, text } from './spec.ts';

/** A draft, or the id of a saved mapping. */
const subject = { draft: z.optional(i.mappingDraft), mapping: z.optional(text) };

/** Mapping by hand: what no reader knows, mapped once and used again. */
export const mapping = {
  /** `lines`: how lines come apart, for texts that are kept line by line. */
  'mapping.preview': {
    params: z.object({ source: text, lines: z.optional(i.lineForm) }),
    result: i.mappingPreview,
  },
  'mapping.targets': {
    params: none,
    result: z.object({
      targets: z.array(i.mappingTarget),
      coercions: z.array(z.object({ name: z.string(), doc: z.string() })),
    }),
  },
  /** A first draft for a table: headers that readers of this build take for its columns. */
  'mapping.suggest': {
    params: z.object({
      source: text,
      table: text,
      part: z.optional(z.nullable(z.string())),
      lines: z.optional(i.lineForm),
    }),
    result: i.mappingDraft,
  },
  /** Tries the first hundred records on the path that an import takes; nothing is kept. */
  'mapping.test': {
    params: z.object({ source: text, ...subject, as_of: z.optional(s.momentText) }),
    result: i.mappingTest,
    long: true,
  },
  /** Keeps a draft as a reader of the engagement, as its next version. `source` gives format and headers. */
  'mapping.save': {
    params: z.object({ source: text, draft: i.mappingDraft }),
    result: i.mappingView,
  },
  /** A kept mapping as a draft, to be changed and saved as its next version. */
  'mapping.draft': { params: z.object({ mapping: text }), result: i.mappingDraft },
  'mapping.list': { params: none, result: z.array(i.mappingView) },
  /** Reads stored files with a mapping. */
  'mapping.apply': {
    params: z.object({ mapping: text, sources: z.array(text), as_of: z.optional(s.momentText) }),
    result: z.object({ receipts: z.array(s.receiptView) }),
    long: true,
  },
  'mapping.export': {
    params: z.object({ mapping: text, path: text }),
    result: z.object({ file: z.string() }),
    paths: { path: 'write' },
  },
  /** Takes in a mapping that another engagement exported. */
  'mapping.import': {
    params: z.object({ path: text }),
    result: i.mappingView,
    paths: { path: 'read' },
  },
} as const satisfies Record<string, MethodSpec>;
