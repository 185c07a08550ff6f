import * as z from 'zod/mini';
import * as i from '../intake-schemas.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, text } from './spec.ts';

/** The list of what the client was asked for ("prepared by client"). Without `as_of`, states are as of today. */
const asOf = { as_of: z.optional(s.dateText) };

export const pbc = {
  'pbc.list': { params: z.object(asOf), result: i.pbcList },
  /** Adds items, or replaces those with the same id. */
  'pbc.save': { params: z.object({ items: z.array(i.pbcItem), ...asOf }), result: i.pbcList },
  'pbc.remove': { params: z.object({ ids: z.array(text), ...asOf }), result: i.pbcList },
  /** Puts sources (id or file name) to an item by hand, or takes them from it. */
  'pbc.match': {
    params: z.object({ id: text, sources: z.array(text), remove: z.optional(z.boolean()), ...asOf }),
    result: i.pbcList,
  },
  /** CSV with a header: id, title, description, owner, requested_on, due_on, reader, table, system, file, expected. */
  'pbc.import': {
    params: z.object({ path: text, ...asOf }),
    result: z.object({ added: z.number(), replaced: z.number(), list: i.pbcList }),
    paths: { path: 'read' },
  },
  /** What procedures lack and no item asks for. */
  'pbc.suggestions': {
    params: z.object({}),
    result: z.object({ suggestions: z.array(i.pbcSuggestion) }),
  },
} as const satisfies Record<string, MethodSpec>;
