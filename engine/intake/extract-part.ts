import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { parseExact } from './document/exact-json.ts';
import { JsonScanner } from './document/json-scan.ts';
import { KeyLists } from './document/key-lists.ts';
import { scanLines } from './document/open-ndjson.ts';
import {
  isObject,
  type Extract,
  type Extracted,
  type ExtractKit,
  type Json,
  type JsonObject,
} from './kit.ts';
import { keepRaw, type Part, type RawReject } from './part.ts';
import { splitRecord } from './table/record.ts';
import { scanTable } from './table/scan.ts';

/** Records handed to a reader at once: its code must not look from one record to another beyond them. */
const BATCH = 2000;

export const extractKit = (list: ExtractKit['list'] = () => ''): ExtractKit => ({
  digest: (value) =>
    createHash('sha256')
      .update(canonicalize(value) ?? 'null')
      .digest('hex'),
  list,
});

type Read = { record: number; value: JsonObject } | { record: number; reject: Omit<RawReject, 'record'> };

function readLine(record: number, line: string): Read {
  const reject = (code: RawReject['code'], message: string): Read => ({
    record,
    reject: { code, message, raw: keepRaw(line) },
  });
  let value: Json;
  try {
    value = parseExact(line);
  } catch {
    return reject('MALFORMED_JSON', 'the line is not one complete JSON value');
  }
  if (!isObject(value)) return reject('NOT_AN_OBJECT', 'the record is not an object with named fields');
  const { duplicate } = new JsonScanner(Buffer.from(line)).root();
  if (duplicate !== null) return reject('DUPLICATE_KEY', `the key "${duplicate}" is stated twice`);
  return { record, value };
}

/** A row of a table as an object by header; an empty bare cell is null. Of two equal headers the first counts. */
function readCells(part: Part, text: string): { number: number | null; value: JsonObject } {
  const cells = splitRecord(text, part.delimiter);
  const number = part.numbered ? Number(cells.shift()?.text) : null;
  const value: JsonObject = {};
  part.fields.forEach((field, i) => {
    const cell = cells[i];
    if (field === '' || Object.hasOwn(value, field)) return;
    value[field] = cell === undefined || (cell.text === '' && !cell.quoted) ? null : cell.text.trim();
  });
  return { number, value };
}

const TAB_LINE = /^(\d+)\t[^\t]*\t/;

/** Calls `each` with every record of the text that a part was made of, in order. */
async function readRecords(
  part: Part,
  each: (read: Read) => void,
  drain: () => Promise<void>,
): Promise<void> {
  if (part.shape === 'cells') {
    const dialect = { delimiter: part.delimiter.charCodeAt(0), carriageReturns: false };
    let seen = part.numbered ? 0 : -1;
    await scanTable(part.file.path, dialect, {
      width: () => 0,
      each: ({ bytes }) => {
        seen += 1;
        if (seen === 0) return;
        const { number, value } = readCells(part, Buffer.from(bytes).toString('utf8'));
        each({ record: number ?? seen, value });
      },
      drain,
    });
    return;
  }
  let seen = 0;
  await scanLines(
    part.file.path,
    (line) => {
      seen += 1;
      const text = line.toString('utf8');
      const numbered = part.numbered ? TAB_LINE.exec(text) : null;
      each(numbered ? readLine(Number(numbered[1]), text.slice(numbered[0].length)) : readLine(seen, text));
    },
    undefined,
    drain,
  );
}

class Writer {
  readonly keys = new KeyLists();
  /** Never without an entry: a list without lines has none, not as many as there are records. */
  readonly counts = new Map<string, number>([['$', 0]]);
  readonly rejects: RawReject[] = [];
  widest = 0;
  readonly #file: FileHandle;
  readonly #extract: Extract;
  #batch: { record: number; value: JsonObject }[] = [];

  constructor(file: FileHandle, extract: Extract) {
    this.#file = file;
    this.#extract = extract;
  }

  take(read: Read): void {
    if ('reject' in read) this.rejects.push({ record: read.record, ...read.reject });
    else this.#batch.push(read);
  }

  async flush(): Promise<void> {
    while (this.#batch.length > 0) {
      const batch = this.#batch.splice(0, BATCH);
      const found = this.#extract(
        batch.map(({ value }) => value),
        extractKit(),
      );
      const lines = found.map((item) => this.#line(item, batch[item.record - 1]!.record));
      await this.#file.writeFile(lines.join(''));
    }
  }

  #line(item: Extracted, record: number): string {
    if ('fault' in item) {
      const raw = keepRaw(JSON.stringify(item.raw));
      this.rejects.push({ record, code: item.code ?? 'BAD_RECORD', message: item.fault, raw });
      return '';
    }
    this.counts.set(item.of, (this.counts.get(item.of) ?? 0) + 1);
    this.keys.note(item.of, item.value);
    const json = JSON.stringify(item.value);
    if (json.length > this.widest) this.widest = json.length;
    return `${record}\t${item.of}\t${json}\n`;
  }
}

/**
 * Hands the records of a table, or of a file with one JSON value a line, to a reader's own code and makes a part of
 * what it answers: numbered lines of JSON, as a document gives them.
 */
export async function extractPart(part: Part, extract: Extract, scratch: string): Promise<Part> {
  const label = Buffer.from(part.label ?? '')
    .toString('hex')
    .slice(0, 64);
  const path = join(scratch, `extracted-${label}.tsv`);
  const file = await open(path, 'wx', 0o600);
  const writer = new Writer(file, extract);
  try {
    await readRecords(
      part,
      (read) => writer.take(read),
      () => writer.flush(),
    );
    await writer.flush();
  } finally {
    await file.close();
  }
  return {
    ...part,
    shape: 'json',
    fields: [],
    // What was known of the source's lines is not known of those that the code wrote.
    sound: null,
    keys: writer.keys.lists(),
    lines: writer.counts,
    widest: writer.widest * 4 + 64,
    file: { path, original: false, size: (await stat(path)).size },
    numbered: true,
    padded: false,
    delimiter: '\t',
    lineEnd: '\n',
    rejects: [...part.rejects, ...writer.rejects],
  };
}
