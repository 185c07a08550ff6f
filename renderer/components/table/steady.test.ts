import { describe, expect, it } from 'vitest';
import { LocalRows } from '../../data/local-rows.ts';
import { AS_READ } from '../../data/rows.ts';
import { SteadyLines, SteadyList } from './steady.ts';

function rowsOf(count: number): LocalRows {
  const rows = new LocalRows([{ name: 'n', type: 'INTEGER', kind: 'number' }], 'UTC');
  rows.add(
    Array.from({ length: count }, (_, n) => [n]),
    true,
  );
  return rows;
}

describe('lines that are drawn again', () => {
  it('are the same until the rows change', () => {
    const lines = new SteadyLines();
    const rows = rowsOf(3);
    const first = lines.at(rows, 1);
    expect(first).toEqual({ kind: 'row', index: 1, values: [1] });
    expect(lines.at(rows, 1)).toBe(first);
    rows.arrange({ ...AS_READ, sorts: [{ column: 0, descending: true }] });
    expect(lines.at(rows, 0)).toEqual({ kind: 'row', index: 2, values: [2] });
  });

  it('are those of the source that is shown', () => {
    const lines = new SteadyLines();
    const [one, other] = [rowsOf(1), rowsOf(2)];
    lines.at(one, 1);
    expect(lines.at(other, 1)).toEqual({ kind: 'row', index: 1, values: [1] });
  });

  it('are let go when there were many, and read again', () => {
    const lines = new SteadyLines();
    const rows = rowsOf(2000);
    const first = lines.at(rows, 0);
    for (let at = 1; at < 2000; at += 1) lines.at(rows, at);
    expect(lines.at(rows, 0)).not.toBe(first);
    expect(lines.at(rows, 0)).toEqual(first);
  });
});

it('a list is the same until one of its numbers changes', () => {
  const steady = new SteadyList();
  const first = steady.of([1, 2]);
  expect(steady.of([1, 2])).toBe(first);
  expect(steady.of([1, 3])).toEqual([1, 3]);
  expect(steady.of([1])).toEqual([1]);
});
