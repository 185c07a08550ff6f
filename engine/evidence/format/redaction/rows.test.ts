import { describe, expect, it } from 'vitest';
import { guessDelimiter, type RowShape, splitRows } from './rows.ts';

const COMMA: RowShape = { shape: 'delimited', delimiter: ',' };

async function cells(bytes: Uint8Array, shape: RowShape, size = bytes.byteLength): Promise<string[][]> {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.byteLength; at += Math.max(1, size)) chunks.push(bytes.subarray(at, at + size));
  const found: string[][] = [];
  for await (const rows of splitRows(chunks, shape))
    for (const row of rows) found.push(row.map((cell) => Buffer.from(cell).toString('latin1')));
  return found;
}

const text = (value: string) => Buffer.from(value, 'latin1');

describe('rows and cells of a delimited file', () => {
  it.each([
    [
      'line ends',
      'a,b\nc,d\n',
      [
        ['a,', 'b\n'],
        ['c,', 'd\n'],
      ],
    ],
    [
      'CR LF',
      'a,b\r\nc,d\r\n',
      [
        ['a,', 'b\r\n'],
        ['c,', 'd\r\n'],
      ],
    ],
    [
      'CR alone',
      'a,b\rc,d\r',
      [
        ['a,', 'b\r'],
        ['c,', 'd\r'],
      ],
    ],
    [
      'no last line end',
      'a,b\nc,d',
      [
        ['a,', 'b\n'],
        ['c,', 'd'],
      ],
    ],
    [
      'an empty last cell',
      'a,b\nc,',
      [
        ['a,', 'b\n'],
        ['c,', ''],
      ],
    ],
    [
      'delimiters and line ends in quotes',
      '"a,1","b\r\n2"\nc,d\n',
      [
        ['"a,1",', '"b\r\n2"\n'],
        ['c,', 'd\n'],
      ],
    ],
    ['doubled quotes', '"a ""x"", y",b\n', [['"a ""x"", y",', 'b\n']]],
    [
      'a quote inside an unquoted cell',
      'a 5" disk,b\nc,d\n',
      [
        ['a 5" disk,', 'b\n'],
        ['c,', 'd\n'],
      ],
    ],
    ['a quote that is never closed', 'a,"b\nc,d\n', [['a,', '"b\nc,d\n']]],
    ['blank lines', 'a,b\n\r\nc,d\n', [['a,', 'b\n'], ['\r\n'], ['c,', 'd\n']]],
    ['a byte order mark before a quote', '\xef\xbb\xbf"a,1",b\n', [['\xef\xbb\xbf"a,1",', 'b\n']]],
    ['bytes that are not UTF-8', 'M\xfcller,\xff\n', [['M\xfcller,', '\xff\n']]],
    ['nothing', '', []],
  ])('%s', async (_name, file, expected) => {
    expect(await cells(text(file), COMMA)).toEqual(expected);
    // However the bytes arrive, the rows are the same.
    for (const size of [1, 2, 3]) expect(await cells(text(file), COMMA, size)).toEqual(expected);
  });

  it('keeps every byte of any file', async () => {
    let state = 7;
    const random = (below: number) => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return (state >> 8) % below;
    };
    for (let round = 0; round < 200; round += 1) {
      const letters = '",\r\n;x\xef\xbb\xbf';
      const file = Array.from({ length: random(40) }, () => letters[random(letters.length)]).join('');
      expect((await cells(text(file), COMMA, 1 + random(5))).flat().join('')).toBe(file);
    }
  });

  it.each([1 << 16, 1 << 20, 1 << 25])('has the same limits in pieces of %d bytes', async (size) => {
    const count = async (file: Buffer) => (await cells(file, COMMA, size)).map((row) => row.length);
    const long = (length: number) => Buffer.concat([Buffer.alloc(length - 1, 'x'), text('\nlast\n')]);
    expect(await count(long(16 << 20))).toEqual([1, 1]);
    await expect(count(long((16 << 20) + 1))).rejects.toThrow('has a row of more than 16777216 bytes');
    expect(await count(text(`${','.repeat(65_535)}\nlast\n`))).toEqual([65_536, 1]);
    await expect(count(text(`${','.repeat(65_536)}\nlast\n`))).rejects.toThrow(
      'has a row of more than 65536 cells',
    );
  });

  it('reads lines as they are where the file is no table', async () => {
    expect(await cells(text('{"a":"x,y"}\r\n\n{"b":1}'), { shape: 'lines' })).toEqual([
      ['{"a":"x,y"}\r\n'],
      ['\n'],
      ['{"b":1}'],
    ]);
  });

  it('finds the delimiter that the lines agree on', () => {
    expect(guessDelimiter(text('name;amount\n"Ana; Rui";1,5\nEva;2,5\n'))).toBe(';');
    expect(guessDelimiter(text('a\tb\n1\t2\n'))).toBe('\t');
    expect(guessDelimiter(text('one column\n'))).toBe(',');
  });
});
