import { TickmarkError } from '#shared/model/errors.ts';
import { decodeUtf8 } from '../format/manifest.ts';
import type { SourceRoot } from '../format/redaction/roots.ts';
import type { Row } from '../format/redaction/rows.ts';

/** What is to be withheld of one source. */
export interface SourceChoice {
  /** Headers, or `#3` for the third column. */
  columns: readonly string[];
  rows: readonly RowChoice[];
}

/** Rows of the file counted from 1, the header included; or the rows that have a value in a column. */
export type RowChoice = { from: number; to: number } | { column: string; value: string };

/** What becomes of one row: withheld as a whole, or the zero-based columns of which the cells are. */
export type RowDecision = 'all' | readonly number[];

/** Rows in which a header is looked for. */
export const HEADER_ROWS = 50;

/** A cell as a person reads it: without delimiter, line end, quotes and white space around it. */
export function cellText(bytes: Uint8Array, delimiter: string): string {
  const raw = (decodeUtf8(bytes) ?? Buffer.from(bytes).toString('latin1')).replace(/^\uFEFF/, '');
  const ended = raw.replace(/\r?\n$|\r$/, '');
  const bare = (ended.endsWith(delimiter) ? ended.slice(0, -delimiter.length) : ended).trim();
  return bare.startsWith('"') ? bare.replace(/^"|"$/g, '').replaceAll('""', '"').trim() : bare;
}

/** Decides row by row, and counts what a person should be told. */
export interface CellChooser {
  decide(row: Row, number: number): RowDecision;
  /** Throws BAD_ARGUMENT when a range or a value met no row. */
  finish(rows: number): void;
}

/** Throws BAD_ARGUMENT for a column that the source does not have. `head` is its first rows. */
export function chooseCells(source: SourceRoot, choice: SourceChoice, head: readonly Row[]): CellChooser {
  const met = choice.rows.map(() => false);
  const table =
    source.shape === 'delimited' ? tableChoice(source.path, source.delimiter, choice, head) : null;
  if (table === null && choice.columns.length > 0)
    throw new TickmarkError('BAD_ARGUMENT', `${source.path} has lines and no columns`, {
      hint: 'Withhold rows of it, by number or by the value of a field.',
    });
  const matches = (rule: RowChoice, row: Row, number: number) => {
    if ('from' in rule) return number >= rule.from && number <= rule.to;
    if (table === null) return fieldIs(row, rule.column, rule.value);
    return number !== table.header && same(table.text(row[table.column(rule.column)]), rule.value);
  };
  return {
    decide: (row, number) => {
      let all = false;
      choice.rows.forEach((rule, i) => {
        if (!matches(rule, row, number)) return;
        met[i] = true;
        all = true;
      });
      if (all) return 'all';
      if (table === null || table.columns.length === 0 || number === table.header) return [];
      // A row of another width may hold a withheld value in another place.
      if (row.length !== table.width) return table.text(row[0]) === '' && row.length === 1 ? [] : 'all';
      return table.columns;
    },
    finish: (rows) => {
      choice.rows.forEach((rule, i) => {
        if ('from' in rule && rule.to > rows)
          throw new TickmarkError('BAD_ARGUMENT', `${source.path} has ${rows} rows, not ${rule.to}`);
        if (met[i] !== true && 'column' in rule)
          throw new TickmarkError(
            'BAD_ARGUMENT',
            `no row of ${source.path} has "${rule.value}" in ${rule.column}`,
          );
      });
    },
  };
}

function tableChoice(path: string, delimiter: string, choice: SourceChoice, head: readonly Row[]) {
  const text = (cell: Uint8Array | undefined) => (cell === undefined ? '' : cellText(cell, delimiter));
  const asked = [
    ...choice.columns,
    ...choice.rows.flatMap((rule) => ('column' in rule ? [rule.column] : [])),
  ];
  const named = asked.filter((name) => !/^#\d+$/.test(name));
  const found = head.findIndex((row) => {
    const headers = row.map(text);
    return named.every((name) => headers.includes(name));
  });
  if (named.length > 0 && found < 0) {
    const first = head[0]?.map(text).join(', ') ?? '';
    throw new TickmarkError('BAD_ARGUMENT', `${path} has no header with ${named.join(', ')}`, {
      hint: `Its first row is: ${first}. Columns can also be named by number: #1.`,
    });
  }
  const headers = (head[Math.max(0, found)] ?? []).map(text);
  const column = (name: string) => {
    const at = /^#\d+$/.test(name) ? Number(name.slice(1)) - 1 : headers.indexOf(name);
    if (at < 0 || at >= headers.length)
      throw new TickmarkError(
        'BAD_ARGUMENT',
        `${path} has ${headers.length} columns, none of them is ${name}`,
      );
    return at;
  };
  // Two columns of one name are both meant.
  const columns = choice.columns.flatMap((name) =>
    headers.flatMap((header, i) => (header === name || i === column(name) ? [i] : [])),
  );
  const header = named.length > 0 ? found + 1 : 0;
  return {
    columns: [...new Set(columns)].sort((a, b) => a - b),
    width: headers.length,
    header,
    column,
    text,
  };
}

const same = (a: string, b: string) => a.toLowerCase() === b.trim().toLowerCase();

/** True also for a line that cannot be read: it may hold the value. */
function fieldIs(row: Row, field: string, value: string): boolean {
  const line = Buffer.concat(row).toString('utf8').trim();
  if (line === '') return false;
  try {
    const found = (JSON.parse(line) as Record<string, unknown> | null)?.[field];
    return typeof found === 'object' ? found !== null : same(String(found), value);
  } catch {
    return true;
  }
}
