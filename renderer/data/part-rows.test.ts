import { expect, it } from 'vitest';
import { LocalRows } from './local-rows.ts';
import { PartRows } from './part-rows.ts';
import { AS_READ } from './rows.ts';

function ten(): LocalRows {
  const source = new LocalRows([{ name: 'n', type: 'INTEGER', kind: 'number' }], 'UTC');
  source.add(
    Array.from({ length: 10 }, (_, i) => [i]),
    true,
  );
  return source;
}

const shown = (source: PartRows): unknown[] =>
  Array.from({ length: source.count }, (_, at) => {
    const line = source.line(at);
    return line?.kind === 'row' ? line.values[0] : null;
  });

it('shows every row in one of its parts, and none in two', () => {
  const source = new PartRows(ten(), 4);
  expect(source.parts).toBe(3);
  const seen = [0, 1, 2].map((part) => {
    source.show(part);
    return shown(source);
  });
  expect(seen).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9],
  ]);
  expect([source.from, source.to, source.rows]).toEqual([8, 10, 10]);
});

it('begins at the first part again when the rows are arranged anew', () => {
  const source = new PartRows(ten(), 4);
  source.show(2);
  let told = 0;
  source.subscribe(() => (told += 1));
  source.arrange({ ...AS_READ, filters: new Map([[0, '>6']]) });
  expect([source.part, source.parts, shown(source), told > 0]).toEqual([0, 1, [7, 8, 9], true]);
});
