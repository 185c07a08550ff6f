import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeText, textOf } from '../json/utf8.ts';
import { splitLines } from './split.ts';

interface Cut {
  index: number;
  offset: number;
  text: string;
  fault?: string;
}

async function cut(chunks: Iterable<Uint8Array>): Promise<Cut[]> {
  const records: Cut[] = [];
  for await (const { index, offset, bytes, fault } of splitLines(chunks)) {
    const text = textOf(bytes, 0, bytes.length);
    records.push(fault === undefined ? { index, offset, text } : { index, offset, text, fault });
  }
  return records;
}

/** A chunk may be filled anew once the next one is asked for. */
function* spoiled(chunks: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const chunk of chunks) {
    yield chunk;
    chunk.fill(0xff);
  }
}

async function cutText(text: string): Promise<Cut[]> {
  return cut([encodeText(text)]);
}

describe('splitting a log', () => {
  it('cuts lines, with LF or CRLF, and takes a last line without end', async () => {
    expect(await cutText('{"a":1}\r\n{"b":2}\n\n  \n{"c":3}')).toEqual([
      { index: 0, offset: 0, text: '{"a":1}' },
      { index: 1, offset: 9, text: '{"b":2}' },
      { index: 2, offset: 21, text: '{"c":3}' },
    ]);
  });

  it('passes over a byte order mark', async () => {
    expect(await cutText('\ufeff{"a":1}\n')).toEqual([{ index: 0, offset: 3, text: '{"a":1}' }]);
    expect(await cutText('\ufeff[{"a":1}]')).toEqual([{ index: 0, offset: 4, text: '{"a":1}' }]);
  });

  it('cuts the elements of an array, pretty-printed or not', async () => {
    const text = '[\n  {\n    "a": "x,]}\\"" ,\n    "b": [1, {"c": 2}]\n  },\n  {"d": 4}\n]\n';
    expect(await cutText(text)).toEqual([
      { index: 0, offset: 4, text: '{\n    "a": "x,]}\\"" ,\n    "b": [1, {"c": 2}]\n  }' },
      { index: 1, offset: 56, text: '{"d": 4}' },
    ]);
    expect(await cutText('[1 , "two"]')).toEqual([
      { index: 0, offset: 1, text: '1' },
      { index: 1, offset: 5, text: '"two"' },
    ]);
  });

  it('finds no record in nothing', async () => {
    expect(await cut([])).toEqual([]);
    expect(await cutText(' \n\r\n')).toEqual([]);
    expect(await cutText('[ ]')).toEqual([]);
  });

  it.each([
    [
      '[{"a":1},{"b":',
      { index: 1, offset: 9, text: '{"b":', fault: 'the log ends in the middle of a record' },
    ],
    ['[{"a":1}', { index: 0, offset: 1, text: '{"a":1}', fault: 'the log ends in the middle of a record' }],
    ['[{"a":1},', { index: 1, offset: 9, text: '', fault: 'the log ends before the array is closed' }],
    ['[{"a":1},]', { index: 1, offset: 9, text: '', fault: 'a record is missing between commas' }],
    ['[{"a":1}] x', { index: 1, offset: 10, text: '', fault: 'text after the end of the array' }],
    ['[1}', { index: 1, offset: 2, text: '', fault: 'a closing brace without its opening one' }],
  ])('says what is wrong with %s', async (text, last) => {
    expect((await cutText(text)).at(-1)).toEqual(last);
  });

  it('depends neither on where the chunks end nor on what becomes of them', async () => {
    const samples = [
      '\ufeff{"a":"é😀"}\r\n\n{"b":"\\u00e9"}\n{"c":3}',
      '[ {"a":"[,]\\\\"},\n {"b":[{"é":1}]} , 3 ]\n',
    ];
    const whole = await Promise.all(samples.map(cutText));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1),
        fc.array(fc.nat({ max: 60 }), { maxLength: 8 }),
        async (which, at) => {
          const bytes = encodeText(samples[which]!);
          const ends = [...at.filter((end) => end < bytes.length).sort((a, b) => a - b), bytes.length];
          const chunks = ends.map((end, i) => bytes.slice(i === 0 ? 0 : ends[i - 1], end));
          expect(await cut(spoiled(chunks))).toEqual(whole[which]);
        },
      ),
      { seed: 20241124, numRuns: 300 },
    );
  });
});
