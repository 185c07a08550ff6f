import { TickmarkError } from '#shared/model/errors.ts';
import { documentKeys, openRecords, recordLists } from './document/open-records.ts';
import { extractPart } from './extract-part.ts';
import type { OpenContext, OpenedFile } from './opened.ts';
import { claimAny, claimAs, type Claim } from './mapping/claim.ts';
import { bindReader, type Binding, type FieldLists } from './mapping/bind.ts';
import type { Part } from './part.ts';
import type { Format } from './reader-schema.ts';
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
  const found = findReader(format, () => fields, as, context);
  if (found === null && part.rejects.length * 2 > part.records) {
    throw new TickmarkError(
      'FILE_MALFORMED',
      `${part.rejects.length} of ${part.records} records do not fit the first line: the text is no table`,
      { hint: 'If it is one, ask for it with a header line and the same columns on every line.' },
    );
  }
  if (found === null) return { part, reader: null, binding: null };
  const { reader, binding } = found;
  if (reader.extract === null) return { part, reader, binding };
  const apart = await extractPart(part, reader.extract, context.scratch);
  return { part: apart, reader, binding: bindReader(reader.spec, apart.keys, true, context.stated !== null) };
}

/** A list of objects that can be a table, where no reader claims the document. */
function rawRecords(document: Extract<OpenedFile, { document: unknown }>['document']) {
  const several = (name: string) => (document.records(name, false)?.length ?? 0) > 1;
  // Beside the one list of a document may stand words about it, such as a count or a version.
  const lists = document.members.length > 1 ? document.members.filter(several) : document.members;
  const candidates = document.members.length === 0 ? [''] : lists.length === 1 ? [...lists] : [];
  for (const path of candidates) {
    const records = document.records(path, false);
    if (records?.length === 0) {
      throw new TickmarkError('FILE_EMPTY', 'the file holds no records', {
        hint: 'Ask for the export again.',
      });
    }
    if (records !== null && records.every((record) => record.json.startsWith('{')))
      return [{ path, records }];
  }
  return null;
}

async function planDocument(
  file: Extract<OpenedFile, { document: unknown }>,
  as: Reader | null,
  context: OpenContext,
): Promise<PlannedPart[]> {
  const fieldsFor = (reader: Reader) => {
    const lists = recordLists(file.document, reader.spec);
    return lists === null || lists[0]!.records.length === 0 ? null : documentKeys(lists);
  };
  const lineReader = as?.spec.formats.includes('ndjson') && !as.spec.formats.includes(file.format);
  const found: Claim | null = lineReader ? null : findReader(file.format, fieldsFor, as, context);
  if (found) {
    const lists = recordLists(file.document, found.reader.spec)!;
    const part = await openRecords(file.document, lists, found.reader.extract, context.scratch);
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
  const raw = rawRecords(file.document);
  if (raw === null) {
    throw new TickmarkError(
      'READER_MISMATCH',
      'no reader recognises the document, and it is no list that could be kept as a table',
      {
        hint: `Its keys are: ${file.document.members.slice(0, 12).join(', ') || 'none'}. Name a reader with --as if one of them should take it.`,
      },
    );
  }
  const part = await openRecords(file.document, raw, null, context.scratch);
  const beside = file.document.members.filter((name) => name !== raw[0]!.path);
  if (beside.length > 0 && raw[0]!.path !== '')
    part.notes = [
      ...part.notes,
      `the list ${raw[0]!.path} is kept; in the source only: ${beside.join(', ')}`,
    ];
  return [{ part, reader: null, binding: null }];
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
