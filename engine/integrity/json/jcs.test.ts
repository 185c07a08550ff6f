import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, JCS } from './index.ts';
import { ecmaScriptNumber } from './numbers.ts';

function jcs(json: string | Uint8Array): string {
  const result = canonicalBytes(json, JCS);
  return 'error' in result ? `error: ${result.error}` : new TextDecoder().decode(result.bytes);
}

/** IEEE 754 bits and text of RFC 8785, appendix B. */
const APPENDIX_B: [string, string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

/** Folder `testdata` of github.com/cyberphone/json-canonicalization: named, or beside the repository. */
const testdata =
  process.env['TICKMARK_JCS_TESTDATA'] ??
  join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'samples', 'canonical', 'jcs');

describe('JCS', () => {
  it('writes the example of RFC 8785, section 3.2', () => {
    const input = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(jcs(input)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts by UTF-16 unit, as in RFC 8785, section 3.2.3', () => {
    const input = String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
    }`;
    const values = [...jcs(input).matchAll(/:"([^"]*)"/g)].map((match) => match[1]);
    expect(values).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it.each(APPENDIX_B)('writes the double %s as %s', (bits, text) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(`0x${bits}`));
    expect(ecmaScriptNumber(view.getFloat64(0).toPrecision(17))).toBe(text);
  });

  it('refuses what has no canonical form', () => {
    expect(jcs('1e400')).toBe('error: the number 1e400 is beyond the range of a double');
    expect(jcs('"\\ud800"')).toBe('error: a surrogate without its partner has no UTF-8 form');
    expect(jcs('{"\\udead":1}')).toBe('error: a surrogate without its partner has no UTF-8 form');
  });

  it('agrees with another implementation on random documents', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(0, 2), (value, indent) => {
        expect(jcs(JSON.stringify(value, null, indent))).toBe(canonicalize(value));
      }),
      { seed: 20241124, numRuns: 500 },
    );
  });

  it('writes the published test data, where it is at hand', () => {
    const inputs = join(testdata, 'input');
    if (!existsSync(inputs)) {
      console.log(
        'The published JCS test data is not at hand (TICKMARK_JCS_TESTDATA): only the examples of the RFC ran.',
      );
      return;
    }
    const names = readdirSync(inputs);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const wanted = readFileSync(join(testdata, 'output', name), 'utf8');
      expect(jcs(readFileSync(join(inputs, name)))).toBe(wanted);
      const hex = join(testdata, 'outhex', name.replace(/\.json$/, '.txt'));
      const bytes = Buffer.from(readFileSync(hex, 'utf8').replaceAll(/\s/g, ''), 'hex');
      expect(jcs(readFileSync(join(inputs, name)))).toBe(bytes.toString('utf8'));
    }
  });
});
