import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeDigests } from '#test/vectors/chains/node-digests.ts';
import { type ChunkFacts, ChunkRows } from '../chain/chunk-facts.ts';
import { ChunkReader } from '../chain/chunk-reader.ts';
import { IdSet } from '../chain/id-set.ts';
import type { RecordFacts } from '../chain/facts.ts';
import { RecordReader } from '../chain/facts.ts';
import { canonicalBytes } from '../json/index.ts';
import { encodeText } from '../json/utf8.ts';
import { compileProfile } from '../chain/compile.ts';
import { digestCharacters } from '../profiles/digest-size.ts';
import type { Profile } from '../profiles/schema.ts';
import { listProfiles } from '../profiles/shipped.ts';
import { scannerModule } from './module.ts';
import { canScan, Scanner } from './scanner.ts';

const KEY = encodeText('the key of the log');
const SCANNED = listProfiles().filter((profile) => canScan(compileProfile(profile)));

/** Facts of all records of a chunk, those of the rows included, in order. */
function allFacts(chunk: ChunkFacts, profile: Profile): Partial<RecordFacts>[] {
  const rows = new ChunkRows(chunk, profile.digest.prefix, digestCharacters(profile));
  const facts: Partial<RecordFacts>[] = [];
  for (const one of chunk.facts) facts[one.index] = one;
  for (let row = 0; row < rows.count; row++) {
    const stated = rows.stated(row);
    const id = rows.id(row);
    const ids = new IdSet();
    if (id !== null) ids.add(id);
    // The scanner's hash of an id is that of the set.
    expect(rows.hasId(row) && ids.addHashed(rows.idLow(row), rows.idHigh(row))).toBe(id !== null);
    facts[rows.line(row)] = {
      index: rows.line(row),
      fault: null,
      chain: rows.chain(row),
      id: rows.id(row),
      time: rows.time(row),
      number: rows.number(row),
      stated,
      computed: stated,
      sound: true,
    };
  }
  return facts;
}

/** The same from the reader in TypeScript, without `previous`, which a row does not keep. */
function slowFacts(text: Uint8Array<ArrayBuffer>, profile: Profile): Partial<RecordFacts>[] {
  return new ChunkReader([profile], nodeDigests, KEY, null).read(text.slice()).facts;
}

const readers = new Map<string, ChunkReader>();

/** One reader for all chunks of a profile: nothing of one may show in the next. */
function readerOf(profile: Profile): ChunkReader {
  const known = readers.get(profile.name) ?? new ChunkReader([profile], nodeDigests, KEY, scannerModule());
  readers.set(profile.name, known);
  return known;
}

function compare(text: string | Uint8Array<ArrayBuffer>, profile: Profile): number {
  const bytes = typeof text === 'string' ? encodeText(text) : text;
  const chunk = readerOf(profile).read(bytes.slice());
  const fast = allFacts(chunk, profile);
  const slow = slowFacts(bytes, profile).map((facts, i) => {
    const { previous: _, ...rest } = facts;
    return fast[i] !== undefined && 'previous' in fast[i] ? facts : rest;
  });
  expect({ text, facts: fast }).toEqual({ text, facts: slow });
  return chunk.rows.length;
}

/** Texts of numbers, strings and keys that have tripped canonical writers. */
const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '12345678901234567890',
  '1.0',
  '1.50',
  '0.05',
  '-0.0',
  '1e3',
  '1E400',
  '0.5',
];
NUMBERS.push(
  '10.25',
  '123456789012345',
  '1234567890123456',
  '12345678901234.5',
  '123456789012345.5',
  '01',
  '1.',
  '.5',
);
const STRINGS = [
  '""',
  '"a"',
  '"a b"',
  '"\\n"',
  '"\\u000a"',
  '"\\u0001"',
  '"\\u001F"',
  '"\\u001f"',
  '"\\u00e9"',
  '"é"',
];
STRINGS.push(
  '"\\u00E9"',
  '"\\ud83d\\ude00"',
  '"😀"',
  '"\\ud83d"',
  '"\\/"',
  '"\\\\"',
  '"\\""',
  '"\x7f"',
  '"\\u007f"',
);
STRINGS.push(
  '"\\u0041"',
  '"\\x41"',
  '"\t"',
  '"sixteen bytes ok"',
  '"fifteen bytes o"',
  '"\u2028"',
  '"\\b\\f\\r\\t"',
  '"',
);
const WORDS = ['true', 'false', 'null', 'nul', 'True', 'NaN', 'Infinity'];

