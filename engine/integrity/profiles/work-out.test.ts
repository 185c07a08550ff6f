import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import { describe, expect, it } from 'vitest';
import { nodeDigests } from '#engine/engagement/digests.ts';
import { verifyLog } from '../index.ts';
import { parseProfile } from './parse.ts';

type Event = Record<string, unknown>;
type Chaining = (event: Event, previous: string) => { line: Event; hash: string };

const event = (i: number): Event => ({
  seq: i + 1,
  timestamp: new Date(Date.UTC(2024, 10, 1, i)).toISOString(),
  actor: `user${i}@company.com`,
  target: 'dépôt',
  note: i % 3 === 0 ? null : 'agreed',
});

const hex = (text: string, algorithm = 'sha256') => createHash(algorithm).update(text, 'utf8').digest('hex');
const jcs = (value: unknown) => canonicalize(value)!;

/** Chains that no shipped profile explains, made by hand with Node's own digests. */
const CHAININGS: readonly (readonly [string, string, Chaining])[] = [
  [
    'base64 under other names',
    '',
    (e, previous) => {
      const line = { ...e, prevSeal: previous };
      const hash = createHash('sha256').update(jcs(line)).digest('base64');
      return { line: { ...line, seal: hash }, hash };
    },
  ],
  [
    'SHA-512, zeros at the start',
    '0'.repeat(128),
    (e, previous) => {
      const line = { ...e, prev_hash: previous };
      const hash = hex(jcs(line), 'sha512');
      return { line: { ...line, hash }, hash };
    },
  ],
  [
    'a prefix, insertion order',
    `sha256:${'0'.repeat(64)}`,
    (e, previous) => {
      const line = { ...e, before: previous };
      // Node's JSON.stringify is Python's compact form in insertion order without escapes, for these values.
      const hash = `sha256:${hex(JSON.stringify(line))}`;
      return { line: { ...line, seal: hash }, hash };
    },
  ],
  [
    'previous hash before the record',
    'START',
    (e, previous) => {
      const hash = hex(`${previous}${jcs(e)}`);
      return { line: { ...e, link: previous, seal: hash }, hash };
    },
  ],
  [
    'previous hash before the digest of the record',
    '0'.repeat(64),
    (e, previous) => {
      const hash = hex(`${previous}:${hex(jcs(e))}`);
      return { line: { ...e, link: previous, seal: hash }, hash };
    },
  ],
  [
    'values with bars between them, cut to 32 digits',
    'START',
    (e, previous) => {
      const line = { ...e, link: previous };
      const hash = hex(
        Object.values(line)
          .map((value) => value ?? '')
          .join('|'),
      ).slice(0, 32);
      return { line: { ...line, seal: hash }, hash };
    },
  ],
  [
    'nulls left out, a signature that is not hashed',
    '',
    (e, previous) => {
      const hashed = { ...e, link: previous };
      const hash = hex(jcs(hashed));
      return { line: { ...hashed, signature: `s${e['seq'] as number}`, seal: hash }, hash };
    },
  ],
];

function logOf(first: string, chaining: Chaining, count = 20): Event[] {
  let previous = first;
  return Array.from({ length: count }, (_, i) => {
    const { line, hash } = chaining(event(i), previous);
    previous = hash;
    return line;
  });
}

const bytesOf = (lines: readonly Event[]) => [
  new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
];
const options = { profile: 'auto', digests: nodeDigests } as const;

