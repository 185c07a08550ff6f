import * as z from 'zod/mini';
import { type PbcItem, pbcItem } from '#shared/contract/intake-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';

const PLAIN = ['id', 'title', 'description', 'owner', 'requested_on', 'due_on', 'waived'] as const;
const MATCH = ['reader', 'table', 'system', 'file'] as const;

/** Records of a small table: RFC 4180, separated by comma or semicolon, whichever the header has more of. */
export function parseCsv(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, '');
  const header = source.slice(0, source.search(/\r?\n|$/));
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i]!;
    if (quoted) {
      if (char !== '"') field += char;
      else if (source[i + 1] === '"') {
        field += '"';
        i += 1;
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === delimiter || char === '\n') {
      record.push(field.replace(/\r$/, ''));
      field = '';
      if (char === '\n') {
        records.push(record);
        record = [];
      }
    } else field += char;
  }
  if (quoted) {
    throw new TickmarkError('FILE_MALFORMED', 'the list ends inside quotes', {
      hint: 'Save it again as CSV.',
    });
  }
  if (field !== '' || record.length > 0) records.push([...record, field.replace(/\r$/, '')]);
  return records.filter((one) => one.some((value) => value.trim() !== ''));
}

function itemOf(record: Readonly<Record<string, string>>, line: number): PbcItem {
  const pick = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (record[name] ? [[name, record[name]]] : [])));
  const match = pick(MATCH);
  const parsed = z.safeParse(pbcItem, {
    ...pick(PLAIN),
    ...(Object.keys(match).length > 0 ? { match } : {}),
    ...(record['expected'] ? { expected: Number(record['expected']) } : {}),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TickmarkError(
    'FILE_MALFORMED',
    `item ${line} of the list: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`,
    { hint: 'Each item needs an id and a title; days are written YYYY-MM-DD. Nothing was taken in.' },
  );
}

/** A list of requested items. Throws FILE_MALFORMED naming the item, FILE_EMPTY. */
export function parseItems(text: string): PbcItem[] {
  const [header, ...records] = parseCsv(text);
  if (header === undefined || records.length === 0)
    throw new TickmarkError('FILE_EMPTY', 'the list holds no items', {
      hint: 'Check that it is the right file.',
    });
  const names = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[^a-z]+/g, '_'),
  );
  const known = new Set<string>([...PLAIN, ...MATCH, 'expected']);
  const unknown = names.filter((name) => name !== '' && !known.has(name));
  if (unknown.length > 0) {
    throw new TickmarkError(
      'FILE_MALFORMED',
      `the list has a column that is not known: ${unknown.join(', ')}`,
      {
        hint: `Columns: ${[...known].join(', ')}.`,
      },
    );
  }
  return records.map((values, i) =>
    itemOf(Object.fromEntries(names.map((name, n) => [name, (values[n] ?? '').trim()])), i + 1),
  );
}
