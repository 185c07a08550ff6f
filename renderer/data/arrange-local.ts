import type { ColumnIndex } from './column-index.ts';
import { parseFilter, passes } from './filter.ts';
import type { Arrangement, Column } from './rows.ts';
import { showValue } from './value.ts';

/** Reads column `column` of row `row`. */
export type Cell = (row: number, column: number) => unknown;

export interface Group {
  label: string;
  rows: Int32Array;
}

export interface Layout {
  /** Row numbers that pass, in order. */
  order: Int32Array;
  /** The same rows under headings, or null when they are not grouped. */
  groups: readonly Group[] | null;
}

/** Rows as they are held: their values, and what each column is sorted and searched by. */
export interface Held {
  total: number;
  columns: readonly Column[];
  cell: Cell;
  index: (column: number) => ColumnIndex;
  zone: string;
}

/** Lays rows out: filters, then order (stable, missing last), then groups in order of their value. */
export function layOut(held: Held, arrangement: Arrangement): Layout {
  const order = sortRows(sift(held, arrangement), held, arrangement);
  const { groupBy } = arrangement;
  return { order, groups: groupBy === null ? null : groupRows(order, held, groupBy) };
}

function groupRows(order: Int32Array, { columns, cell, index, zone }: Held, groupBy: number): Group[] {
  const kind = columns[groupBy]?.kind ?? 'text';
  const { of: ranks } = index(groupBy).ranks;
  const found = new Map<unknown, number[]>();
  for (const row of order) {
    const value = cell(row, groupBy);
    const key = typeof value === 'object' && value !== null ? showValue(value, kind, zone) : value;
    const rows = found.get(key);
    if (rows) rows.push(row);
    else found.set(key, [row]);
  }
  return [...found.values()]
    .sort((a, b) => ranks[a[0]!]! - ranks[b[0]!]!)
    .map((rows) => ({ label: showValue(cell(rows[0]!, groupBy), kind, zone), rows: Int32Array.from(rows) }));
}

function sift({ total, columns, cell, index, zone }: Held, arrangement: Arrangement): Int32Array {
  const tests = [...arrangement.filters].flatMap(([at, input]) => {
    const filter = parseFilter(input);
    const column = columns[at];
    return filter && column ? [{ at, filter, kind: column.kind }] : [];
  });
  const search = arrangement.search.trim().toLowerCase();
  const texts = search === '' ? [] : columns.map((_, at) => index(at).texts);
  const kept = new Int32Array(total);
  let count = 0;
  for (let row = 0; row < total; row += 1) {
    if (!tests.every(({ at, filter, kind }) => passes(filter, cell(row, at), kind, zone))) continue;
    if (search !== '' && !texts.some((shown) => shown[row]?.includes(search))) continue;
    kept[count] = row;
    count += 1;
  }
  return kept.slice(0, count);
}

/** By the last key first: each pass keeps the order of the one before among equals. */
function sortRows(order: Int32Array, { columns, index }: Held, { sorts }: Arrangement): Int32Array {
  let sorted = order;
  for (const { column, descending } of [...sorts].reverse()) {
    if (!columns[column]) continue;
    const { of: ranks, missing } = index(column).ranks;
    const size = sorted.length;
    // Rank and place in one number: numbers alone are sorted without asking back.
    const packed = new Float64Array(size);
    for (let at = 0; at < size; at += 1) {
      const rank = ranks[sorted[at]!]!;
      packed[at] = (descending && rank < missing ? missing - 1 - rank : rank) * size + at;
    }
    packed.sort();
    const next = new Int32Array(size);
    for (let at = 0; at < size; at += 1) next[at] = sorted[packed[at]! % size]!;
    sorted = next;
  }
  return sorted;
}
