import { describe, expect, it } from 'vitest';
import { Places } from './places.ts';

const lines = (places: readonly { line: number }[]) => places.map(({ line }) => line);

describe('elements that show lines', () => {
  it('stand in the order of the lines at rest', () => {
    const places = new Places();
    expect(lines(places.at(0, 4, 4, true))).toEqual([0, 1, 2, 3]);
    expect(lines(places.at(6, 10, 4, true))).toEqual([6, 7, 8, 9]);
  });

  it('stay where they are while lines scroll by, and those alone are filled anew that lost their line', () => {
    const places = new Places();
    const before = places.at(0, 5, 5, true);
    const after = places.at(2, 7, 5, false);
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
    expect(lines(after)).toEqual([5, 6, 2, 3, 4]);
    expect(lines(places.at(2, 7, 5, true))).toEqual([2, 3, 4, 5, 6]);
  });

  it('show each line once, wherever the scrolling leads', () => {
    const places = new Places();
    for (const from of [0, 3, 50, 49, 1000, 2]) {
      const shown = lines(places.at(from, from + 7, 9, false));
      expect(shown.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 7 }, (_, n) => from + n));
    }
  });

  it('are few where there are few lines, and none where there is none', () => {
    const places = new Places();
    expect(lines(places.at(0, 2, 40, true))).toEqual([0, 1]);
    expect(lines(places.at(0, 0, 40, false))).toEqual([]);
  });

  it('are filled anew when there is room for more', () => {
    const places = new Places();
    places.at(3, 6, 3, true);
    expect(lines(places.at(3, 8, 5, false))).toEqual([3, 4, 5, 6, 7]);
  });
});
