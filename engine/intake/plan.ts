import { grouped } from '#shared/model/grouped.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { openRecords } from './document/open-records.ts';
import { documentKeys, recordLists } from './document/record-lists.ts';
import { extractPart } from './extract-part.ts';
import type { OpenContext, OpenedFile } from './opened.ts';
import { claimAny, claimAs, type Claim } from './mapping/claim.ts';
import { bindReader, type Binding, type FieldLists } from './mapping/bind.ts';
import type { Part } from './part.ts';
import type { Format } from './reader-schema.ts';
import { RETURN_READER } from './returned/open-return.ts';
import { readers, type Reader } from './registry.ts';

/** How one part of a file will be loaded; `reader` null = as a raw table. */
export interface PlannedPart {
  part: Part;
  reader: Reader | null;
  binding: Binding | null;
}

function partFields(part: Part): FieldLists {
  return part.shape === 'cells' ? new Map([['', part.fields]]) : part.keys;
}

function findReader(
  format: Format,
  fieldsFor: (reader: Reader) => FieldLists | null,
  as: Reader | null,
  { raw, own, stated }: OpenContext,
): Claim | null {
  if (raw) return null;
  const moment = stated !== null;
  if (as) return claimAs(as, format, fieldsFor(as), moment);
  return claimAny(readers().values(), format, fieldsFor, { own, moment });
}

async function planPart(
  part: Part,
  format: Format,
  as: Reader | null,
  context: OpenContext,
): Promise<PlannedPart> {
  const fields = partFields(part);
  // Rows of a return are those that were held against what was sent out, never cells under the same headers.
  const fieldsFor = ({ spec }: Reader) => (spec.id === RETURN_READER ? null : fields);
  const found = findReader(format, fieldsFor, as, context);
  if (found === null && part.rejects.length * 2 > part.records) {
    throw new TickmarkError(
      'FILE_MALFORMED',
      `${grouped(part.rejects.length)} of ${grouped(part.records)} records do not fit the first line: the text is no table`,
      {
        hint: 'If it is one, ask for it with a header line and the same columns on every line. If not, its lines can be mapped by hand: keep them (in the window), or import it with --as lines (at the command line).',
      },
    );
  }
  if (found === null) return { part, reader: null, binding: null };
  const { reader, binding } = found;
  if (reader.extract === null) return { part, reader, binding };
  const apart = await extractPart(part, reader.extract, context.scratch);
  return { part: apart, reader, binding: bindReader(reader.spec, apart.keys, true, context.stated !== null) };
}

/** More lists than this are the nesting of one thing, not several tables. */
const MOST_LISTS = 40;

type Document = Extract<OpenedFile, { document: unknown }>['document'];

function emptyFile(): TickmarkError {
  return new TickmarkError('FILE_EMPTY', 'the file holds no records', { hint: 'Ask for the export again.' });
}

/** Lists of objects that can be tables, where no reader claims the document; null = there is none. */
function rawLists(document: Document) {
  const lists = document.lists();
  if (lists.length > MOST_LISTS) return null;
  // One object with plain values is one record.
  if (lists.length === 0) return singleList(document);
  return lists.map(({ path, keyed }) => ({ path, records: document.records(path, keyed)! }));
}

function singleList(document: Document) {
  const [name] = document.members;
  const path = document.members.length === 0 ? '' : document.members.length === 1 ? name! : null;
  const records = path === null ? null : document.records(path, false);
  if (records?.length === 0) throw emptyFile();
  const objects = records !== null && records.length > 0 && records.every(({ json }) => json.startsWith('{'));
  return objects ? [{ path: path!, records }] : null;
}

/** The document as tables of text, one for each of its lists. */
async function planLists(document: Document, context: OpenContext): Promise<PlannedPart[] | null> {
  const lists = rawLists(document);
  if (lists === null) return null;
  const several = lists.length > 1;
  const planned: PlannedPart[] = [];
  for (const list of lists) {
    const part = await openRecords(document, [list], null, context, several ? list.path : null);
    planned.push({ part, reader: null, binding: null });
  }
  const kept = new Set(lists.map(({ path }) => path.split('.')[0]));
  const beside = kept.has('') ? [] : document.members.filter((name) => !kept.has(name));
  if (beside.length > 0) {
    const [first] = planned;
    const which = several ? 'its lists are kept' : `the list ${lists[0]!.path} is kept`;
    first!.part.notes = [...first!.part.notes, `${which}; in the source only: ${beside.join(', ')}`];
  }
  return planned;
}

async function planDocument(
  file: Extract<OpenedFile, { document: unknown }>,
  as: Reader | null,
  context: OpenContext,
): Promise<PlannedPart[]> {
  const asked = (as ? [as] : [...context.own, ...readers().values()]).filter(({ spec }) =>
    spec.formats.includes(file.format),
  );
  const fields = await documentKeys(file.document, asked, context.signal);
  const fieldsFor = (reader: Reader) => fields.get(reader) ?? null;
  const lineReader = as?.spec.formats.includes('ndjson') && !as.spec.formats.includes(file.format);
  const found: Claim | null = lineReader ? null : findReader(file.format, fieldsFor, as, context);
  if (found) {
    const lists = recordLists(file.document, found.reader.spec)!;
    const part = await openRecords(file.document, lists, found.reader.extract, context);
    if (found.reader.own) {
      const unread = file.document.lists().filter(({ path }) => !lists.some((list) => list.path === path));
      if (unread.length > 0)
        part.notes = [...part.notes, `in the source only: ${unread.map(({ path }) => path).join(', ')}`];
    }
    return [
      {
        part,
        reader: found.reader,
        binding: bindReader(
          found.reader.spec,
          part.keys,
          found.reader.extract !== null,
          context.stated !== null,
        ),
      },
    ];
  }
  // One object on one line is also a log of one event.
  if (file.lines) {
    const planned = await planPart(await file.lines(), 'ndjson', as, context);
    if (planned.reader !== null) return [planned];
  }
  const lists = await planLists(file.document, context);
  if (lists === null) {
    throw new TickmarkError(
      'READER_MISMATCH',
      'no reader recognises the document, and it holds no list that could be kept as a table',
      {
        hint: `Its keys are: ${file.document.members.slice(0, 12).join(', ') || 'none'}. Name a reader with --as if one of them should take it.`,
      },
    );
  }
  return lists;
}

/** Finds the reader of each part of a file. Throws READER_AMBIGUOUS, READER_MISMATCH, FILE_EMPTY. */
export async function planFile(
  file: OpenedFile,
  as: Reader | null,
  context: OpenContext,
): Promise<PlannedPart[]> {
  if ('document' in file) return planDocument(file, as, context);
  const planned: PlannedPart[] = [];
  const misfits: TickmarkError[] = [];
  for (const part of file.parts) {
    try {
      planned.push(await planPart(part, file.format, as, context));
    } catch (error) {
      const misfit = error instanceof TickmarkError && error.code === 'READER_MISMATCH';
      if (!misfit || file.parts.length === 1) throw error;
      // A named reader takes the sheets that it fits; it need not fit all of a workbook.
      misfits.push(error);
      planned.push(await planPart(part, file.format, null, context));
    }
  }
  if (misfits.length === file.parts.length) throw misfits[0]!;
  return planned;
}
