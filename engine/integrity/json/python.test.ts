import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, pythonForm } from './index.ts';
import { pythonFloat, pythonNumber } from './numbers.ts';

const FORMS = [
  { sorted: true, compact: false, ascii: true },
  { sorted: false, compact: false, ascii: true },
  { sorted: true, compact: true, ascii: true },
  { sorted: true, compact: false, ascii: false },
  { sorted: false, compact: true, ascii: false },
];

const SCRIPT = `
import json, sys
forms = json.loads(sys.argv[1])
for line in sys.stdin.buffer:
    value = json.loads(line.decode('utf-8'))
    out = []
    for f in forms:
        sep = (',', ':') if f['compact'] else (', ', ': ')
        text = json.dumps(value, sort_keys=f['sorted'], separators=sep, ensure_ascii=f['ascii'])
        try:
            out.append(text.encode('utf-8').hex())
        except UnicodeEncodeError:
            out.append(None)
    print(json.dumps(out))
`;

const hasPython = spawnSync('python3', ['--version']).status === 0;

function python(texts: readonly string[]): (string | null)[][] {
  const run = spawnSync('python3', ['-c', SCRIPT, JSON.stringify(FORMS)], {
    input: `${texts.join('\n')}\n`,
    maxBuffer: 1 << 28,
  });
  expect(run.stderr.toString()).toBe('');
  return run.stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function ours(text: string): (string | null)[] {
  return FORMS.map((form) => {
    const result = canonicalBytes(text, pythonForm(form));
    return 'error' in result ? null : Buffer.from(result.bytes).toString('hex');
  });
}

const digits = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 24 })
  .map((d) => d.join(''));
const integer = fc
  .tuple(fc.constantFrom('', '-'), digits)
  .map(([sign, d]) => sign + (d.replace(/^0+/, '') || '0'));
const exponent = fc.tuple(
  fc.constantFrom('e', 'E'),
  fc.constantFrom('', '+', '-'),
  fc.integer({ min: 0, max: 330 }),
);
const number = fc.oneof(
  integer,
  fc.tuple(integer, digits).map(([whole, d]) => `${whole}.${d}`),
  fc.tuple(integer, exponent).map(([whole, e]) => whole + e.join('')),
  fc.tuple(integer, digits, exponent).map(([whole, d, e]) => `${whole}.${d}${e.join('')}`),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);
const unit = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7f }),
  fc.integer({ min: 0, max: 0xffff }),
  fc.integer({ min: 0xd7f0, max: 0xe010 }),
  fc.constantFrom(0x7f, 0x22, 0x5c, 0x2028, 0xfeff, 0xffff),
);
/** A string as JSON text: each unit written as it is, where that is allowed, or escaped. */
const string = fc.array(fc.tuple(unit, fc.boolean()), { maxLength: 12 }).map((units) => {
  const hex = (value: number) => `\\u${value.toString(16).padStart(4, '0')}`;
  const written = units.map(([value, escape]) => {
    const plain = value >= 0x20 && value !== 0x22 && value !== 0x5c && !(value >= 0xd800 && value <= 0xdfff);
    return plain && !escape ? String.fromCharCode(value) : hex(value);
  });
  return `"${written.join('')}"`;
});
const document = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(number, string, fc.constantFrom('null', 'true', 'false')),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(' , ')}]`),
    fc
      .uniqueArray(fc.tuple(string, tie('value')), { maxLength: 6, selector: ([key]) => JSON.parse(key) })
      .map((members) => `{${members.map(([key, value]) => `${key} :${value}`).join(',')}}`),
  ),
})).value;

describe('Python forms', () => {
  /** From Python's documentation of repr and a Python prompt. */
  it.each([
    ['1.0', '1.0'],
    ['1e5', '100000.0'],
    ['1E+2', '100.0'],
    ['-0', '0'],
    ['-0.0', '-0.0'],
    ['0.0001', '0.0001'],
    ['0.00001', '1e-05'],
    ['1e15', '1000000000000000.0'],
    ['1e16', '1e+16'],
    ['123456789012345680.0', '1.2345678901234568e+17'],
    ['1.5e300', '1.5e+300'],
    ['5e-324', '5e-324'],
    ['0.1', '0.1'],
    ['2.50', '2.5'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['1e400', 'Infinity'],
    ['-1e400', '-Infinity'],
  ])('writes %s as %s', (lexeme, text) => {
    expect(pythonNumber(lexeme)).toBe(text);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '[1, NaN]', '{"a": -Infinity}'])(
    'refuses %s, which Python writes and JSON does not have',
    (text) => {
      expect(canonicalBytes(text, pythonForm(FORMS[0]!))).toHaveProperty('error');
    },
  );

  it('names what is no number as Python does', () => {
    expect(pythonFloat(Number.NaN)).toBe('NaN');
  });

  it('escapes U+007F and everything above only with ensure_ascii', () => {
    const text = '{"b":"\u007fé😀","a":"\\u001f\\b\\/"}';
    const write = (ascii: boolean) => {
      const result = canonicalBytes(text, pythonForm({ sorted: true, compact: false, ascii }));
      return 'error' in result ? result.error : new TextDecoder().decode(result.bytes);
    };
    expect(write(true)).toBe(String.raw`{"a": "\u001f\b/", "b": "\u007f\u00e9\ud83d\ude00"}`);
    expect(write(false)).toBe('{"a": "\\u001f\\b/", "b": "\u007fé😀"}');
  });

  it('writes byte for byte what json.dumps writes, on 3000 random documents', () => {
    const texts = fc.sample(document, { seed: 20241124, numRuns: 3000 });
    if (!hasPython) {
      console.log('python3 is not at hand: the comparison with json.dumps did not run.');
      return;
    }
    const theirs = python(texts);
    expect(theirs).toHaveLength(texts.length);
    texts.forEach((text, i) => expect([text, ours(text)]).toEqual([text, theirs[i]]));
  });
});
