import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { throwIfCancelled } from '../file/receive.ts';
import type { TextFile } from '../file/unpack.ts';
import { isObject, type Json } from '../kit.ts';
import { keepRaw, type Part, type PartFile } from '../part.ts';
import { LinePasser } from '../scanner/line-passer.ts';
import { JsonScanner } from './json-scan.ts';
import { KeyLists } from './key-lists.ts';
import { LONGEST_RECORD } from '../table/scan.ts';

const CHUNK = 4 << 20;

/**
 * Calls `each` with every line that is not blank, without its line end; returns the blank ones' number. Lines that
 * `passer` passes over are not shown; it looks at one again where `each` answers `again`, having taught it something.
 */
export async function scanLines(
  path: string,
  each: (line: Buffer, crlf: boolean) => 'again' | void,
  signal?: AbortSignal,
  drain?: (done: number) => Promise<void> | void,
  passer?: LinePasser,
): Promise<{ blank: number; ended: boolean }> {
  const file = await open(path, 'r');
  try {
    let rest = Buffer.alloc(0);
    let position = 0;
    let blank = 0;
    const line = (bytes: Buffer) => {
      const crlf = bytes.length > 0 && bytes[bytes.length - 1] === 13;
      const text = crlf ? bytes.subarray(0, -1) : bytes;
      let start = 0;
      while (start < text.length && (text[start] === 32 || text[start] === 9)) start += 1;
      if (start < text.length) return each(text, crlf);
      blank += 1;
    };
    for (;;) {
      throwIfCancelled(signal);
      await drain?.(position);
      const buffer = Buffer.allocUnsafe(rest.length + CHUNK);
      rest.copy(buffer);
      const { bytesRead } = await file.read(buffer, rest.length, CHUNK, position);
      if (bytesRead === 0) {
        if (rest.length > 0 && line(rest) === 'again') line(rest);
        return { blank, ended: rest.length === 0 };
      }
      const held = buffer.subarray(0, rest.length + bytesRead);
      let start = position === 0 && held[0] === 0xef && held[1] === 0xbb && held[2] === 0xbf ? 3 : 0;
      position += bytesRead;
      for (;;) {
        if (passer) start = passer.pass(held, start);
        const end = held.indexOf(10, start);
        if (end < 0) break;
        if (line(held.subarray(start, end)) !== 'again') start = end + 1;
      }
      rest = held.subarray(start);
      if (rest.length > LONGEST_RECORD) {
        throw new TickmarkError('FILE_TOO_COMPLEX', `a line is longer than ${LONGEST_RECORD / 2 ** 20} MB`, {
          hint: 'NDJSON has one event a line. If this is one JSON document, check that it is complete.',
        });
      }
    }
  } finally {
    await file.close();
  }
}

/** Broken lines have no keys; they are rejected when the records are loaded. */
function parse(line: Buffer): Json {
  try {
    return JSON.parse(line.toString('utf8')) as Json;
  } catch {
    return null;
  }
}

/** Lines numbered in front, tabs and lone carriage returns (white space in JSON) as spaces. */
async function number(path: string, target: string, signal: AbortSignal | undefined): Promise<void> {
  const file = await open(target, 'wx', 0o600);
  let pending: string[] = [];
  const flush = async () => {
    const text = pending.join('');
    pending = [];
    await file.writeFile(text);
  };
  try {
    let n = 0;
    await scanLines(
      path,
      (line) => {
        pending.push(`${(n += 1)}\t$\t${line.toString('utf8').replace(/[\t\r]/g, ' ')}\n`);
      },
      signal,
      flush,
    );
    await flush();
  } finally {
    await file.close();
  }
}

/** So many lines out of the ordinary are searched for keys stated twice; from then on SQL looks at every line. */
const MOST_SEARCHED = 1000;

/** Whether an object states a key twice, in itself or inside. */
function statesTwice(line: Buffer): boolean {
  try {
    return new JsonScanner(line).root().duplicate !== null;
  } catch {
    // Readers of JSON disagree about it: SQL shall look.
    return true;
  }
}

/** One JSON value a line, as a part. `numbered`: the lines are written anew with their numbers. Throws FILE_EMPTY, FILE_TOO_COMPLEX. */
export async function openNdjson(
  text: TextFile,
  scratch: string,
  numbered: boolean,
  signal?: AbortSignal,
): Promise<Part> {
  const keys = new KeyLists();
  const passer = new LinePasser();
  let odd = text.encoding === 'utf-8-bom';
  let shown = 0;
  let widestShown = 0;
  let objects = true;
  let doubled = false;
  const endsShown = new Set<boolean>();
  const { blank, ended } = await scanLines(
    text.path,
    (line, crlf) => {
      const value = parse(line);
      const known = keys.count;
      // Every line: a key that only a late record states must not be lost.
      keys.note('$', value);
      if (keys.count > known && passer.learn(keys.lists())) return 'again';
      shown += 1;
      if (line.length > widestShown) widestShown = line.length;
      objects &&= isObject(value);
      doubled ||= isObject(value) && (shown > MOST_SEARCHED || statesTwice(line));
      endsShown.add(crlf);
      odd ||= line.includes(1) || line.includes(13);
    },
    signal,
    undefined,
    passer,
  );
  const records = shown + passer.records;
  const widest = Math.max(widestShown, passer.widest);
  const ends = new Set([...endsShown, ...passer.ends]);
  if (records === 0)
    throw new TickmarkError('FILE_EMPTY', 'the file holds no records', { hint: 'Ask for the export again.' });
  const anew = numbered || odd || ends.size > 1 || blank > 0;
  let file: PartFile = { path: text.path, original: text.original, size: text.size };
  if (anew) {
    const path = join(scratch, 'lines.tsv');
    await number(text.path, path, signal);
    file = { path, original: false, size: (await stat(path)).size };
  }
  const notes: string[] = [];
  if (blank > 0) notes.push(`${blank} blank line${blank === 1 ? '' : 's'} passed over`);
  if (!ended) notes.push('the last line has no line end');
  return {
    label: null,
    shape: 'json',
    fields: [],
    keys: keys.lists(),
    lines: new Map(),
    // A second reading trusts nothing that the first one found.
    sound: numbered || !objects ? null : { doubled },
    widest: widest + 32,
    file,
    numbered: anew,
    padded: false,
    delimiter: '\t',
    lineEnd: !anew && ends.has(true) ? '\r\n' : '\n',
    records,
    rejects: [],
    rawText: async (wanted) => {
      const found = new Map<number, string>();
      let n = 0;
      await scanLines(text.path, (line) => {
        n += 1;
        if (wanted.has(n)) found.set(n, keepRaw(line.toString('utf8')));
      });
      return found;
    },
    notes,
  };
}
