import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyLists } from '../document/key-lists.ts';
import { JsonScanner } from '../document/json-scan.ts';
import type { Json } from '../kit.ts';
import { LinePasser } from './line-passer.ts';

/** Names that are often the same, so that objects meet names learned from others. */
const name = fc.oneof(
  fc.constantFrom('id', 'time', 'user', 'targets', 'a', 'ä', 'a name of more than sixteen bytes'),
  fc.string({ unit: 'binary', maxLength: 70 }),
);
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, -0, 1.5, 1e30, ''),
    fc.string({ unit: 'binary' }),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(name, tie('any'), { maxKeys: 4 }),
  ),
})).any;

const BREAKS = [
  '',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\t',
  ' ',
  '01',
  '1.',
  '-',
  'e5',
  'tru',
  '\\ud800',
  '\\x',
  '\u0001',
];

/** A line of JSON, sometimes with a piece put in or taken out. */
const line = fc
  .tuple(fc.dictionary(name, value, { maxKeys: 5 }), fc.nat(), fc.nat(3), fc.constantFrom(...BREAKS))
  .map(([object, at, taken, put]) => {
    const text = JSON.stringify(object);
    const place = at % (text.length + 1);
    return at % 3 === 0 ? text.slice(0, place) + put + text.slice(place + taken) : text;
  })
  .map((text) => text.replaceAll('\n', ''));

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function twice(text: string): boolean {
  const scanner = new JsonScanner(Buffer.from(text));
  const keys = scanner.members(scanner.root()).map(({ key }) => key);
  return new Set(keys).size !== keys.length;
}

test('a line that is passed over is one sound object whose names are known', () => {
  let passed = 0;
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.boolean(), (lines, crlf) => {
      const passer = new LinePasser();
      const keys = new KeyLists();
      for (const text of lines.filter((_, i) => i % 2 === 0)) keys.note('$', parsed(text) ?? null);
      keys.note('$', null);
      passer.learn(keys.lists());
      const known = keys.count;
      for (const text of lines) {
        const bytes = Buffer.from(`${text}${crlf ? '\r' : ''}\n`);
        const before = passer.records;
        if (passer.pass(bytes, 0) === 0) continue;
        passed += 1;
        expect(passer.records).toBe(before + 1);
        const found = parsed(text);
        expect(typeof found === 'object' && found !== null && !Array.isArray(found)).toBe(true);
        expect(twice(text)).toBe(false);
        keys.note('$', found!);
        expect({ text, names: keys.count }).toEqual({ text, names: known });
      }
    }),
    { numRuns: 1500, seed: 8259 },
  );
  // The property says something only where lines are passed over at all.
  expect(passed).toBeGreaterThan(1000);
});

test('figures of the lines passed over, and where it stops', () => {
  const passer = new LinePasser();
  passer.learn(
    new Map([
      ['$', ['id', 'list']],
      ['$>list', ['n']],
    ]),
  );
  const text = '{"id": 1}\n{"list": [{"n": 2}, 3], "id": "é\\u00e9"} \r\nbroken\n{"id":2}\n';
  const bytes = Buffer.from(text);
  const stopped = passer.pass(bytes, 0);
  expect(bytes.subarray(stopped).toString()).toBe('broken\n{"id":2}\n');
  expect([passer.records, passer.widest, passer.ends]).toEqual([
    2,
    Buffer.byteLength('{"list": [{"n": 2}, 3], "id": "é\\u00e9"} '),
    [false, true],
  ]);
  expect(passer.pass(bytes, stopped + 'broken\n'.length)).toBe(bytes.length);
  expect(passer.records).toBe(3);
});

test.each([
  ['a name stated twice', '{"id":1,"id":2}'],
  ['a name that is not known', '{"other":1}'],
  ['an object in a list whose names are not known', '{"id":[{"n":1}]}'],
  ['half of a surrogate pair', '{"id":"\\ud83d"}'],
  ['a name with an escape', '{"\\u0069d":1}'],
  ['a number with a leading zero', '{"id":01}'],
  ['a second value on the line', '{"id":1} {"id":2}'],
  ['a list', '[1]'],
  ['nothing', ''],
  ['more depth than is looked into', `{"id":${'['.repeat(60)}${']'.repeat(60)}}`],
])('is left to JSON.parse: %s', (_what, text) => {
  const passer = new LinePasser();
  passer.learn(new Map([['$', ['id']]]));
  expect(passer.pass(Buffer.from(`${text}\n`), 0)).toBe(0);
});

test('a stretch longer than is taken at once is passed in pieces; a line longer than that is not', () => {
  const passer = new LinePasser();
  passer.learn(new Map([['$', ['id']]]));
  const lines = Buffer.from(`{"id":"${'x'.repeat(1000)}"}\n`.repeat(5000));
  expect(passer.pass(lines, 0)).toBe(lines.length);
  expect(passer.records).toBe(5000);
  expect(passer.pass(Buffer.from(`{"id":"${'x'.repeat(3 << 20)}"}\n`), 0)).toBe(0);
});
