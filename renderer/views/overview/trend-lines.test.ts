import { expect, test } from 'vitest';
import { linesOf, type TrendPoint } from './trend-lines.ts';

const point = (name: string, parts: Readonly<Record<string, number>>): TrendPoint => ({
  kind: 'run',
  name,
  at: null,
  procedures: 1,
  parts: Object.entries(parts).map(([part, count]) => ({ part, count, of: null, rows: '' })),
});

test('each part has a range of its own, and one that never moves lies in the middle', () => {
  expect(linesOf([point('R-0001', { high: 4, low: 7 }), point('R-0002', { high: 1, low: 7 })])).toEqual([
    { part: 'high', counts: [4, 1], low: 1, high: 4 },
    { part: 'low', counts: [7, 7], low: 6, high: 8 },
  ]);
});

test('a point without a part is a gap', () => {
  const [, low] = linesOf([point('R-0001', { high: 4 }), point('R-0002', { high: 1, low: 7 })]);
  expect(low).toEqual({ part: 'low', counts: [null, 7], low: 6, high: 8 });
});
