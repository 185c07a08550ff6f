import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { extractKit } from '../extract-part.ts';
import type { Extract, Extracted, Json } from '../kit.ts';
import { keepRaw, type Part, type RawReject } from '../part.ts';
import type { ReaderSpec } from '../reader-schema.ts';
import type { DocumentRecord, OpenDocument } from './document.ts';
import { parseExact } from './exact-json.ts';
import { furtherPages } from './further-pages.ts';
import { KeyLists } from './key-lists.ts';

/** The record list of a document that a reader reads, and its further ones. null = the document has none of them. */
export function recordLists(
  document: OpenDocument,
  reader: Pick<ReaderSpec, 'records' | 'also' | 'keyed'>,
): { path: string; records: DocumentRecord[] }[] | null {
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

function parsed(record: DocumentRecord): Json {
  const value = parseExact(record.json);
  if (record.name === null || value === null || typeof value !== 'object' || Array.isArray(value))
    return value;
  return { $key: record.name, ...value };
}

function duplicateReject(record: DocumentRecord, number: number): RawReject | null {
  if (record.duplicate === null) return null;
  return {
    record: number,
    code: 'DUPLICATE_KEY',
    message: `the key "${record.duplicate}" is stated twice`,
    raw: keepRaw(record.json),
  };
}

/** Keys of all records, as `fields` of a claim: one that only a late record states must not be lost. */
export function documentKeys(
  lists: readonly { path: string; records: DocumentRecord[] }[],
): Map<string, string[]> {
  const keys = new KeyLists();
  for (const { path, records } of lists) {
    keys.note(path, null);
    for (const record of records) keys.note(path, parsed(record));
  }
  return keys.lists();
}

interface Line {
  n: number;
  of: string;
  json: string;
}

/** White space between tokens may hold tabs and line ends; inside texts JSON forbids both. */
function oneLine(json: string): string {
  return json.replace(/[\t\r\n]/g, ' ');
}

function plainLines(lists: readonly { path: string; records: DocumentRecord[] }[]): {
  lines: Line[];
  rejects: RawReject[];
  raw: string[];
} {
  const lines: Line[] = [];
  const rejects: RawReject[] = [];
  const raw: string[] = [];
  for (const { path, records } of lists) {
    for (const record of records) {
      raw.push(record.json);
      const reject = duplicateReject(record, raw.length);
      if (reject) rejects.push(reject);
      else
        lines.push({
          n: raw.length,
          of: path,
          json: oneLine(record.name === null ? record.json : JSON.stringify(parsed(record))),
        });
    }
  }
  return { lines, rejects, raw };
}

function extractedLines(
  lists: readonly { path: string; records: DocumentRecord[] }[],
  extract: Extract,
): { lines: Line[]; rejects: RawReject[]; raw: string[] } {
  const records = lists.flatMap((list) => list.records);
  const paths = lists.flatMap((list) => list.records.map(() => list.path));
  const rejects: RawReject[] = [];
  const doubled = new Set<number>();
  records.forEach((record, i) => {
    const reject = duplicateReject(record, i + 1);
    if (!reject) return;
    rejects.push(reject);
    doubled.add(i + 1);
  });
  const found: Extracted[] = extract(
    records.map(parsed),
    extractKit((index) => paths[index] ?? ''),
  );
  const lines: Line[] = [];
  for (const item of found) {
    if (doubled.has(item.record)) continue;
    if ('fault' in item) {
      rejects.push({
        record: item.record,
        code: item.code ?? 'BAD_RECORD',
        message: item.fault,
        raw: keepRaw(JSON.stringify(item.raw)),
      });
    } else lines.push({ n: item.record, of: item.of, json: JSON.stringify(item.value) });
  }
  return { lines, rejects, raw: records.map((record) => record.json) };
}

/** The records of a document as a part: numbered lines of JSON beside the source. Throws FILE_EMPTY. */
export async function openRecords(
  document: OpenDocument,
  lists: readonly { path: string; records: DocumentRecord[] }[],
  extract: Extract | null,
  scratch: string,
  label: string | null = null,
): Promise<Part> {
  const { lines, rejects, raw } = extract === null ? plainLines(lists) : extractedLines(lists, extract);
  if (raw.length === 0)
    throw new TickmarkError('FILE_EMPTY', 'the file holds no records', { hint: 'Ask for the export again.' });
  const keys = new KeyLists();
  const counts = new Map<string, number>(extract === null ? [] : [['$', 0]]);
  let widest = 0;
  for (const line of lines) {
    counts.set(line.of, (counts.get(line.of) ?? 0) + 1);
    keys.note(line.of, JSON.parse(line.json) as Json);
    if (line.json.length > widest) widest = line.json.length;
  }
  const path = join(
    scratch,
    `records${label === null ? '' : `-${Buffer.from(label).toString('hex').slice(0, 64)}`}.tsv`,
  );
  const text = Buffer.from(
    lines.map((line) => `${line.n}\t${line.of === '' ? '$' : line.of}\t${line.json}\n`).join(''),
  );
  await writeFile(path, text, { mode: 0o600 });
  const rename = <T>(map: ReadonlyMap<string, T>) =>
    new Map([...map].map(([list, value]) => [list.replace(/^(?=>|$)/, '$'), value]));
  return {
    label,
    keyed: lists[0]?.records[0]?.name != null,
    shape: 'json',
    fields: [],
    keys: rename(keys.lists()),
    lines: rename(counts),
    widest: widest * 4 + 64,
    file: { path, original: false, size: text.length },
    numbered: true,
    padded: false,
    delimiter: '\t',
    lineEnd: '\n',
    records: raw.length,
    rejects,
    rawText: async (wanted) => new Map([...wanted].map((n) => [n, keepRaw(raw[n - 1] ?? '')])),
    notes: [
      ...(document.format === 'yaml' ? ['numbers are kept as the text they are written in'] : []),
      ...furtherPages(document),
    ],
  };
}
