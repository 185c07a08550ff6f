import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonScanner, type KeptChildren } from './json-scan.ts';

function scanner(text: string): JsonScanner {
  return new JsonScanner(Buffer.from(text));
}

test('elements and members keep their text as written', () => {
  const text = ' [ {"n": 12345678901234567890, "t": "a\\u0041"} , 2.10 ] ';
  const scan = scanner(text);
  const items = scan.elements(scan.root());
  expect(items.map((item) => scan.text(item.start, item.end))).toEqual([
    '{"n": 12345678901234567890, "t": "a\\u0041"}',
    '2.10',
  ]);
  expect(scan.members(items[0]!).map((member) => member.key)).toEqual(['n', 't']);
});

test('steps come to the same, and keep the places of what a long list and its wrapping hold', () => {
  const text = `{"page": 1, "data": {"items": [${'{"id": 7, "name": "somebody"},'.repeat(4_000)}{"id": 8}]}}`;
  const kept: KeptChildren = { elements: new WeakMap(), members: new WeakMap() };
  const scan = scanner(text);
  const steps = scan.rootInSteps(kept);
  let taken = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) taken += 1;
  const root = step.value;
  expect(root).toEqual(scan.root());
  // One for each record, for the list, and for the members around it.
  expect(taken).toBe(4_001 + 1 + 2);
  const [, data] = kept.members.get(root)!;
  const [items] = kept.members.get(data!.value)!;
  expect([data!.key, items!.key]).toEqual(['data', 'items']);
  expect(kept.elements.get(items!.value)).toEqual(scan.elements(items!.value));
});

test('a key stated twice is told, however it is escaped and however deep it stands', () => {
  expect(scanner('{"a":1,"\\u0061":2}').root().duplicate).toBe('a');
  expect(scanner('[{"b":{"c":1,"c":2}}]').root().duplicate).toBe('c');
  expect(scanner('{"a":{"b":1},"b":1}').root().duplicate).toBe(null);
});

test.each([
  ['[1,2', 'FILE_TRUNCATED'],
  ['{"a":"x', 'FILE_TRUNCATED'],
  ['{"a":tru', 'FILE_TRUNCATED'],
  ['[1,]', 'FILE_MALFORMED'],
  ['{"a":1,}', 'FILE_MALFORMED'],
  ['[01]', 'FILE_MALFORMED'],
  ['[NaN]', 'FILE_MALFORMED'],
  ['["\t"]', 'FILE_MALFORMED'],
  ['["\\x"]', 'FILE_MALFORMED'],
  ['{} {}', 'FILE_MALFORMED'],
  ["{'a':1}", 'FILE_MALFORMED'],
])('%s is %s', (text, code) => {
  let thrown: unknown = null;
  try {
    scanner(text).root();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ code });
});

test('agrees with JSON.parse on what is JSON', () => {
  const mutated = fc
    .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.string({ maxLength: 1 }), fc.boolean())
    .map(([json, at, text, change]) => {
      const place = at % (json.length + 1);
      return change ? json.slice(0, place) + text + json.slice(place + 1) : json;
    });
  fc.assert(
    fc.property(mutated, (text) => {
      let sound = true;
      try {
        JSON.parse(text);
      } catch {
        sound = false;
      }
      let taken = true;
      try {
        scanner(text).root();
      } catch {
        taken = false;
      }
      expect(taken).toBe(sound);
      let takenInSteps = true;
      try {
        Array.from(scanner(text).rootInSteps({ elements: new WeakMap(), members: new WeakMap() }));
      } catch {
        takenInSteps = false;
      }
      expect(takenInSteps).toBe(sound);
    }),
    { numRuns: 500, seed: 8259 },
  );
});
