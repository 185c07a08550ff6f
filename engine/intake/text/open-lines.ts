import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Store } from '#engine/store/index.ts';
import type { TextFile } from '../file/unpack.ts';
import { keepRaw, type Part, type RawReject } from '../part.ts';
import { writeRecord } from '../table/record.ts';
import { requireFew } from './few-rejects.ts';
import type { LineForm } from './line-form.ts';
import { eachLine } from './lines.ts';
import { RowsFile } from './rows-file.ts';
import { splitLines } from './split-lines.ts';

/** Name of the one column of a text that is kept line by line. */
export const LINE = 'line';
/** Record list of the rows that a form makes of lines. */
export const LINES = 'line';
const BATCH = 5000;

function empty(): TickmarkError {
  return new TickmarkError('FILE_EMPTY', 'the file holds no records', { hint: 'Ask for the export again.' });
}

/** A text kept line by line, as a table of one column; blank lines are records too. Throws FILE_EMPTY, FILE_TOO_COMPLEX. */
export async function linesAsTable(text: TextFile, scratch: string, signal?: AbortSignal): Promise<Part> {
  const path = join(scratch, 'lines.csv');
  const file = await open(path, 'wx', 0o600);
  let records = 0;
  let widest = 0;
  try {
    let pending: string[] = [];
    const flush = async () => {
      await file.writeFile(pending.join(''));
      pending = [];
    };
    await eachLine(
      text.path,
      (line, number) => {
        records = number;
        const value = number === 1 ? line.replace(/^\uFEFF/, '') : line;
        const written = writeRecord([{ text: value, quoted: true }], number);
        if (written.length > widest) widest = written.length;
        pending.push(written);
      },
      signal,
      flush,
    );
    await flush();
  } finally {
    await file.close();
  }
  if (records === 0) throw empty();
  return {
    label: null,
    shape: 'cells',
    fields: [LINE],
    keys: new Map(),
    lines: new Map(),
    widest: widest * 4 + 64,
    file: { path, original: false, size: (await stat(path)).size },
    numbered: true,
    padded: false,
    delimiter: ',',
    lineEnd: '\n',
    records,
    rejects: [],
    rawText: async () => new Map(),
    notes: ['kept line by line'],
  };
}

/** Calls `take` with batches of lines, in order. */
async function inBatches(
  path: string,
  take: (lines: string[], from: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const held: string[] = [];
  let from = 1;
  const give = async (least: number) => {
    while (held.length >= least && held.length > 0) {
      const lines = held.splice(0, BATCH);
      await take(lines, from);
      from += lines.length;
    }
  };
  await eachLine(
    path,
    (line, number) => held.push(number === 1 ? line.replace(/^\uFEFF/, '') : line),
    signal,
    () => give(BATCH),
  );
  await give(1);
}

/** A line-oriented text by a form that the auditor stated. Throws FILE_EMPTY, FILE_MALFORMED, MAPPING_INVALID. */
export async function openByForm(
  text: TextFile,
  form: LineForm,
  store: Store,
  scratch: string,
  signal?: AbortSignal,
): Promise<Part> {
  const rows = await RowsFile.create(join(scratch, 'rows.tsv'));
  try {
    const rejects: RawReject[] = [];
    const asides = new Map<string, number>();
    let records = 0;
    await inBatches(
      text.path,
      async (lines, from) => {
        const split = await store.use((session) => splitLines(session, form, lines, from));
        split.forEach((item, i) => {
          if ('aside' in item) {
            asides.set(item.aside, (asides.get(item.aside) ?? 0) + 1);
            return;
          }
          records += 1;
          if ('value' in item) rows.add(records, LINES, item.value);
          else
            rejects.push({
              record: records,
              code: 'BAD_RECORD',
              message: item.fault,
              raw: keepRaw(lines[i]!),
            });
        });
        requireFew(
          rejects,
          'do not fit the mapping',
          'Try the mapping on the file first, and mend its pattern.',
        );
        await rows.drain();
      },
      signal,
    );
    if (records === 0) throw empty();
    const told = [...asides].map(([name, count]) => `${name} (${count})`);
    return await rows.finish({
      label: null,
      records,
      rejects,
      notes: told.length === 0 ? [] : [`lines that are no records: ${told.join(', ')}`],
      rawText: async (wanted) => {
        const found = new Map<number, string>();
        let n = 0;
        await inBatches(text.path, async (lines, from) => {
          const split = await store.use((session) => splitLines(session, form, lines, from));
          split.forEach((item, i) => {
            if (!('aside' in item) && wanted.has((n += 1))) found.set(n, keepRaw(lines[i]!));
          });
        });
        return found;
      },
    });
  } finally {
    await rows.close();
  }
}
