import { array, assert, boolean, constant, integer, oneof, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from './arrange-local.ts';
import { ColumnIndex } from './column-index.ts';
import { AS_READ, type Arrangement, type Column } from './rows.ts';

const columns: Column[] = [
  { name: 'subject', type: 'VARCHAR', kind: 'text' },
  { name: 'days', type: 'INTEGER', kind: 'number' },
];
const table: unknown[][] = [
  ['ann', 90],
  ['Bob', 9],
  [null, 100],
  ['ann', null],
];
const lay = (rows: unknown[][], part: Partial<Arrangement>) =>
  layOut(
    {
      total: rows.length,
      columns,
      cell: (row, column) => rows[row]![column],
      index: (at) =>
        new ColumnIndex(
          rows.map((row) => row[at]),
          columns[at]!.kind,
          'UTC',
        ),
      zone: 'UTC',
    },
    { ...AS_READ, ...part },
  );

describe('arranging rows in the window', () => {
  it('keeps the order as read when nothing is asked for', () => {
    expect([...lay(table, {}).order]).toEqual([0, 1, 2, 3]);
  });

  it('sorts by size and by letter, missing last either way', () => {
    expect([...lay(table, { sorts: [{ column: 1, descending: false }] }).order]).toEqual([1, 0, 2, 3]);
    expect([...lay(table, { sorts: [{ column: 1, descending: true }] }).order]).toEqual([2, 0, 1, 3]);
    expect([...lay(table, { sorts: [{ column: 0, descending: false }] }).order]).toEqual([0, 3, 1, 2]);
  });

  it('breaks ties with the second key, then with the order as read', () => {
    const sorts = [
      { column: 0, descending: false },
      { column: 1, descending: true },
    ];
    expect([...lay(table, { sorts }).order]).toEqual([0, 3, 1, 2]);
  });

  it('tells numbers apart that a double cannot, and takes equal ones for equal', () => {
    const big = 2n ** 53n;
    const rows = [
      [null, big + 1n],
      [null, big],
      [null, '1.50'],
      [null, '1.5'],
      [null, -3n],
    ];
    expect([...lay(rows, { sorts: [{ column: 1, descending: false }] }).order]).toEqual([4, 2, 3, 1, 0]);
    expect([...lay(rows, { sorts: [{ column: 1, descending: true }] }).order]).toEqual([0, 1, 2, 3, 4]);
  });

  it('filters and searches together', () => {
    expect([...lay(table, { filters: new Map([[0, 'ann']]), search: '90' }).order]).toEqual([0]);
  });

  it('puts rows under headings in order of the label, missing last', () => {
    const groups = lay(table, { groupBy: 0 }).groups!;
    expect(groups.map(({ label, rows }) => [label, [...rows]])).toEqual([
      ['ann', [0, 3]],
      ['Bob', [1]],
      ['∅', [2]],
    ]);
  });

  it('loses no row and invents none, whatever the values', () => {
    const value = oneof(constant(null), string(), integer());
    assert(
      property(array(tuple(value, value)), boolean(), (rows, descending) => {
        const { order, groups } = lay(rows, { sorts: [{ column: 0, descending }], groupBy: 1 });
        const every = rows.map((_, i) => i);
        expect([...order].sort((a, b) => a - b)).toEqual(every);
        expect(groups!.flatMap((group) => [...group.rows]).sort((a, b) => a - b)).toEqual(every);
      }),
    );
  });
});
