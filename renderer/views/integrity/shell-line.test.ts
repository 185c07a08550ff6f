import { expect, it } from 'vitest';
import { shellLine } from './shell-line.ts';

it('pipes the bytes themselves into the command', () => {
  const record = { preimage_hex: '7b 7d\n0a', cut: false, check_with: 'sha256sum' };
  expect(shellLine(record)).toBe('printf %s 7b7d0a | xxd -r -p | sha256sum');
});

it('gives none where not all bytes are at hand, or too many for a line', () => {
  expect(shellLine({ preimage_hex: '7b', cut: true, check_with: 'sha256sum' })).toBeNull();
  expect(shellLine({ preimage_hex: null, cut: false, check_with: 'sha256sum' })).toBeNull();
  expect(shellLine({ preimage_hex: '00'.repeat(40_000), cut: false, check_with: 'sha256sum' })).toBeNull();
});
