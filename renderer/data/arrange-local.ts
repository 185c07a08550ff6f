import { parseFilter, passes } from './filter.ts';
import type { Arrangement, Column } from './rows.ts';
import { type Kind, showValue } from './value.ts';

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

/** Lays `total` rows out: filters, then order (stable, missing last), then groups in order of their label. */
export function layOut(
  total: number,
  columns: readonly Column[],
  cell: Cell,
  arrangement: Arrangement,
  zone: string,
): Layout {
  const order = sift(total, columns, cell, arrangement, zone);
  sortRows(order, columns, cell, arrangement);
  const { groupBy } = arrangement;
  if (groupBy === null) return { order, groups: null };
  const kind = columns[groupBy]?.kind ?? 'text';
  const found = new Map<string, { value: unknown; rows: number[] }>();
  for (const row of order) {
    const value = cell(row, groupBy);
    const label = showValue(value, kind, zone);
    const group = found.get(label);
    if (group) group.rows.push(row);
    else found.set(label, { value, rows: [row] });
  }
  const groups = [...found].sort(([, a], [, b]) => compareValues(a.value, b.value, kind));
  return { order, groups: groups.map(([label, { rows }]) => ({ label, rows: Int32Array.from(rows) })) };
}

function sift(
  total: number,
  columns: readonly Column[],
  cell: Cell,
  arrangement: Arrangement,
  zone: string,
): Int32Array {
  const tests = [...arrangement.filters].flatMap(([index, input]) => {
    const filter = parseFilter(input);
    const column = columns[index];
    return filter && column ? [{ index, filter, kind: column.kind }] : [];
  });
  const search = arrangement.search.trim().toLowerCase();
  const kept = new Int32Array(total);
  let count = 0;
  for (let row = 0; row < total; row += 1) {
    if (!tests.every(({ index, filter, kind }) => passes(filter, cell(row, index), kind, zone))) continue;
    if (search !== '' && !found(row, columns, cell, search, zone)) continue;
    kept[count] = row;
    count += 1;
  }
  return kept.slice(0, count);
}

function found(row: number, columns: readonly Column[], cell: Cell, search: string, zone: string): boolean {
  return columns.some(({ kind }, index) => {
    const value = cell(row, index);
    return value !== null && value !== '' && showValue(value, kind, zone).toLowerCase().includes(search);
  });
}

function sortRows(order: Int32Array, columns: readonly Column[], cell: Cell, arrangement: Arrangement): void {
  const keys = arrangement.sorts.flatMap(({ column, descending }) => {
    const kind = columns[column]?.kind;
    return kind ? [{ column, kind, sign: descending ? -1 : 1 }] : [];
  });
  if (keys.length === 0) return;
  order.sort((a, b) => {
    for (const { column, kind, sign } of keys) {
      const x = cell(a, column);
      const y = cell(b, column);
      if (x === null || y === null) {
        if (x === y) continue;
        return x === null ? 1 : -1;
      }
      const result = compareValues(x, y, kind);
      if (result !== 0) return result * sign;
    }
    return a - b;
  });
}

/** Missing last; numbers by size (exact for bigint and decimals within a double), text by code unit, case aside. */
export function compareValues(a: unknown, b: unknown, kind: Kind): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  if (kind === 'number' || typeof a === 'number') return Number(a) - Number(b);
  const x = String(a).toLowerCase();
  const y = String(b).toLowerCase();
  return x < y ? -1 : x > y ? 1 : 0;
}
