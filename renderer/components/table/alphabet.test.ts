import { expect, test } from 'vitest';
import { Alphabet } from './alphabet.ts';

/** Every character 10 pixels wide, `i` 4. */
const widths = Float64Array.from({ length: 95 }, (_, at) => (at + 32 === 'i'.charCodeAt(0) ? 4 : 10));
const alphabet = new Alphabet(widths);

test.each([
  ['', 0, true],
  // 3 × 10 with 6 % on top is 31.8.
  ['abc', 31.8, true],
  ['abc', 31.7, false],
  ['iii', 13, true],
  ['a ~', 32, true],
  // What is not measured is not sure to fit, in whatever room.
  ['é', 1000, false],
  ['a\u0301', 1000, false],
  ['漢', 1000, false],
  ['a\tb', 1000, false],
])('%j in %d pixels: %s', (text, room, fits) => {
  expect(alphabet.fits(text, room)).toBe(fits);
});
