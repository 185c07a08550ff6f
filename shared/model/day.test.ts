import { expect, it } from 'vitest';
import { isDay } from '#shared/model/day.ts';

it('takes days that the calendar has', () => {
  expect(['2024-02-29', '2024-12-31'].map(isDay)).toEqual([true, true]);
  expect(['2023-02-29', '2024-13-01', '24-11-2024', '2024-1-1', ''].map(isDay)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
