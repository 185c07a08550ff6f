import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepRaw, type Part, type RawReject } from '../../part.ts';
import { writeRecord } from '../../table/record.ts';
import { eachLine } from '../lines.ts';
import type { Form } from './form.ts';
import { Reading } from './reading.ts';

const NAMES: Readonly<Record<Form, string>> = {
  psql: 'a table as psql prints it',
  sap: 'a list as SAP saves it (unconverted)',
  box: 'a table as the mysql client prints it',
  dashes: 'a table with a line of dashes under its headings',
  expanded: 'records as psql prints them with \\x',
  vertical: 'records as the mysql client prints them with \\G',
};

/** A printed table as a part with cells. Its printed row counts are compared with the rows found. */
export async function openPrinted(
  path: string,
  form: Form,
  scratch: string,
  signal?: AbortSignal,
): Promise<Part> {
  const reading = new Reading(form);
  await eachLine(
    path,
    (line, number) => reading.line(number === 1 ? line.replace(/^\uFEFF/, '') : line, number),
    signal,
  );
  reading.end();
  const { header, rows, stated, asides } = reading.printed;
  const rejects: RawReject[] = [];
  const lines: string[] = [];
  rows.forEach((row, i) => {
    if (row.cells) {
      const values = row.cells.map((cell) => (cell === null ? null : { text: cell, quoted: true }));
      lines.push(writeRecord(values, i + 1));
    } else
      rejects.push({
        record: i + 1,
        code: 'COLUMN_COUNT',
        message: 'the line does not fit the columns of the headings',
        raw: keepRaw(row.raw),
      });
  });
  const target = join(scratch, 'printed.csv');
  const text = Buffer.from(lines.join(''), 'utf8');
  await writeFile(target, text, { mode: 0o600 });
  const notes = [NAMES[form]];
  if (stated !== null)
    notes.push(
      stated === rows.length
        ? `the client printed a count of ${stated} rows, and as many are here`
        : `the client printed a count of ${stated} rows, but ${rows.length} are here: lines may be missing`,
    );
  if (asides > 0) notes.push(`${asides} line${asides === 1 ? '' : 's'} outside the table passed over`);
  if (reading.other > 0)
    notes.push(
      `${reading.other} rows of further tables with other headings are not read: hand each over as a file of its own`,
    );
  return {
    label: null,
    shape: 'cells',
    fields: header,
    keys: new Map(),
    lines: new Map(),
    widest: Math.max(64, ...lines.map((line) => Buffer.byteLength(line))),
    file: { path: target, original: false, size: text.length },
    numbered: true,
    padded: false,
    delimiter: ',',
    lineEnd: '\n',
    records: rows.length,
    rejects,
    rawText: (wanted) =>
      Promise.resolve(new Map([...wanted].map((n) => [n, keepRaw(rows[n - 1]?.raw ?? '')]))),
    notes,
  };
}
