import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EncodingProbe, requireEncoding } from './encoding.ts';

function probe(bytes: Uint8Array, size: number): string {
  const probing = new EncodingProbe();
  for (let at = 0; at < bytes.length; at += size) probing.push(Buffer.from(bytes.subarray(at, at + size)));
  try {
    return probing.finish();
  } catch (error) {
    return (error as Error).message;
  }
}

test('valid UTF-8 is known as such wherever the chunks are cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.integer({ min: 1, max: 5 }), (text, size) => {
      const bytes = Buffer.from(text.replaceAll('\0', ''), 'utf8');
      fc.pre(bytes.length > 0 && bytes[0] !== 0xef);
      expect(probe(bytes, size)).toBe('utf-8');
    }),
    { numRuns: 300, seed: 3629 },
  );
});

test('the first damaged byte is named by position and line, wherever the chunks are cut', () => {
  const bytes = Buffer.concat([Buffer.from('ä,b\nc,'), Buffer.from([0xc3]), Buffer.from('x\n')]);
  for (const size of [1, 2, 3, 100]) expect(probe(bytes, size)).toBe('invalid UTF-8 at byte 7, line 2');
});

test('high bytes alone are Windows-1252, unless that leaves one undefined', () => {
  expect(probe(Buffer.from('M\xfcller', 'latin1'), 2)).toBe('windows-1252');
  expect(probe(Buffer.from('M\x81ller', 'latin1'), 2)).toBe('invalid UTF-8 at byte 1, line 1');
});

test('a character cut off at the end is damage', () => {
  expect(probe(Buffer.concat([Buffer.from('ä'), Buffer.from([0xe2, 0x82])]), 100)).toBe(
    'invalid UTF-8 at byte 2, line 1',
  );
});

test('UTF-16 without a byte order mark is known by every other byte being NUL', () => {
  const text = 'Account,Role\nann,admin\nZoë,użytkownik\n';
  const little = Buffer.from(text, 'utf16le');
  const big = Buffer.from(little).swap16();
  expect([probe(little, 100), probe(big, 100)]).toEqual(['utf-16le', 'utf-16be']);
  expect(() => probe(Buffer.from('a\0b,c,d,e,f,g,h,i,j\n'), 100)).toThrow('NUL byte at position 1');
});

test('a code page that is stated counts where the bytes tell none', () => {
  const as = (bytes: Buffer) => {
    const probing = new EncodingProbe();
    probing.push(bytes);
    return probing.finish('windows-1251');
  };
  expect(as(Buffer.from('\xc8\xe2\xe0\xed', 'latin1'))).toBe('windows-1251');
  expect(as(Buffer.from('Иван'))).toBe('utf-8');
  expect(as(Buffer.from('\ufeffИван'))).toBe('utf-8-bom');
  expect(requireEncoding('Shift_JIS')).toBe('shift_jis');
  expect(() => requireEncoding('ebcdic')).toThrow('ebcdic is no code page that can be stated');
});
