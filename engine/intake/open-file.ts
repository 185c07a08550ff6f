import { open } from 'node:fs/promises';
import { TickmarkError } from '#shared/model/errors.ts';
import { openC1z } from './baton/open-c1z.ts';
import { openJson, openYaml } from './document/document.ts';
import { openNdjson } from './document/open-ndjson.ts';
import { looksLikeYaml } from './document/yaml-document.ts';
import type { Received } from './file/receive.ts';
import { carriedTable } from './file/carried.ts';
import { statedEncoding } from './file/encoding.ts';
import { openText, type TextFile } from './file/unpack.ts';
import type { OpenContext, OpenedFile } from './opened.ts';
import { headOf, openForm, textForm } from './text/open-form.ts';
import { linesAsTable, openByForm } from './text/open-lines.ts';
import { ownForm } from './text/own-form.ts';
import { printedForm } from './text/printed/form.ts';
import { openPrinted } from './text/printed/open-printed.ts';
import { refuseUseless } from './text/refused.ts';
import { withoutTypeLine } from './text/type-line.ts';
import { parquetText } from './parquet/open-parquet.ts';
import { openTable } from './table/open-table.ts';
import { sniffTable } from './table/sniff.ts';
import { titlesNote, withoutTitles } from './table/titles.ts';
import { openReturn, RETURN_READER } from './returned/open-return.ts';
import { Archive } from './workbook/archive.ts';
import { openWorkbook } from './workbook/open-workbook.ts';

const LOOK_AT = 256 * 1024;

async function beginning(text: TextFile): Promise<{ bytes: Buffer; whole: boolean }> {
  const file = await open(text.path, 'r');
  try {
    const buffer = Buffer.alloc(LOOK_AT);
    const { bytesRead } = await file.read(buffer, 0, LOOK_AT, 0);
    return { bytes: buffer.subarray(0, bytesRead), whole: bytesRead === text.size };
  } finally {
    await file.close();
  }
}

