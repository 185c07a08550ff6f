import { expect, test } from 'vitest';
import { safeName } from './safe-name.ts';

test.each([
  ['roster 2024.csv', 'roster 2024.csv'],
  ['a[1]*?{x}.csv', 'a_1____x_.csv'],
  ['CON.csv', '_CON.csv'],
  ['..', '_'],
  ['trailing. ', 'trailing'],
  ['e\u0301.csv', 'é.csv'],
  [`${'x'.repeat(300)}.csv`, `${'x'.repeat(100)}.csv`],
])('%j is kept as %j', (name, safe) => {
  expect(safeName(name)).toBe(safe);
});
