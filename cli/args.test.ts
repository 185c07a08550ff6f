import { expect, test } from 'vitest';
import { parsePeriod } from './args.ts';

test('a period is two days, the first not after the last', () => {
  expect(parsePeriod('2024-11-01..2024-11-30', '')).toEqual({ from: '2024-11-01', to: '2024-11-30' });
  expect(parsePeriod('2024-11-01..2024-11-01', '')).toEqual({ from: '2024-11-01', to: '2024-11-01' });
  expect(() => parsePeriod('2024-11-30..2024-11-01', '')).toThrow(/ends \(2024-11-01\) before it begins/);
  expect(() => parsePeriod('November', '')).toThrow(/FROM\.\.TO/);
});
