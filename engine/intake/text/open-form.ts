import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { TextFile } from '../file/unpack.ts';
import { keepRaw, type Part, type RawReject } from '../part.ts';
import { readers, type Reader } from '../registry.ts';
import type { TextContext, TextHead, TextItem, TextReader } from './kit.ts';
import { eachLine } from './lines.ts';
import { RowsFile } from './rows-file.ts';

/** Beyond this the file is not what it was taken for. */
const MOST_REJECTS = 500_000;
const LONGEST_KNOWN = 4096;

/** The beginning of a text as a form is known by. */
export function headOf(start: string, whole: boolean): TextHead {
  const lines = start.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (!whole && lines.length > 1) lines.pop();
  if (whole && lines.at(-1) === '') lines.pop();
  return { lines, whole };
}

/** The one reader of line-oriented text that claims a text, or the named one. null = none. Throws READER_AMBIGUOUS. */
export function textForm(head: TextHead, as: Reader | null): Reader | null {
  if (as) return as.text === null ? null : as;
  // Patterns are tried on every text there is, a line of a megabyte included: what counts stands at its beginning.
  const known = { ...head, lines: head.lines.map((line) => line.slice(0, LONGEST_KNOWN)) };
  const claims = [...readers().values()].filter((reader) => reader.text?.claims(known));
  if (claims.length <= 1) return claims[0] ?? null;
  const ids = claims.map((reader) => reader.spec.id).sort();
  throw new TickmarkError('READER_AMBIGUOUS', `the file could be read by ${ids.join(' or ')}`, {
    hint: `Name the right one: --as ${ids[0]!}.`,
    details: { candidates: ids },
  });
}

function tally(asides: ReadonlyMap<string, number>): string[] {
  if (asides.size === 0) return [];
  const told = [...asides].map(([name, count]) => `${name} (${count})`);
  return [`lines that are no records: ${told.join(', ')}`];
}

async function parse(
  path: string,
  form: TextReader,
  context: TextContext,
  each: (item: TextItem) => void,
  signal?: AbortSignal,
  drain?: () => Promise<void>,
): Promise<string[]> {
  const parser = form.open(context);
  let first = true;
  await eachLine(
    path,
    (line, number) => {
      parser.line(first ? line.replace(/^\uFEFF/, '') : line, number).forEach(each);
      first = false;
    },
    signal,
    drain,
  );
  parser.end().forEach(each);
  return parser.notes?.() ?? [];
}

/** A line-oriented text as a part: numbered lines of JSON beside the source. Throws FILE_EMPTY, FILE_TOO_COMPLEX. */
export async function openForm(
  text: TextFile,
  form: TextReader,
  context: TextContext,
  scratch: string,
  signal?: AbortSignal,
): Promise<Part> {
  const rows = await RowsFile.create(join(scratch, 'rows.tsv'));
  try {
    const rejects: RawReject[] = [];
    const asides = new Map<string, number>();
    let records = 0;
    const take = (item: TextItem) => {
      if ('aside' in item) {
        asides.set(item.aside, (asides.get(item.aside) ?? 0) + 1);
        return;
      }
      records += 1;
      if ('fault' in item) {
        rejects.push({ record: records, code: 'BAD_RECORD', message: item.fault, raw: keepRaw(item.raw) });
        if (rejects.length > MOST_REJECTS)
          throw new TickmarkError('FILE_MALFORMED', `more than ${MOST_REJECTS} records are broken`, {
            hint: 'Ask for the export again.',
          });
      } else for (const row of item.rows) rows.add(records, row.of, row.value);
    };
    const notes = await parse(text.path, form, context, take, signal, () => rows.drain());
    if (records === 0)
      throw new TickmarkError('FILE_EMPTY', 'the file holds no records', {
        hint: 'Ask for the export again.',
      });
    return await rows.finish({
      label: null,
      records,
      rejects,
      notes: [...tally(asides), ...notes],
      rawText: async (wanted) => {
        const found = new Map<number, string>();
        if (wanted.size === 0) return found;
        let n = 0;
        await parse(text.path, form, context, (item) => {
          if ('aside' in item) return;
          n += 1;
          if (wanted.has(n)) found.set(n, keepRaw(item.raw));
        });
        return found;
      },
    });
  } finally {
    await rows.close();
  }
}
