import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonDocument } from './document.ts';
import { NUMBER, OBJECT, STRING } from './tape.ts';
import { encodeText } from './utf8.ts';

function faultOf(text: string | Uint8Array): string | null {
  return new JsonDocument().parse(typeof text === 'string' ? encodeText(text) : text)?.message ?? null;
}

function reading(text: string): JsonDocument {
  const doc = new JsonDocument();
  expect(doc.parse(encodeText(text))).toBeNull();
  return doc;
}

describe('lossless JSON', () => {
  it('keeps number lexemes that a double would change', () => {
    const doc = reading('{"a":1.0,"b":12345678901234567890,"c":-0,"d":1E5}');
    const lexemes = ['a', 'b', 'c', 'd'].map((name) => doc.text(doc.find(0, encodeText(name))));
    expect(lexemes).toEqual(['1.0', '12345678901234567890', '-0', '1E5']);
    expect(doc.kind(doc.find(0, encodeText('a')))).toBe(NUMBER);
  });

  it('decodes escapes, pairs of surrogates included, and keeps lone ones', () => {
    const doc = reading(String.raw`["\u20ac\n\"\/","\ud83d\ude00","\ud83d","x\udc00y"]`);
    expect([1, 2, 3, 4].map((node) => doc.text(node))).toEqual(['€\n"/', '😀', '\ud83d', 'x\udc00y']);
  });

  it('finds a member by its decoded name', () => {
    const doc = reading(String.raw`{"h\u0061sh":"x","other":{"hash":"y"}}`);
    expect(doc.kind(0)).toBe(OBJECT);
    expect(doc.kind(doc.find(0, encodeText('hash')))).toBe(STRING);
    expect(doc.text(doc.find(0, encodeText('hash')))).toBe('x');
    expect(doc.find(0, encodeText('missing'))).toBe(-1);
  });

  it('compares texts without making them', () => {
    const doc = reading('["é","Ã©","ab",12]');
    expect([1, 2, 3, 4].map((node) => doc.isText(node, 'Ã©'))).toEqual([false, false, false, false]);
    expect([doc.isText(3, 'ab'), doc.isText(3, 'abc'), doc.isText(4, '12')]).toEqual([true, false, true]);
  });

  it('refuses duplicate keys at any level, spelt differently too', () => {
    expect(faultOf('{"a":1,"b":2,"a":3}')).toBe('the key "a" stands twice in one object');
    expect(faultOf('{"x":[{"a":1,"\\u0061":2}]}')).toBe('the key "a" stands twice in one object');
    const wide = Array.from({ length: 60 }, (_, i) => `"k${i}":0`).join(',');
    expect(faultOf(`{${wide},"k7":0}`)).toBe('the key "k7" stands twice in one object');
    expect(faultOf(`{${wide}}`)).toBeNull();
  });

  it('refuses more than 128 levels', () => {
    expect(faultOf('['.repeat(128) + ']'.repeat(128))).toBeNull();
    expect(faultOf('['.repeat(129) + ']'.repeat(129))).toBe('more than 128 levels');
  });

  it.each([
    ['', 'the text ends where a value is expected'],
    ['{"a":1} x', 'text after the end of the value'],
    ['{"a":1,}', 'a key in quotes is expected'],
    ['{a:1}', 'a key in quotes is expected'],
    ['{"a" 1}', 'a colon is expected'],
    ['{"a":1', 'a comma or } is expected'],
    ['[1,]', 'a value is expected'],
    ['[1 2]', 'a comma or ] is expected'],
    ['[', 'the text ends where a value is expected'],
    ['01', 'text after the end of the value'],
    ['-', 'a digit is expected'],
    ['1.', 'a digit is expected after the decimal point'],
    ['1e', 'a digit is expected in the exponent'],
    ['NaN', 'a value is expected'],
    ['tru', 'a value is expected'],
    ['"a', 'the text ends inside a string'],
    ['"a\nb"', 'a control character inside a string'],
    ['"\\x"', 'an escape sequence that JSON does not have'],
    ['"\\u12g4"', 'an escape sequence that JSON does not have'],
    ['\ufeff1', 'a value is expected'],
  ])('refuses %j', (text, message) => {
    expect(faultOf(text)).toBe(message);
  });

  it.each([
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a lone continuation byte', [0x80]],
    ['a sequence cut short', [0xe2, 0x82]],
  ])('refuses invalid UTF-8: %s', (_, bad) => {
    expect(faultOf(new Uint8Array([34, ...bad, 34]))).toBe('bytes that are not UTF-8');
    expect(faultOf(new Uint8Array([34, 92, 110, ...bad, 34]))).toBe('bytes that are not UTF-8');
  });

  it('accepts and refuses what JSON.parse does, for texts without duplicate keys', () => {
    const texts = [
      '{}',
      '[]',
      ' [ ] ',
      '"\u007f"',
      '1e400',
      '[[],{}]',
      '\t1\r\n',
      '{"":0}',
      '-0.0e-0',
      '1.e1',
      '+1',
      '.5',
      "'a'",
      '[,1]',
      '{"a"}',
      'null ',
      'nul',
      '"\\ud800"',
      '\v1',
    ];
    for (const text of texts) {
      let parses = true;
      try {
        JSON.parse(text);
      } catch {
        parses = false;
      }
      expect([text, faultOf(text) === null]).toEqual([text, parses]);
    }
  });

  it('accepts and refuses what JSON.parse does, for damaged texts', () => {
    const parses = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const damage = fc.record({
      at: fc.nat(),
      remove: fc.nat({ max: 2 }),
      insert: fc.constantFrom(...'{}[]",:\\u0e-.+ tn\n\u0007é'),
    });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.array(damage, { maxLength: 3 }), (value, damages) => {
        let text = JSON.stringify(value, null, 1);
        for (const { at, remove, insert } of damages) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + insert + text.slice(place + remove);
        }
        const fault = faultOf(text);
        fc.pre(fault === null || !fault.includes('stands twice'));
        expect([text, fault === null]).toEqual([text, parses(text)]);
      }),
      { seed: 20241124, numRuns: 3000 },
    );
  });

  it('serves many texts one after the other', () => {
    const doc = new JsonDocument();
    expect(doc.parse(encodeText('{"a":'))?.at).toBe(5);
    expect(doc.parse(encodeText('{"b":"\\u0041"}'))).toBeNull();
    expect(doc.text(doc.find(0, encodeText('b')))).toBe('A');
    expect(doc.find(0, encodeText('a'))).toBe(-1);
  });
});
