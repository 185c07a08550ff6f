import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonEntry } from './json.ts';

function written(value: unknown): string {
  const entry = jsonEntry('data/a.json', value);
  return 'bytes' in entry ? Buffer.from(entry.bytes).toString('utf8') : '';
}

/** The whole document at once. */
const expected = (value: unknown) => `${JSON.stringify(JSON.parse(canonicalize(value)!), null, 2)}\n`;

describe('JSON of the payload', () => {
  it('has sorted members, two spaces and one line end, however long its lists are', () => {
    const entry = { b: 'é\n"', a: [1, [], {}], 10: null, 2: 0.1, left_out: undefined };
    const list = Array.from({ length: 101 }, () => entry);
    const written_entry =
      '{\n        "2": 0.1,\n        "10": null,\n        "a": [\n          1,\n          [],\n          {}\n        ],\n        "b": "é\\n\\""\n      }';
    const text = written({ z: 1, a: { list, 1: 'x' }, gone: undefined });
    expect(text).toBe(
      `{\n  "a": {\n    "1": "x",\n    "list": [\n      ${list.map(() => written_entry).join(',\n      ')}\n    ]\n  },\n  "z": 1\n}\n`,
    );
  });

  it('is what the whole document would be, for any value and any place of a long list', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(
        value,
        value,
        fc.dictionary(fc.string(), value),
        fc.integer({ min: 99, max: 103 }),
        (one, two, others, length) => {
          const list = Array.from({ length }, (_, i) => (i % 2 === 0 ? one : two));
          for (const document of [
            one,
            list,
            { ...others, list },
            [[{ ...others, 7: [others, { list, one }] }]],
          ])
            expect(written(document)).toBe(expected(document));
        },
      ),
      { numRuns: 100, seed: 11 },
    );
  });

  it('writes an entry that is not there as null, and refuses what JSON cannot say', () => {
    const list: unknown[] = Array.from({ length: 101 }, () => 1);
    list[3] = undefined;
    expect(written(list)).toBe(expected(list));
    list[3] = Number.NaN;
    expect(() => written({ list })).toThrow('NaN is not allowed');
  });
});