const atom = fc.constantFrom(
  ...NUMBERS,
  ...STRINGS,
  ...WORDS,
  'true',
  '7',
  '"plain"',
  '"text of some length, plain"',
);
const space = fc.constantFrom('', '', '', ' ', '  ', '\t', '\r');
const key = fc.constantFrom(
  'a',
  'b',
  'aa',
  'B',
  'z',
  '_',
  'id',
  'seq',
  'timestamp',
  'chain',
  'é',
  'a\\u0062',
  'x'.repeat(49),
);

const value = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, { arbitrary: atom, weight: 4 }, tie('object'), tie('array')),
  object: fc
    .array(fc.tuple(key, space, space, tie('value'), space), { maxLength: 6 })
    .map((members) => `{${members.map(([k, a, b, v, c]) => `"${k}"${a}:${b}${v}${c}`).join(',')}}`),
  array: fc
    .array(fc.tuple(space, tie('value')), { maxLength: 4 })
    .map((items) => `[${items.map(([s, v]) => s + v).join(',')}]`),
}));

/** A line with the hash that the record has under the profile, where it has one. */
function sealed(
  profile: Profile,
  body: string,
  previous: string,
  before: string,
): { line: string; hash: string } {
  const names = { hash: profile.fields.hash![0]!, previous: profile.fields.previous[0]! };
  const draft = (hash: string) =>
    `{"${names.hash}":"${hash}",${body === '' ? '' : `${body},`}"${names.previous}": "${previous}"}`;
  const reader = new RecordReader(profile, nodeDigests, KEY);
  const facts = reader.read({ index: 0, offset: 0, bytes: encodeText(draft('x')) });
  const hash = facts.fault === null ? facts.computed : '0'.repeat(64);
  return { line: before + draft(hash), hash };
}

describe('the scanner', () => {
  it('is used for the JSON forms of whole records', () => {
    const names = SCANNED.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['event-jcs', 'event-python', 'event-unlinked-32', 'event-hmac-jcs']),
    );
    expect(names).not.toContain('raw-line');
    expect(names).not.toContain('envelope-jcs');
  });

  it.each(SCANNED.map((profile) => [profile.name, profile] as const))(
    'says of sealed records what the reader says: %s',
    (_, profile) => {
      let rows = 0;
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.array(fc.tuple(key, space, value.value), { maxLength: 6 }), space), {
            minLength: 1,
            maxLength: 8,
          }),
          (records) => {
            let previous = '0'.repeat(64);
            const lines = records.map(([members, before]) => {
              const body = members.map(([k, s, v]) => `"${k}":${s}${v}`).join(',');
              const { line, hash } = sealed(
                profile,
                body,
                previous,
                before.trim() === '' ? before.replaceAll('\r', '') : before,
              );
              previous = hash;
              return line;
            });
            rows += compare(lines.join('\n'), profile);
          },
        ),
        { seed: 20241124, numRuns: 150 },
      );
      expect(rows).toBeGreaterThan(0);
    },
  );

  it('says of hostile bytes what the reader says', () => {
    const chains = new Map(
      SCANNED.map((profile) => {
        let previous = '0'.repeat(64);
        const lines = [1, 2, 3].map((n) => {
          const body = `"id": "evt_${n}", "chain": "a", "metadata": {"b": [${n}, 2], "a": null, "c": "José"}`;
          const { line, hash } = sealed(profile, body, previous, '');
          previous = hash;
          return line;
        });
        return [profile, lines] as const;
      }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...SCANNED),
        fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'insert', 'cut')), { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\n\n', '\n \t\n', ' \n'),
        (profile, changes, end) => {
          const bytes = [...encodeText(chains.get(profile)!.join(end))];
          for (const [place, byte, how] of changes) {
            const at = place % bytes.length;
            if (how === 'cut') bytes.splice(at, 1);
            else bytes.splice(at, how === 'set' ? 1 : 0, byte);
          }
          compare(Uint8Array.from(bytes), profile);
        },
      ),
      { seed: 20241124, numRuns: 1000 },
    );
  });

  it('writes no canonical form but that of the writers', () => {
    const scanners = new Map(
      SCANNED.map((profile) => [profile, new Scanner(scannerModule(), compileProfile(profile))]),
    );
    fc.assert(
      fc.property(fc.constantFrom(...SCANNED), value.object, (profile, object) => {
        const { form } = compileProfile(profile);
        const scanner = scanners.get(profile)!;
        const hashName = profile.fields.hash![0]!;
        const text = `{"${hashName}":"x","v":${object}}`;
        scanner.begin(encodeText(text));
        const length = scanner.next();
        if (length < 0) return;
        const slow = canonicalBytes(`{"v":${object}}`, form);
        expect('bytes' in slow ? new TextDecoder().decode(slow.bytes) : slow).toBe(
          new TextDecoder().decode(scanner.canonical(length)),
        );
      }),
      { seed: 20241124, numRuns: 3000 },
    );
  });
});
