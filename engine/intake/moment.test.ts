import { expect, it } from 'vitest';
import { dateInName } from './moment.ts';

it.each([
  ['grants_2024-11-24.csv', '2024-11-24'],
  ['grants-20241124T0900.csv', '2024-11-24'],
  ['2024.11.24/okta/users.csv', '2024-11-24'],
  ['2024-11-01/users 2024-11-24.csv', '2024-11-24'],
  ['from 2024-11-01 to 2024-11-30.csv', null],
  ['invoice 120241124.csv', null],
  ['2024-13-01.csv', null],
  ['2024-11.24.csv', null],
  ['users.csv', null],
])('the date in %s', (file, date) => {
  expect(dateInName(file)).toBe(date);
});
