import { expect, it } from 'vitest';
import { readError } from './collect.ts';

it.each([
  ['ENOSPC', 'OUTPUT_FAILED'],
  ['EDQUOT', 'OUTPUT_FAILED'],
  ['EACCES', 'UNREADABLE'],
  ['EIO', 'UNREADABLE'],
])('%s is told as %s', (code, told) => {
  expect(readError('a.csv', Object.assign(new Error(code), { code }))).toMatchObject({ code: told });
});