function parses(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text that starts as JSON holds one value a line. */
function isNdjson(start: string, whole: boolean): boolean {
  const lines = start.split(/\r?\n/);
  const complete = (whole ? lines : lines.slice(0, -1)).filter((line) => line.trim() !== '').slice(0, 20);
  if (complete.length < 2) return false;
  const objects = complete.filter((line) => /^\s*\{/.test(line));
  const sound = objects.filter(parses).length;
  return sound > 0 && sound * 2 >= complete.length;
}

function markup(): TickmarkError {
  return new TickmarkError('FILE_MALFORMED', 'the file is XML or HTML, which no reader reads', {
    hint: 'Ask for the same data as CSV, JSON, YAML or XLSX.',
  });
}

/** `cut`: lines above the data were passed over already. That is done once: a file of such lines alone would be copied for each. */
async function openTextFile(
  text: TextFile,
  name: string,
  context: OpenContext,
  notes: readonly string[],
  cut = false,
): Promise<OpenedFile> {
  const { bytes, whole } = await beginning(text);
  const start = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const first = start.trimStart()[0];
  if (first === undefined && whole)
    throw new TickmarkError('FILE_EMPTY', 'the file holds only white space', {
      hint: 'Ask for the export again.',
    });
  const untyped = cut ? null : await withoutTypeLine(text, start, context.scratch, context.signal);
  if (untyped)
    return openTextFile(untyped, name, context, [...notes, "PowerShell's type line passed over"], true);
  const carried = first === '{' ? await carriedTable(text, start, context.scratch) : null;
  if (carried) return openTextFile(carried.text, name, context, [...notes, carried.note], cut);
  const encoding = text.encoding;
  const head = headOf(start, whole);
  const keepLines = async (): Promise<OpenedFile> => {
    const part = await linesAsTable(text, context.scratch, context.signal);
    return { format: 'text', reader: null, parts: [part], encoding, notes };
  };
  if (context.raw === 'lines') return keepLines();
  const mapped = context.raw ? null : await ownForm(head, context);
  if (mapped?.spec.lines) {
    const { store, scratch, signal } = context;
    const part = await openByForm(text, mapped.spec.lines, store, scratch, signal);
    return { format: 'text', reader: mapped, parts: [part], encoding, notes };
  }
  const form = context.raw ? null : textForm(head, context.as);
  if (form?.text) {
    const about = { name, asOf: context.asOf };
    const part = await openForm(text, form.text, about, context.scratch, context.signal);
    return { format: 'text', reader: form, parts: [part], encoding, notes };
  }
  const printed = printedForm(head);
  if (printed !== null) {
    const part = await openPrinted(text.path, printed, context.scratch, context.signal);
    return { format: 'csv', parts: [part], encoding, notes };
  }
  const lines = () => openNdjson(text, context.scratch, context.strict, context.signal);
  if (first === '{' || first === '[') {
    if (isNdjson(start, whole)) return { format: 'ndjson', parts: [await lines()], encoding, notes };
    const single = first === '{' && whole && start.trim().split(/\r?\n/).length === 1;
    return {
      format: 'json',
      document: await openJson(text, context.signal),
      lines: single ? lines : null,
      encoding,
      notes,
    };
  }
  if (!context.raw) refuseUseless(head);
  if (/^<(?:\?xml|!doctype|html)\b/i.test(start.trimStart()) && !context.raw) throw markup();
  const untitled = async () => (cut ? null : withoutTitles(text, start, context.scratch, context.signal));
  const sniffed = sniffTable(bytes, whole);
  let titles: Awaited<ReturnType<typeof untitled>> = null;
  if (looksLikeYaml(start)) {
    try {
      return { format: 'yaml', document: await openYaml(text), lines: null, encoding, notes };
    } catch (error) {
      // "Note: first,second" and "Company: Example" start like YAML; a table is believed over broken YAML.
      if (!(error instanceof TickmarkError) || error.code !== 'FILE_MALFORMED') throw error;
      titles = await untitled();
      if (titles === null && sniffed?.even !== true) throw error;
    }
  } else titles = await untitled();
  if (titles) return openTextFile(titles.text, name, context, [...notes, titlesNote(titles.above)], true);
  if (sniffed === null && context.raw) return keepLines();
  if (sniffed === null && first === '<') throw markup();
  if (sniffed === null) {
    throw new TickmarkError('FILE_MALFORMED', 'the text is no table, no JSON and no YAML', {
      hint: 'Tables need a header line and two or more columns, separated by comma, semicolon, tab or vertical bar. Its lines can be mapped by hand: keep them (in the window), or import it with --as lines (at the command line).',
    });
  }
  return {
    format: 'csv',
    parts: [await openTable(text, sniffed, context.scratch, context.strict, context.signal)],
    encoding,
    notes,
  };
}

const ENCODING_NOTES: Readonly<Record<string, string>> = {
  'utf-8-bom': 'byte order mark removed',
  'utf-16le': 'converted from UTF-16 (little endian)',
  'utf-16be': 'converted from UTF-16 (big endian)',
  'windows-1252':
    'converted from Windows-1252, which nothing in it states: if its letters are wrong, read it again with --encoding',
};

function encodingNote(encoding: string): string | undefined {
  const stated = statedEncoding(encoding);
  return stated === null ? ENCODING_NOTES[encoding] : `converted from ${stated}, as stated`;
}

/** A review workbook that came back; null = another one, or one that is to be read in another way. */
async function openReturned(received: Received, context: OpenContext): Promise<OpenedFile | null> {
  if (context.raw || (context.as !== null && context.as.spec.id !== RETURN_READER)) return null;
  const { store, replaced } = context;
  const own = received.sha256.slice(0, 16);
  const archive = await Archive.open(received.path);
  try {
    const found = await openReturn(archive, { store, sources: replaced === null ? [own] : [own, replaced] });
    return found && { format: 'xlsx', lines: null, encoding: null, ...found };
  } finally {
    archive.close();
  }
}

/** Opens a received file by its content; its name plays no part. Throws the FILE_ errors. */
export async function openFile(received: Received, context: OpenContext): Promise<OpenedFile> {
  if (received.container === 'zip')
    return (await openReturned(received, context)) ?? (await openWorkbook(received.path, context));
  if (received.container === 'c1z') {
    const { document, notes } = await openC1z(received.path);
    return { format: 'c1z', document, lines: null, encoding: 'utf-8', notes };
  }
  if (received.container === 'parquet') {
    const table = await parquetText(received.path, context.scratch, context.store);
    const notes = ['read from Parquet: values as text, lists and structures as JSON'];
    return openTextFile(table, received.name, context, notes);
  }
  const text = await openText(received, context.signal);
  const notes: string[] = [];
  if (received.container === 'gzip') notes.push('unpacked from gzip');
  const converted = encodingNote(text.encoding);
  if (converted !== undefined) notes.push(converted);
  return openTextFile(text, received.name, context, notes);
}
