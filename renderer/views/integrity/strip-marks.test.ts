import { expect, it } from 'vitest';
import { marksOf } from './strip-marks.ts';

it('spreads the first to the last event over the strip', () => {
  expect(marksOf([0, 50, 100], 101, 1000)).toEqual([2, 500, 998]);
});

it('draws one line for breaks that fall together, and one beyond the end at the end', () => {
  expect(marksOf([5000, 5001, 9999, 10_000], 10_000, 1000)).toEqual([500, 998]);
  expect(marksOf([0], 1, 1000)).toEqual([0]);
});
