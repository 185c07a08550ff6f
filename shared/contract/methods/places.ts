import * as z from 'zod/mini';
import { type MethodSpec, none, text } from './spec.ts';

const placeDatabase = z.object({
  sha256: z.string(),
  kind: z.string(),
  /** Day on which it was made, YYYY-MM-DD. */
  built: z.string(),
  bundled: z.boolean(),
});

/** Databases that tell where an address lies. They belong to the user, not to an engagement: runs name them by digest. */
export const places = {
  'places.list': { params: none, result: z.object({ databases: z.array(placeDatabase) }) },
  'places.add': { params: z.object({ file: text }), result: placeDatabase, paths: { file: 'read' } },
  'places.remove': { params: z.object({ sha256: text }), result: none },
} satisfies Record<string, MethodSpec>;
