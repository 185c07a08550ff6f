import { TickmarkError } from '#shared/model/errors.ts';
import type { OpenContext } from '../opened.ts';
import type { Reader } from '../registry.ts';
import type { TextHead } from './kit.ts';
import { splitLines } from './split-lines.ts';

const LOOK_AT = 200;
const LONGEST = 4096;
/** So large a share of the lines has to fit a pattern for a text to be claimed by it. */
const SHARE = 0.9;

function unusable(error: unknown): [] {
  if (error instanceof TickmarkError && error.code === 'MAPPING_INVALID') return [];
  throw error;
}

/** By its first line where the mapping knows it; else by its pattern. Places and delimiters alone fit any text. */
async function claims(reader: Reader, head: TextHead, { store }: OpenContext): Promise<boolean> {
  const form = reader.spec.lines!;
  if (form.begins !== undefined) return head.lines[0] === form.begins;
  if (form.pattern === undefined) return false;
  const lines = head.lines.slice(0, LOOK_AT).map((line) => line.slice(0, LONGEST));
  // A pattern that cannot be used claims nothing: it must not be in the way of every other text.
  const split = await store.use((session) => splitLines(session, form, lines, 1)).catch(unusable);
  const records = split.filter((item) => !('aside' in item));
  const fitting = records.filter((item) => 'value' in item).length;
  return fitting > 0 && fitting >= records.length * SHARE;
}

/** The mapping of lines that is named, or that claims a text; null = none. Throws READER_AMBIGUOUS. */
export async function ownForm(head: TextHead, context: OpenContext): Promise<Reader | null> {
  if (context.as) return context.as.spec.lines ? context.as : null;
  const found: Reader[] = [];
  for (const reader of context.own) {
    if (reader.spec.lines && (await claims(reader, head, context))) found.push(reader);
  }
  if (found.length <= 1) return found[0] ?? null;
  const ids = found.map(({ spec }) => spec.id).sort();
  throw new TickmarkError('READER_AMBIGUOUS', `the file could be read by ${ids.join(' or ')}`, {
    hint: `Name the right one: --as ${ids[0]!}.`,
    details: { candidates: ids },
  });
}
