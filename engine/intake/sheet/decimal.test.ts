import { expect, it } from 'vitest';
import { decimalDifference } from './decimal.ts';

it.each([
  ['1', '1', '0'],
  ['1.10', '1.1', '0'],
  ['32.80', '32.75', '0.05'],
  ['0.1', '0.3', '-0.2'],
  ['-5', '2', '-7'],
  ['+5', '-2', '7'],
  ['9007199254740993', '9007199254740992', '1'],
  ['100', '0', '100'],
])('%s − %s = %s', (a, b, difference) => {
  expect(decimalDifference(a, b)).toBe(difference);
});
