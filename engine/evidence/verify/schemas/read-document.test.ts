import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from './read-document.ts';

const written = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function* pieces(text: string | Uint8Array, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

type Path = readonly (string | number)[];

async function read(text: string | Uint8Array, list: Path | null, size = 1 << 16) {
  const entries: unknown[] = [];
  const document = await readDocument(pieces(text, size), list, (found) => void entries.push(...found));
  return { document, entries };
}

const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 });

describe('documents read piece by piece', () => {
  it('are what JSON.parse reads, whatever is in them and however the pieces fall', async () => {
    await fc.assert(
      fc.asyncProperty(
        objects,
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.integer({ min: 1, max: 40 }),
        async (list, others, size) => {
          const text = written({ ...others, list });
          const { document, entries } = await read(text, ['list'], size);
          const whole = JSON.parse(text) as { list: unknown[] };
          expect(entries).toEqual(whole.list);
          expect(document).toEqual({ ...whole, list: whole.list.slice(0, 1) });
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });

  it('finds a list that lies deep', async () => {
    const rows = Array.from({ length: 5000 }, (_, n) => ({ n, more: [{ n }, []], text: '  ],\n  "a": [' }));
    const value = { a: { b: [{ c: rows, d: [1] }] }, c: [{ n: 1 }] };
    const { document, entries } = await read(written(value), ['a', 'b', 0, 'c'], 1000);
    expect(entries).toEqual(rows);
    expect(document).toEqual({ a: { b: [{ c: rows.slice(0, 1), d: [1] }] }, c: [{ n: 1 }] });
  });

  it.each([
    [
      'a member stated twice in an entry',
      '{\n  "list": [\n    {\n      "a": 1,\n      "a": 2\n    }\n  ]\n}\n',
    ],
    ['a member stated twice outside', '{\n  "a": 1,\n  "a": 1,\n  "list": []\n}\n'],
    [
      'the list stated twice',
      `${written({ list: [{ a: 1 }] }).slice(0, -3)},\n  "list": [\n    {}\n  ]\n}\n`,
    ],
    ['the list stated twice, empty at first', '{\n  "list": [],\n  "list": [\n    {}\n  ]\n}\n'],
    ['no indentation', '{"list":[{"a":1}]}\n'],
    ['no line end', '{\n  "list": []\n}'],
    ['two line ends', '{\n  "list": []\n}\n\n'],
    ['a byte order mark', '\uFEFF{\n  "list": []\n}\n'],
    ['a number in another spelling', '{\n  "list": [\n    {\n      "a": 1.0\n    }\n  ]\n}\n'],
    ['a number that loses digits', '{\n  "list": [\n    {\n      "a": 9007199254740993\n    }\n  ]\n}\n'],
    ['a letter in another spelling', '{\n  "a": "\\u0061",\n  "list": []\n}\n'],
    ['a list that is not closed', '{\n  "list": [\n    {\n      "a": 1\n    }\n'],
    ['a comma too many', '{\n  "list": [\n    {\n      "a": 1\n    },\n  ]\n}\n'],
    ['a list with nothing in it', '{\n  "list": [\n  ]\n}\n'],
    ['something behind the document', '{\n  "list": [\n    {}\n  ]\n}\n{}\n'],
    ['nothing', ''],
    ['lists in one another without end', '['.repeat(200_000)],
    ['lists in one another, closed', `${'['.repeat(200_000)}${']'.repeat(200_000)}\n`],
  ])('refuses %s', async (_name, text) => {
    for (const size of [3, 1 << 20])
      await expect(read(text, ['list'], Math.max(size, text.length / 1000))).rejects.toThrow(
        /^is (no JSON that can be read|not in the written form: .*)$/,
      );
  });

  it('refuses what is not UTF-8', async () => {
    await expect(read(Buffer.from('{\n  "a": "\u00fc"\n}\n', 'latin1'), null)).rejects.toThrow(
      'is not UTF-8',
    );
  });

  it('does not take another list of the same name for it', async () => {
    const value = { a: { b: [{ d: 1 }, { c: [{ n: 1 }] }] } };
    await expect(read(written(value), ['a', 'b', 0, 'c'])).rejects.toThrow(
      'does not have its c where they belong',
    );
  });
});
