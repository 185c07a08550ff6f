import { describe, expect, it } from 'vitest';
import { LocalRows } from './local-rows.ts';
import { AS_READ } from './rows.ts';

function sample(): LocalRows {
  const rows = new LocalRows(
    [
      { name: 'id', type: 'VARCHAR', kind: 'text' },
      { name: 'severity', type: 'VARCHAR', kind: 'text' },
    ],
    'UTC',
  );
  rows.add(
    [
      ['a', 'high'],
      ['b', 'low'],
    ],
    false,
  );
  rows.add([['c', 'high']], true);
  return rows;
}
const lines = (rows: LocalRows): string[] =>
  Array.from({ length: rows.count }, (_, at) => {
    const line = rows.line(at)!;
    return line.kind === 'row' ? String(line.values[0]) : `${line.label}:${line.count}`;
  });

describe('rows held in the window', () => {
  it('shows pages as they come in', () => {
    const rows = sample();
    expect(lines(rows)).toEqual(['a', 'b', 'c']);
    expect(rows.busy).toBe(false);
    expect(rows.line(3)).toBe(null);
  });

  it('says how many there will be, and arranges those that are there until the last are in', () => {
    const rows = new LocalRows([{ name: 'id', type: 'VARCHAR', kind: 'text' }], 'UTC');
    rows.expect(5);
    rows.addColumns([['d', 'b']], false);
    rows.arrange({ ...AS_READ, sorts: [{ column: 0, descending: false }] });
    expect([lines(rows), rows.total, rows.busy]).toEqual([['b', 'd'], 5, true]);
    rows.addColumns([['a', 'e']], false);
    expect(lines(rows)).toEqual(['b', 'd']);
    rows.arrange(AS_READ);
    expect(lines(rows)).toEqual(['d', 'b', 'a', 'e']);
    rows.arrange({ ...AS_READ, sorts: [{ column: 0, descending: true }] });
    rows.addColumns([['c']], true);
    expect([lines(rows), rows.total, rows.busy]).toEqual([['e', 'd', 'c', 'b', 'a'], 5, false]);
  });

  it('heads groups as they read, and opens them by what they are', () => {
    const rows = sample();
    rows.arrange({ ...AS_READ, groupBy: 1 });
    rows.nameGroups(new Map([[1, (text: string) => `of ${text}`]]));
    expect(lines(rows)).toEqual(['of high:2', 'of low:1']);
    rows.toggleGroup(1);
    expect(lines(rows)).toEqual(['of high:2', 'of low:1', 'b']);
  });

  it('opens and closes groups', () => {
    const rows = sample();
    rows.arrange({ ...AS_READ, groupBy: 1 });
    expect(lines(rows)).toEqual(['high:2', 'low:1']);
    rows.toggleGroup(0);
    expect(lines(rows)).toEqual(['high:2', 'a', 'c', 'low:1']);
    rows.toggleGroup(1);
    rows.toggleGroup(0);
    expect(lines(rows)).toEqual(['high:2', 'low:1', 'b']);
    expect(rows.rows).toBe(3);
  });

  it('lays out again when a value is changed', () => {
    const rows = sample();
    rows.arrange({ ...AS_READ, filters: new Map([[1, 'high']]) });
    rows.patch((_row, get, set) => {
      if (get(0) === 'a') set(1, 'low');
    });
    expect(lines(rows)).toEqual(['c']);
  });

  it('tells its listeners of every change', () => {
    const rows = sample();
    const before = rows.version;
    let told = 0;
    const stop = rows.subscribe(() => (told += 1));
    rows.arrange(AS_READ);
    stop();
    rows.arrange(AS_READ);
    expect(told).toBe(1);
    expect(rows.version).toBe(before + 2);
  });
});
