import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { TextFile } from '../file/unpack.ts';
import { requireColumns } from '../most-columns.ts';
import { keepRow, type Part, type PartFile, type RawReject } from '../part.ts';
import { RecordPasser } from '../scanner/record-passer.ts';
import { splitRecord, writeRecord } from './record.ts';
import { scanTable, type ScannedRecord } from './scan.ts';
import type { Sniffed } from './sniff.ts';

/** Beyond this the header is wrong, not the records. */
const MOST_REJECTS = 500_000;

const FAULTS = {
  BAD_QUOTES: 'text follows the closing quote of a value',
  UNCLOSED_QUOTE: 'a quoted value is opened and not closed on this record',
} as const;

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function rejectOf(
  record: ScannedRecord,
  number: number,
  header: readonly string[],
  delimiter: string,
): RawReject | null {
  const columns = header.length;
  const { buffer, byteOffset, byteLength } = record.bytes;
  const raw = () => keepRow(Buffer.from(buffer, byteOffset, byteLength).toString('utf8'), header, delimiter);
  if (record.fault !== null)
    return { record: number, code: record.fault, message: FAULTS[record.fault], raw: raw() };
  if (record.fields === columns) return null;
  return {
    record: number,
    code: 'COLUMN_COUNT',
    message: `${plural(record.fields, 'value')} where the header has ${plural(columns, 'column')}`,
    raw: raw(),
  };
}

function headerTexts(record: ScannedRecord, delimiter: string): string[] {
  if (record.fault !== null) {
    throw new TickmarkError('FILE_MALFORMED', `the header line is broken: ${FAULTS[record.fault]}`, {
      hint: 'The first line must name the columns. Ask for the export again.',
    });
  }
  requireColumns(record.fields);
  return splitRecord(Buffer.from(record.bytes).toString('utf8'), delimiter).map((value) => value.text.trim());
}

interface Shape {
  header: string[] | null;
  records: number;
  rejects: RawReject[];
  widest: number;
  irregular: boolean;
  padded: boolean;
  lineEnds: Set<string>;
}

async function learn(
  path: string,
  sniffed: Sniffed,
  signal: AbortSignal | undefined,
  onBytes: ((done: number) => void) | undefined,
): Promise<Shape & { blank: number }> {
  const shape: Shape = {
    header: null,
    records: 0,
    rejects: [],
    widest: 0,
    irregular: false,
    padded: false,
    lineEnds: new Set(),
  };
  const passer = new RecordPasser();
  const each = (record: ScannedRecord) => {
    if (record.bytes.length > shape.widest) shape.widest = record.bytes.length;
    if (record.irregular) shape.irregular = true;
    if (record.padded) shape.padded = true;
    if (record.lineEnd !== 'end') shape.lineEnds.add(record.lineEnd);
    if (shape.header === null) {
      shape.header = headerTexts(record, sniffed.delimiter);
      return;
    }
    shape.records += 1;
    if (record.fault === null && record.fields === shape.header.length) return;
    const reject = rejectOf(record, shape.records + passer.records, shape.header, sniffed.delimiter);
    if (reject) shape.rejects.push(reject);
    if (shape.rejects.length > MOST_REJECTS) {
      throw new TickmarkError('FILE_MALFORMED', `more than ${MOST_REJECTS} records do not fit the header`, {
        hint: 'The first line may not be the header, or the delimiter differs between lines. Ask for the export again.',
      });
    }
  };
  const width = () => shape.header?.length ?? 0;
  const { blank } = await scanTable(path, sniffed.dialect, { width, each, passer, signal, onBytes });
  if (passer.lf) shape.lineEnds.add('lf');
  if (passer.crlf) shape.lineEnds.add('crlf');
  return {
    ...shape,
    records: shape.records + passer.records,
    widest: Math.max(shape.widest, passer.widest),
    padded: shape.padded || passer.padded,
    blank,
  };
}

/** Writes the sound records in one strict form, each with its number in front. */
async function rewrite(
  path: string,
  target: string,
  sniffed: Sniffed,
  columns: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = await open(target, 'wx', 0o600);
  try {
    let pending: string[] = [];
    let number = -1;
    const flush = async () => {
      const text = pending.join('');
      pending = [];
      await file.writeFile(text);
    };
    await scanTable(path, sniffed.dialect, {
      width: () => (number < 0 ? 0 : columns),
      each: (record) => {
        number += 1;
        if (number === 0 || record.fault !== null || record.fields !== columns) return;
        const line = writeRecord(
          splitRecord(Buffer.from(record.bytes).toString('utf8'), sniffed.delimiter),
          number,
        );
        pending.push(line);
      },
      signal,
      drain: flush,
    });
    await flush();
  } finally {
    await file.close();
  }
}

function rawReader(
  path: string,
  { dialect, delimiter }: Sniffed,
  header: readonly string[],
): Part['rawText'] {
  return async (wanted) => {
    const found = new Map<number, string>();
    if (wanted.size === 0) return found;
    let number = -1;
    await scanTable(path, dialect, {
      width: () => (number < 0 ? 0 : header.length),
      each: (record) => {
        number += 1;
        if (!wanted.has(number)) return;
        found.set(number, keepRow(Buffer.from(record.bytes).toString('utf8'), header, delimiter));
      },
    });
    return found;
  };
}

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
};

/**
 * A delimited text as a part. `strict`: written anew whether or not it looks regular.
 * Throws FILE_EMPTY, FILE_MALFORMED, FILE_TOO_COMPLEX.
 */
export async function openTable(
  text: TextFile,
  sniffed: Sniffed,
  scratch: string,
  strict: boolean,
  signal?: AbortSignal,
  onBytes?: (done: number) => void,
): Promise<Part> {
  const shape = await learn(text.path, sniffed, signal, onBytes);
  const header = shape.header;
  if (header === null)
    throw new TickmarkError('FILE_EMPTY', 'the file holds no records', { hint: 'Ask for the export again.' });
  const anew =
    strict ||
    shape.irregular ||
    shape.rejects.length > 0 ||
    shape.lineEnds.size > 1 ||
    (header.length === 1 && shape.blank > 0);
  let file: PartFile = { path: text.path, original: text.original, size: text.size };
  if (anew) {
    const path = join(scratch, 'table.csv');
    await rewrite(text.path, path, sniffed, header.length, signal);
    file = { path, original: false, size: (await stat(path)).size };
  }
  const notes: string[] = [];
  const delimiterName = DELIMITER_NAMES[sniffed.delimiter];
  if (delimiterName !== undefined) notes.push(`values are separated by ${delimiterName}`);
  if (shape.blank > 0) notes.push(`${plural(shape.blank, 'blank line')} passed over`);
  if (shape.records === 0) notes.push('a header and no records');
  return {
    label: null,
    shape: 'cells',
    fields: header,
    keys: new Map(),
    lines: new Map(),
    widest: anew ? shape.widest * 2 + header.length * 2 + 32 : shape.widest,
    file,
    numbered: anew,
    padded: shape.padded || shape.irregular,
    lineEnd: !anew && shape.lineEnds.has('crlf') ? '\r\n' : '\n',
    delimiter: anew ? ',' : sniffed.delimiter,
    records: shape.records,
    rejects: shape.rejects,
    rawText: rawReader(text.path, sniffed, header),
    notes,
  };
}
