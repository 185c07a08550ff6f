import { expect, test } from 'vitest';
import { nextPeriod } from './next-period.ts';

test.each([
  ['2024-07-01', '2024-12-31', '2025-01-01', '2025-06-30'],
  ['2024-01-01', '2024-12-31', '2025-01-01', '2025-12-31'],
  ['2024-11-01', '2024-11-30', '2024-12-01', '2024-12-31'],
  // The quarter before a leap day.
  ['2023-10-01', '2023-12-31', '2024-01-01', '2024-03-31'],
  // Within months: 14 days.
  ['2024-02-20', '2024-03-04', '2024-03-05', '2024-03-18'],
])('after %s to %s come %s to %s', (from, to, next, last) => {
  expect(nextPeriod({ from, to })).toEqual({ from: next, to: last });
});
