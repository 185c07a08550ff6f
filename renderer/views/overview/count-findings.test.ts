import { expect, it } from 'vitest';
import { countsOf } from './count-findings.ts';

it('counts each severity, those that nothing was found of too', () => {
  expect(
    countsOf([
      ['high', 2, 5],
      ['low', 0, 1],
    ]),
  ).toEqual({
    critical: { open: 0, all: 0 },
    high: { open: 2, all: 5 },
    medium: { open: 0, all: 0 },
    low: { open: 0, all: 1 },
  });
});
