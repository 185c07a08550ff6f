import type { Json } from '../kit.ts';
import type { FieldLists } from '../mapping/bind.ts';
import type { ReaderSpec } from '../reader-schema.ts';
import type { Reader } from '../registry.ts';
import type { DocumentRecord, OpenDocument } from './document.ts';
import { parseExact } from './exact-json.ts';
import { KeyLists } from './key-lists.ts';
import { Turns } from './turns.ts';

/** Records of one list of a document, and where it lies. */
export interface RecordList {
  path: string;
  records: readonly DocumentRecord[];
}

/** The record list of a document that a reader reads, and its further ones. null = the document has none of them. */
export function recordLists(
  document: OpenDocument,
  reader: Pick<ReaderSpec, 'records' | 'also' | 'keyed'>,
): RecordList[] | null {
  const found = reader.records.flatMap((path) => {
    const records = document.records(path, reader.keyed);
    return records === null ? [] : [{ path, records }];
  });
  // A list that is there and empty must not hide the one that holds the records.
  const first = found.find((list) => list.records.length > 0) ?? found[0];
  if (first === undefined) return null;
  const further = reader.also
    .filter((path) => path !== first.path)
    .map((path) => ({ path, records: document.records(path, false) ?? [] }));
  return [first, ...further];
}

/** The value of a record; the name of a member beside what it holds, as `$key`. */
export function parsed(record: DocumentRecord): Json {
  const value = parseExact(record.json);
  if (record.name === null || value === null || typeof value !== 'object' || Array.isArray(value))
    return value;
  return { $key: record.name, ...value };
}

/** Keys of the records of a list: one that only a late record states must not be lost. */
function* keySteps({ path, records }: RecordList): Generator<void, FieldLists> {
  const keys = new KeyLists();
  keys.note(path, null);
  for (const record of records) {
    keys.note(path, parsed(record));
    yield;
  }
  return keys.lists();
}

/**
 * Keys of all records that `readers` read, as `fields` of a claim, by reader; none for a reader whose lists the document
 * does not have. Each list is read once: many readers ask for the same. Throws CANCELLED.
 */
export async function documentKeys(
  document: OpenDocument,
  readers: readonly Reader[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<Reader, FieldLists>> {
  const turns = new Turns(signal);
  const known = new Map<readonly DocumentRecord[], FieldLists>();
  const found = new Map<Reader, FieldLists>();
  for (const reader of readers) {
    const lists = recordLists(document, reader.spec);
    if (lists === null || lists[0]!.records.length === 0) continue;
    for (const list of lists)
      if (!known.has(list.records)) known.set(list.records, await turns.all(keySteps(list)));
    found.set(reader, new Map(lists.flatMap(({ records }) => [...known.get(records)!])));
  }
  return found;
}
