import { grouped } from '#shared/model/grouped.ts';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { keepRaw, type Part, type RawReject } from '../../part.ts';
import { writeRecord } from '../../table/record.ts';
import { eachLine } from '../lines.ts';
import { requireFew } from '../few-rejects.ts';
import type { Form } from './form.ts';
import { type PrintedRow, Reading } from './reading.ts';

const NAMES: Readonly<Record<Form, string>> = {
  psql: 'a table as psql prints it',
  sap: 'a list as SAP saves it (unconverted)',
  box: 'a table as the mysql client prints it',
  dashes: 'a table with a line of dashes under its headings',
  expanded: 'records as psql prints them with \\x',
  vertical: 'records as the mysql client prints them with \\G',
};

/** Reads the table in a text; `give` gets each row, `drain` is called between chunks. */
async function readPrinted(
  path: string,
  form: Form,
  give: (row: PrintedRow) => void,
  signal?: AbortSignal,
  drain?: () => Promise<void>,
): Promise<Reading> {
  const reading = new Reading(form, give);
  const bare = (line: string, number: number) => (number === 1 ? line.replace(/^\uFEFF/, '') : line);
  await eachLine(path, (line, number) => reading.line(bare(line, number), number), signal, drain);
  reading.end();
  return reading;
}

function notesOf(form: Form, { stated, records, asides, other }: Reading): string[] {
  const notes = [NAMES[form]];
  if (stated !== null)
    notes.push(
      stated === records
        ? `the client printed a count of ${grouped(stated)} rows, and as many are here`
        : `the client printed a count of ${grouped(stated)} rows, but ${grouped(records)} are here: lines may be missing`,
    );
  if (asides > 0) notes.push(`${asides} line${asides === 1 ? '' : 's'} outside the table passed over`);
  if (other > 0)
    notes.push(
      `${grouped(other)} rows of further tables with other headings are not read: hand each over as a file of its own`,
    );
  return notes;
}

/**
 * A printed table as a part with cells. Its printed row counts are compared with the rows found.
 * Throws FILE_MALFORMED, FILE_TOO_COMPLEX, CANCELLED.
 */
export async function openPrinted(
  path: string,
  form: Form,
  scratch: string,
  signal?: AbortSignal,
): Promise<Part> {
  const rejects: RawReject[] = [];
  const target = join(scratch, 'printed.csv');
  const file = await open(target, 'wx', 0o600);
  let pending: string[] = [];
  let widest = 16;
  const flush = async () => {
    await file.writeFile(pending.join(''));
    pending = [];
  };
  const take = ({ record, raw, cells }: PrintedRow) => {
    if (cells === null) {
      const message = 'the line does not fit the columns of the headings';
      rejects.push({ record, code: 'COLUMN_COUNT', message, raw: keepRaw(raw) });
      requireFew(rejects, 'do not fit the columns of the headings', 'Ask for the table as CSV.');
      return;
    }
    const values = cells.map((cell) => (cell === null ? null : { text: cell, quoted: true }));
    const line = writeRecord(values, record);
    if (line.length > widest) widest = line.length;
    pending.push(line);
  };
  let reading: Reading;
  try {
    reading = await readPrinted(path, form, take, signal, flush);
    await flush();
  } finally {
    await file.close();
  }
  return {
    label: null,
    shape: 'cells',
    fields: reading.header,
    keys: new Map(),
    lines: new Map(),
    widest: widest * 4,
    file: { path: target, original: false, size: (await stat(target)).size },
    numbered: true,
    padded: false,
    delimiter: ',',
    lineEnd: '\n',
    records: reading.records,
    rejects,
    rawText: (wanted) => rawRows(path, form, wanted),
    notes: notesOf(form, reading),
  };
}

/** The rows of these numbers as they are printed. */
async function rawRows(path: string, form: Form, wanted: ReadonlySet<number>): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  await readPrinted(path, form, ({ record, raw }) => {
    if (wanted.has(record)) found.set(record, keepRaw(raw));
  });
  return found;
}
