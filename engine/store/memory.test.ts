import { totalmem } from 'node:os';
import { expect, test } from 'vitest';
import { memoryMb } from './memory.ts';

test.each([
  ['', 1536],
  ['4GB', 4096],
  ['3000 mb', 3000],
  ['50%', Math.floor(totalmem() / 2 ** 20 / 2)],
])('%s is %d MB', (setting, mb) => {
  expect(memoryMb(setting)).toBe(mb);
});

test.each(['much', '4', '4TB', '100MB', '95%', '-4GB'])('%s is refused', (setting) => {
  expect(() => memoryMb(setting)).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
});