describe('a log that no known profile explains', () => {
  it.each(CHAININGS)('%s: is worked out, and holds', async (_, first, chaining) => {
    const [report] = await verifyLog(bytesOf(logOf(first, chaining)), options);
    expect([report!.profile, report!.verdict, report!.not_proven, report!.breaks]).toEqual([
      'worked-out',
      'not_proven',
      ['tail'],
      [],
    ]);
    // What was worked out is a profile like any other.
    const named = { ...options, profile: parseProfile(report!.worked_out!) };
    expect((await verifyLog(bytesOf(logOf(first, chaining)), named))[0]!.breaks).toEqual([]);
  });

  it.each(CHAININGS)('%s: an edited and a removed record are named', async (_, first, chaining) => {
    const lines = logOf(first, chaining);
    lines[15]!['actor'] = 'mallory@company.com';
    const edited = await verifyLog(bytesOf(lines), options);
    expect(edited[0]!.breaks.map(({ kind, index }) => [kind, index])).toEqual([['edited', 15]]);
    const without = logOf(first, chaining).filter((_line, i) => i !== 14);
    const removed = await verifyLog(bytesOf(without), options);
    expect(removed[0]!.breaks.map(({ kind, index }) => [kind, index])).toEqual([['deleted', 14]]);
  });

  it('under a key is worked out with the key only', async () => {
    const key = new TextEncoder().encode('secret');
    const lines = logOf('', (e, previous) => {
      const line = { ...e, link: previous };
      const hash = createHmac('sha256', key).update(jcs(line)).digest('hex');
      return { line: { ...line, seal: hash }, hash };
    });
    await expect(verifyLog(bytesOf(lines), options)).rejects.toMatchObject({ code: 'PROFILE_UNKNOWN' });
    const [report] = await verifyLog(bytesOf(lines), { ...options, key });
    expect([report!.profile, report!.verdict]).toEqual(['worked-out', 'not_proven']);
  });

  it('is not explained by force: random hashes, and links that nothing hashes', async () => {
    const random = logOf('', (e, previous) => {
      const hash = hex(`${e['seq'] as number} of a secret`);
      return { line: { ...e, link: previous, seal: hash }, hash };
    });
    await expect(verifyLog(bytesOf(random), options)).rejects.toMatchObject({ code: 'PROFILE_UNKNOWN' });
  });
});

it.each([
  ['a member without a name', (e: Event) => ({ ...e, '': 1 }), ''],
  ['a prefix longer than profiles allow', (e: Event) => e, 'abcdefghijklmnopqrs:'],
])('%s: no profile, and no failure', async (_, change, prefix) => {
  const lines = logOf('', (e, previous) => {
    const line = { ...change(e), link: previous };
    const hash = `${prefix}${hex(jcs(line))}`;
    return { line: { ...line, seal: hash }, hash };
  });
  await expect(verifyLog(bytesOf(lines), options)).rejects.toMatchObject({ code: 'PROFILE_UNKNOWN' });
});

describe('what is not hashed is told', () => {
  it('a member beside the hash', async () => {
    const [, first, chaining] = CHAININGS.at(-1)!;
    const [report] = await verifyLog(bytesOf(logOf(first, chaining)), options);
    expect(report!.warnings).toContain(
      'The hash does not cover signature: these can be altered without a trace.',
    );
  });
});

describe('records that name no predecessor', () => {
  const lines = Array.from({ length: 10 }, (_, i) => {
    const line = event(i);
    return { ...line, hash: hex(jcs(line)) };
  });

  it('are no fork: each stands for itself, order and completeness are not proven', async () => {
    const [report] = await verifyLog(bytesOf(lines), options);
    expect([report!.verdict, report!.not_proven, report!.breaks]).toEqual([
      'not_proven',
      ['order', 'completeness', 'tail'],
      [],
    ]);
  });

  it('still show an edit', async () => {
    const edited = lines.map((line, i) => (i === 4 ? { ...line, actor: 'mallory' } : line));
    const [report] = await verifyLog(bytesOf(edited), options);
    expect([report!.verdict, report!.breaks.map(({ kind, index }) => [kind, index])]).toEqual([
      'broken',
      [['edited', 4]],
    ]);
  });
});

describe('names of the previous hash', () => {
  it.each(['previous_hash', 'prev_hash', 'previousHash', 'prev_entry_hash'])(
    '%s is found by itself',
    async (name) => {
      const log = logOf('0'.repeat(64), (e, previous) => {
        const line = { ...e, [name]: previous };
        return { line: { ...line, hash: hex(jcs(line)) }, hash: hex(jcs(line)) };
      });
      const [report] = await verifyLog(bytesOf(log), options);
      expect([report!.verdict, report!.not_proven, report!.breaks]).toEqual(['not_proven', ['tail'], []]);
    },
  );
});
