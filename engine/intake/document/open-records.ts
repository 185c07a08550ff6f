import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { extractKit } from '../extract-part.ts';
import type { Extract, Extracted, Json } from '../kit.ts';
import type { OpenContext } from '../opened.ts';
import { keepRaw, type Part, type RawReject } from '../part.ts';
import type { DocumentRecord, OpenDocument } from './document.ts';
import { furtherPages } from './further-pages.ts';
import { parsed, type RecordList } from './record-lists.ts';
import { Turns } from './turns.ts';
import { type Line, writeLines } from './write-lines.ts';

function duplicateReject(record: DocumentRecord, number: number): RawReject | null {
  if (record.duplicate === null) return null;
  return {
    record: number,
    code: 'DUPLICATE_KEY',
    message: `the key "${record.duplicate}" is stated twice`,
    raw: keepRaw(record.json),
  };
}

/** White space between tokens may hold tabs and line ends; inside texts JSON forbids both. */
function oneLine(json: string): string {
  return json.replace(/[\t\r\n]/g, ' ');
}

/** Lines of the records as they are; those that state a key twice go to `rejects`. */
function* plainLines(lists: readonly RecordList[], rejects: RawReject[]): Generator<Line> {
  let n = 0;
  for (const { path, records } of lists) {
    for (const record of records) {
      n += 1;
      const reject = duplicateReject(record, n);
      if (reject) rejects.push(reject);
      else {
        const json = record.name === null ? record.json : JSON.stringify(parsed(record));
        yield { n, of: path, json: oneLine(json) };
      }
    }
  }
}

function* parseSteps(records: readonly DocumentRecord[]): Generator<void, Json[]> {
  const values: Json[] = [];
  for (const record of records) {
    values.push(parsed(record));
    yield;
  }
  return values;
}

/** Lines that a reader's code makes of the records, whose `values` these are; what it cannot read goes to `rejects`. */
function* extractedLines(
  lists: readonly RecordList[],
  values: Json[],
  extract: Extract,
  rejects: RawReject[],
): Generator<Line> {
  const records = lists.flatMap((list) => list.records);
  const paths = lists.flatMap((list) => list.records.map(() => list.path));
  const doubled = new Set<number>();
  records.forEach((record, i) => {
    const reject = duplicateReject(record, i + 1);
    if (!reject) return;
    rejects.push(reject);
    doubled.add(i + 1);
  });
  const found: Extracted[] = extract(
    values,
    extractKit((index) => paths[index] ?? ''),
  );
  for (const item of found) {
    if (doubled.has(item.record)) continue;
    if ('fault' in item) {
      rejects.push({
        record: item.record,
        code: item.code ?? 'BAD_RECORD',
        message: item.fault,
        raw: keepRaw(JSON.stringify(item.raw)),
      });
    } else yield { n: item.record, of: item.of, json: JSON.stringify(item.value) };
  }
}

function valuesOf(lists: readonly RecordList[], signal: AbortSignal | undefined): Promise<Json[]> {
  return new Turns(signal).all(parseSteps(lists.flatMap(({ records }) => records)));
}

/** The record of a number, over all lists. */
function numbered(lists: readonly RecordList[], n: number): DocumentRecord | undefined {
  let before = 0;
  for (const { records } of lists) {
    if (n <= before + records.length) return records[n - before - 1];
    before += records.length;
  }
  return undefined;
}

/** The records of a document as a part: numbered lines of JSON beside the source. Throws FILE_EMPTY, CANCELLED. */
export async function openRecords(
  document: OpenDocument,
  lists: readonly RecordList[],
  extract: Extract | null,
  { scratch, signal }: Pick<OpenContext, 'scratch' | 'signal'>,
  label: string | null = null,
): Promise<Part> {
  const records = lists.reduce((sum, list) => sum + list.records.length, 0);
  if (records === 0)
    throw new TickmarkError('FILE_EMPTY', 'the file holds no records', { hint: 'Ask for the export again.' });
  const rejects: RawReject[] = [];
  const path = join(
    scratch,
    `records${label === null ? '' : `-${Buffer.from(label).toString('hex').slice(0, 64)}`}.tsv`,
  );
  const { keys, counts, widest, size } =
    extract === null
      ? await writeLines(path, plainLines(lists, rejects), new Map(), signal)
      : await writeLines(
          path,
          extractedLines(lists, await valuesOf(lists, signal), extract, rejects),
          new Map([['$', 0]]),
          signal,
        );
  const rename = <T>(map: ReadonlyMap<string, T>) =>
    new Map([...map].map(([list, value]) => [list.replace(/^(?=>|$)/, '$'), value]));
  return {
    label,
    keyed: lists[0]?.records[0]?.name != null,
    shape: 'json',
    fields: [],
    keys: rename(keys),
    lines: rename(counts),
    widest: widest * 4 + 64,
    file: { path, original: false, size },
    numbered: true,
    padded: false,
    delimiter: '\t',
    lineEnd: '\n',
    records,
    rejects,
    rawText: async (wanted) => new Map([...wanted].map((n) => [n, keepRaw(numbered(lists, n)?.json ?? '')])),
    notes: [
      ...(document.format === 'yaml' ? ['numbers are kept as the text they are written in'] : []),
      ...furtherPages(document),
    ],
  };
}
