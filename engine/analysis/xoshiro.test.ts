import { expect, test } from 'vitest';
import { Xoshiro128 } from './xoshiro.ts';

test('the sequence of the reference code from the state 1, 2, 3, 4', () => {
  const generator = Xoshiro128.fromState(1, 2, 3, 4);
  const expected = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ];
  expect(expected.map(() => generator.uint32())).toEqual(expected);
});

test('one seed, one sequence; another seed, another', () => {
  const draw = (seed: number): number[] => {
    const generator = new Xoshiro128(seed);
    return Array.from({ length: 5 }, () => generator.uint32());
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('whole numbers below a limit come equally often', () => {
  const generator = new Xoshiro128(1);
  const counts = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < 60_000; i += 1) counts[generator.below(6)]! += 1;
  // Five standard deviations of a binomial with n = 60,000 and p = 1/6 are 456.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(456);
});
