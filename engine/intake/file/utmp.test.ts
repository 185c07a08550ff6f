import { expect, test } from 'vitest';
import { looksLikeUtmp } from './utmp.ts';

/** One record as glibc writes it: type 7 (a log-in), process 2176, terminal pts/0. */
function record(): Buffer {
  const bytes = Buffer.alloc(384);
  bytes.writeInt16LE(7, 0);
  bytes.writeInt32LE(2176, 4);
  bytes.write('pts/0', 8, 'latin1');
  bytes.write('mira', 44, 'latin1');
  return bytes;
}

test('records of log-ins are known by their size and their first fields', () => {
  const two = Buffer.concat([record(), record()]);
  expect(looksLikeUtmp(two, two.length)).toBe(true);
  expect(looksLikeUtmp(two, two.length + 1)).toBe(false);
  expect(looksLikeUtmp(Buffer.from('x'.repeat(384)), 384)).toBe(false);
});
