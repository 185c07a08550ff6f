import { describe, expect, test } from 'vitest';
import { meanPath } from './isolation-tree.ts';
import { outliers } from './outliers.ts';
import { Xoshiro128 } from './xoshiro.ts';

/** A dense square of points, and a few far away. */
function crowd(far: readonly (readonly [number, number])[]): { x: number; y: number; name: string }[] {
  const random = new Xoshiro128(42);
  const near = Array.from({ length: 500 }, (_, i) => ({
    x: random.float(),
    y: random.float(),
    name: `near ${i}`,
  }));
  return [...near, ...far.map(([x, y], i) => ({ x, y, name: `far ${i}` }))];
}

describe('mean path of an unsuccessful search', () => {
  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    // 2 (ln 2 + 0.5772156649) - 4/3
    [3, 1.207392357589623],
    // 2 (ln 255 + 0.5772156649) - 2 * 255 / 256
    [256, 10.244770920119917],
  ])('%i items', (n, expected) => {
    expect(meanPath(n)).toBeCloseTo(expected, 12);
  });
});

describe('scores', () => {
  test('points far away score highest, and say by which column', () => {
    const { rows } = outliers(
      crowd([
        [9, 0.5],
        [0.5, -7],
      ]),
    );
    const ranked = [...rows].sort((a, b) => b.score - a.score);
    expect(
      ranked
        .slice(0, 2)
        .map(({ row }) => row.name)
        .sort(),
    ).toEqual(['far 0', 'far 1']);
    expect(rows.find(({ row }) => row.name === 'far 0')!.drivers[0]!.feature).toBe('x');
    expect(rows.find(({ row }) => row.name === 'far 1')!.drivers[0]!.feature).toBe('y');
    expect(ranked[1]!.score).toBeGreaterThan(0.65);
    expect(ranked[2]!.score).toBeLessThan(0.65);
  });

  test('shares of the drivers add up to one', () => {
    for (const { drivers } of outliers(crowd([[9, 9]])).rows) {
      if (drivers.length === 0) continue;
      expect(drivers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 7);
    }
  });

  test('every row comes back, in the order given', () => {
    const rows = crowd([[3, 3]]);
    expect(outliers(rows).rows.map(({ row }) => row)).toEqual(rows);
  });

  test('a seed is recorded and repeats the scores', () => {
    const rows = crowd([[3, 3]]);
    const first = outliers(rows, { seed: 5 });
    expect(first.seed).toBe(5);
    expect(outliers(rows, { seed: 5 })).toEqual(first);
    expect(outliers(rows, { seed: 6 }).rows.map(({ score }) => score)).not.toEqual(
      first.rows.map(({ score }) => score),
    );
  });

  test('rows that are all alike score a half, and nothing drives them', () => {
    const { rows } = outliers(Array.from({ length: 50 }, () => ({ x: 1 })));
    expect(rows.every(({ score, drivers }) => score === 0.5 && drivers.length === 0)).toBe(true);
  });

  test('no rows give no scores, a single row a half', () => {
    expect(outliers([]).rows).toEqual([]);
    expect(outliers([{ x: 3 }]).rows).toEqual([{ row: { x: 3 }, score: 0.5, drivers: [] }]);
  });
});

describe('columns', () => {
  test('midnight is next to eleven at night, and noon is far away', () => {
    const night = Array.from({ length: 300 }, (_, i) => ({ hour: [22, 23, 0, 1][i % 4]! }));
    const { rows } = outliers([...night, { hour: 12 }]);
    const noon = rows.at(-1)!;
    expect(noon.score).toBeGreaterThan(0.8);
    for (const { score } of rows.slice(0, -1)) expect(score).toBeLessThan(noon.score);
    expect(noon.drivers).toEqual([{ feature: 'hour', share: 1 }]);
  });

  test('texts are kept and not scored; missing numbers stand in the middle', () => {
    const rows = [
      ...Array.from({ length: 99 }, (_, i) => ({ who: `p${i}`, n: (i % 10) as number | null })),
      { who: 'q', n: null },
    ];
    const { rows: scored } = outliers(rows);
    expect(scored.at(-1)!.row).toEqual({ who: 'q', n: null });
    expect(scored.at(-1)!.score).toBe(scored.find(({ row }) => row.n === 4)!.score);
  });

  test('without a number there is nothing to score', () => {
    expect(() => outliers([{ who: 'a' }])).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
  });
});
