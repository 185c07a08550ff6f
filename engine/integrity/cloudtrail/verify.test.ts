import { createPublicKey, generateKeyPairSync, verify as verifySignature } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TrailReport } from '#shared/model/cloudtrail.ts';
import {
  hourOf,
  iso,
  keyList,
  type MadeDigest,
  makeTrail,
  md5,
  pkcs1,
  sha256,
  spki,
  type TrailPlan,
} from '#test/vectors/cloudtrail/make-trail.ts';
import {
  parseDigest,
  parseSignature,
  parseTrailKeys,
  type TrailCrypto,
  type TrailSignature,
  verifyTrails,
} from './index.ts';

const crypto: TrailCrypto = {
  sha256,
  md5,
  verifyRsa: ({ der, encoding }, message, signature) => {
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: encoding });
    return verifySignature('sha256', message, key, signature);
  },
};

interface Given {
  digests: readonly MadeDigest[];
  /** Digests whose text is replaced: the bytes that are handed over. */
  altered?: Readonly<Record<number, (text: string) => string>>;
  logs?: readonly { object: string; bytes: Uint8Array }[];
  signatures?: readonly TrailSignature[];
  keys?: string;
  period?: { from: number; to: number };
}

function verified({ digests, altered = {}, logs, signatures = [], keys = keyList([pkcs1]), period }: Given) {
  const parsed = digests.map((made, n) => {
    const digest = parseDigest(Buffer.from(altered[n]?.(made.text) ?? made.text), made.object, crypto);
    if (typeof digest === 'string') throw new Error(digest);
    return digest;
  });
  const files = logs ?? digests.flatMap((made) => made.logs);
  return verifyTrails(
    {
      digests: parsed,
      logs: files.map(({ object, bytes }) => ({ file: object, sha256: sha256(bytes) })),
      keys: parseTrailKeys(Buffer.from(keys), crypto),
      signatures,
    },
    { crypto, period: period ?? null },
  );
}

const only = (given: Given): TrailReport => {
  const { trails } = verified(given);
  expect(trails).toHaveLength(1);
  return trails[0]!;
};

/** What S3 keeps beside the digest. */
const sidecar = (made: MadeDigest): TrailSignature => ({ file: `${made.object}.sig`, hex: made.signature });
const kinds = (report: TrailReport) => report.problems.map(({ kind }) => kind);
const trail = (plan: Partial<TrailPlan> = {}) => makeTrail({ hours: 6, ...plan });

describe('a whole trail', () => {
  const digests = trail();

  it.each([
    ['PKCS#1, as AWS gives it', keyList([pkcs1])],
    ['PKCS#1 in the spelling of the command line', keyList([pkcs1], 'cli')],
  ])('is intact with the metadata of the newest digest (%s)', (_name, keys) => {
    const report = only({ digests, signatures: [sidecar(digests[5]!)], keys });
    expect(report).toMatchObject({
      trail: '111122223333 us-east-2 main-trail',
      verdict: 'intact',
      covered: { from: iso(hourOf(0).start), to: iso(hourOf(5).end) },
      digests: { found: 6, valid: 6, altered: 0, missing: 0, not_proven: 0, empty: 0 },
      log_files: { expected: 12, valid: 12, altered: 0, missing: 0, not_proven: 0, unlisted: 0 },
      problems: [],
      not_proven: [],
    });
  });

  it('is intact under a key in SubjectPublicKeyInfo', () => {
    const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const der = own.publicKey.export({ type: 'spki', format: 'der' });
    const made = trail({ key: { privateKey: own.privateKey, der } });
    const { trails, keys } = verified({
      digests: made,
      signatures: [sidecar(made[5]!)],
      keys: keyList([pkcs1, der]),
    });
    expect(trails[0]!.verdict).toBe('intact');
    expect(keys).toEqual([md5(der)]);
  });

  it('leaves the newest digest and its log files open without its metadata', () => {
    const report = only({ digests });
    expect(report.verdict).toBe('not_proven');
    expect(report.digests).toMatchObject({ valid: 5, not_proven: 1 });
    expect(report.log_files).toMatchObject({ valid: 10, not_proven: 2 });
    expect(report.problems).toMatchObject([{ kind: 'signature_missing', object: digests[5]!.object }]);
    expect(report.not_proven).toEqual(['digests', 'log_files']);
  });

  it('finds the digest of a signature whose file is not named after it', () => {
    const report = only({ digests, signatures: [{ file: 'head-object.json', hex: digests[5]!.signature }] });
    expect(report.verdict).toBe('intact');
  });

  it('says nothing of log files that were not handed over at all', () => {
    const report = only({ digests, logs: [], signatures: [sidecar(digests[5]!)] });
    expect(report).toMatchObject({ verdict: 'not_proven', not_proven: ['log_files'], problems: [] });
    expect(report.log_files).toMatchObject({ expected: 12, valid: 0, missing: 0 });
  });

  it('counts digests that name no log file', () => {
    const made = trail({ empty: [1, 2, 5] });
    const report = only({ digests: made, signatures: [sidecar(made[5]!)] });
    expect(report).toMatchObject({
      verdict: 'intact',
      digests: { valid: 6, empty: 3 },
      log_files: { expected: 6, valid: 6 },
    });
  });

  it('warns that the trail is older than what was handed over', () => {
    const report = only({ digests: digests.slice(2), signatures: [sidecar(digests[5]!)] });
    expect(report.verdict).toBe('intact');
    expect(report.warnings).toHaveLength(1);
    expect(report.warnings[0]).toContain('older');
  });
});

describe('what does not hold', () => {
  const digests = trail();
  const signatures = [sidecar(digests[5]!)];

  it('names a digest that was altered, by the hash that its successor keeps', () => {
    const report = only({
      digests,
      signatures,
      altered: { 2: (text) => text.replace('"oldestEventTime":"2024', '"oldestEventTime":"2023') },
    });
    expect(report).toMatchObject({
      verdict: 'broken',
      digests: { valid: 5, altered: 1, missing: 0 },
      log_files: { valid: 10, not_proven: 2 },
    });
    expect(report.problems).toMatchObject([{ kind: 'digest_altered', object: digests[2]!.object }]);
  });

  it('names the newest digest when it does not fit its metadata', () => {
    const report = only({
      digests,
      signatures,
      altered: { 5: (text) => text.replace('2024-11-01T06:00:31Z', '2024-11-01T06:00:32Z') },
    });
    expect(report.digests).toMatchObject({ valid: 5, altered: 1 });
    expect(report.problems[0]).toMatchObject({ kind: 'digest_altered', object: digests[5]!.object });
  });

  it('does not accuse a digest whose signature stands in an altered one only', () => {
    const forged = 'ab'.repeat(256);
    const report = only({
      digests,
      signatures,
      altered: { 3: (text) => text.replace(digests[2]!.signature, forged) },
    });
    expect(report.digests).toMatchObject({ valid: 4, altered: 1, not_proven: 1 });
    expect(kinds(report)).toEqual(['digest_altered', 'signature_missing']);
  });

  it('names a log file that was altered, one that is missing and one that nobody names', () => {
    const all = digests.flatMap((made) => made.logs);
    const [first, second, ...rest] = all as [
      MadeDigest['logs'][0],
      MadeDigest['logs'][0],
      ...MadeDigest['logs'],
    ];
    const stranger = {
      object: second.object.replace('b0xxx', 'zzzzz'),
      bytes: Buffer.from('{"Records":[]}'),
    };
    const report = only({
      digests,
      signatures,
      logs: [{ ...first, bytes: Buffer.from('{"Records":[]}') }, stranger, ...rest],
    });
    expect(report).toMatchObject({
      verdict: 'broken',
      log_files: { expected: 12, valid: 10, altered: 1, missing: 1, unlisted: 1 },
    });
    expect(report.problems.map(({ kind, object }) => [kind, object])).toEqual([
      ['log_altered', first.object],
      ['log_missing', second.object],
      ['log_unlisted', stranger.object],
    ]);
  });

  it('leaves a log file open that lies after the last digest', () => {
    const report = only({
      digests: digests.slice(0, 4),
      signatures: [sidecar(digests[3]!)],
      logs: digests.flatMap((made) => made.logs),
    });
    expect(report).toMatchObject({
      verdict: 'not_proven',
      not_proven: ['unlisted_log_files'],
      log_files: { valid: 8, unlisted: 4 },
    });
  });

  it('does not accept a foreign key under the fingerprint of another', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
      type: 'pkcs1',
      format: 'der',
    });
    const list = keyList([other]).replace(md5(other), md5(pkcs1));
    expect(() => verified({ digests, keys: list })).toThrow(/fingerprint/);
  });

  it('says which key is missing', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
      type: 'pkcs1',
      format: 'der',
    });
    const report = only({ digests, signatures, keys: keyList([other]) });
    expect(report).toMatchObject({ verdict: 'not_proven', digests: { valid: 0, not_proven: 6 } });
    expect(new Set(kinds(report))).toEqual(new Set(['key_missing']));
  });
});

describe('gaps', () => {
  const digests = makeTrail({ hours: 12 });
  const signatures = [sidecar(digests[11]!)];
  const without = (...hours: number[]) => digests.filter((_, n) => !hours.includes(n));

  it('sees one missing digest', () => {
    const report = only({ digests: without(5), signatures });
    expect(report).toMatchObject({
      verdict: 'broken',
      digests: { found: 11, valid: 10, missing: 1, not_proven: 1 },
    });
    expect(report.problems.find(({ kind }) => kind === 'digest_missing')).toMatchObject({
      object: digests[5]!.object,
      from: iso(hourOf(5).start),
      to: iso(hourOf(5).end),
    });
  });

  it.each([
    [[4, 5], 2],
    [[4, 5, 6, 7, 8], 5],
    [[2, 3, 7, 8], 4],
  ])('sees missing digests %j, consecutive or not', (hours, missing) => {
    const report = only({ digests: without(...hours), signatures, logs: [] });
    expect(report).toMatchObject({ verdict: 'broken', digests: { found: 12 - hours.length, missing } });
  });

  it('proves the digest before a hole with its own metadata', () => {
    const report = only({ digests: without(5), signatures: [...signatures, sidecar(digests[4]!)], logs: [] });
    expect(report.digests).toMatchObject({ valid: 11, not_proven: 0, missing: 1 });
  });

  it('sees time that no digest counts for although they are linked', () => {
    const made = makeTrail({ hours: 8, skip: [3] });
    const report = only({ digests: made, signatures: [sidecar(made.at(-1)!)] });
    expect(report).toMatchObject({ verdict: 'broken', digests: { valid: 7, missing: 0 } });
    expect(report.problems).toMatchObject([
      { kind: 'gap', from: iso(hourOf(3).start), to: iso(hourOf(3).end) },
    ]);
  });

  it('tells a chain that began anew from missing digests', () => {
    const made = makeTrail({ hours: 10, skip: [4, 5], restarts: [6] });
    const report = only({ digests: made, signatures: [sidecar(made.at(-1)!), sidecar(made[3]!)] });
    expect(report).toMatchObject({
      verdict: 'not_proven',
      not_proven: ['coverage'],
      digests: { valid: 8, missing: 0 },
    });
    expect(report.problems).toMatchObject([
      { kind: 'restart', from: iso(hourOf(4).start), to: iso(hourOf(5).end) },
    ]);
  });

  it('names the parts of the period that no digest counts for', () => {
    const period = { from: hourOf(0).start - 7_200_000, to: hourOf(11).end + 3_600_000 };
    const report = only({ digests, signatures, period });
    expect(report).toMatchObject({ verdict: 'not_proven', not_proven: ['coverage'] });
    expect(report.problems.map(({ from, to }) => [from, to])).toEqual([
      [iso(period.from), iso(hourOf(0).start)],
      [iso(hourOf(11).end), iso(period.to)],
    ]);
  });

  it('sees digests missing across the edge of the period', () => {
    const period = { from: hourOf(5).start, to: hourOf(9).end };
    const report = only({ digests: without(4, 5, 6), signatures, period, logs: [] });
    expect(report).toMatchObject({ verdict: 'broken', digests: { found: 3, valid: 3, missing: 3 } });
  });

  it('counts only the period, and proves its last digest with those after it', () => {
    const report = only({
      digests,
      period: { from: hourOf(2).start, to: hourOf(4).end },
      logs: digests.flatMap((made) => made.logs),
    });
    expect(report).toMatchObject({
      verdict: 'intact',
      digests: { found: 3, valid: 3 },
      log_files: { expected: 6, valid: 6 },
    });
  });
});

describe('several trails', () => {
  it('keeps late deliveries apart, as a chain of their own', () => {
    const regular = trail();
    const late = makeTrail({ hours: 3, backfill: true });
    const { trails } = verified({
      digests: [...regular, ...late],
      signatures: [sidecar(regular[5]!), sidecar(late[2]!)],
    });
    expect(trails.map(({ trail: name, verdict, digests }) => [name, verdict, digests.valid])).toEqual([
      ['111122223333 us-east-2 main-trail', 'intact', 6],
      ['111122223333 us-east-2 main-trail backfill', 'intact', 3],
    ]);
  });

  it('takes a digest that was handed over twice once, and notices two of one name', () => {
    const digests = trail();
    const twice = only({ digests: [...digests, digests[2]!], signatures: [sidecar(digests[5]!)] });
    expect(twice).toMatchObject({ verdict: 'intact', digests: { found: 6 } });
    const rival = {
      ...digests[2]!,
      text: digests[2]!.text.replace('"newestEventTime":"2024', '"newestEventTime":"2023'),
    };
    const both = only({ digests: [...digests, rival], signatures: [sidecar(digests[5]!)] });
    expect(both).toMatchObject({
      verdict: 'broken',
      digests: { found: 7, valid: 6, altered: 1, missing: 0 },
    });
  });
});

describe('the files', () => {
  it('knows both encodings of a key', () => {
    const keys = parseTrailKeys(Buffer.from(keyList([pkcs1, spki])), crypto);
    expect(keys.map(({ encoding, fingerprint }) => [encoding, fingerprint])).toEqual([
      ['pkcs1', md5(pkcs1)],
      ['spki', md5(spki)],
    ]);
  });

  it.each([
    ['{"digestS3Object":"a"', 'a comma or } is expected'],
    ['[]', 'no JSON object'],
    ['{"digestS3Object":"a","digestS3Object":"b"}', 'twice'],
    [
      '{"digestS3Object":"a","digestS3Bucket":"b","digestStartTime":"yesterday","digestEndTime":"now"}',
      'from when to when',
    ],
  ])('refuses %s as a digest', (text, reason) => {
    expect(parseDigest(Buffer.from(text), 'f', crypto)).toContain(reason);
  });

  it('reads a signature as bare hex, as head-object and as metadata', () => {
    const hex = 'ab'.repeat(256);
    expect(parseSignature(Buffer.from(`${hex.toUpperCase()}\n`))).toBe(hex);
    expect(parseSignature(Buffer.from(JSON.stringify({ Metadata: { signature: hex } })))).toBe(hex);
    expect(parseSignature(Buffer.from(JSON.stringify({ 'x-amz-meta-signature': hex })))).toBe(hex);
    expect(parseSignature(Buffer.from('{"Metadata":{}}'))).toBeNull();
    expect(parseSignature(Buffer.from('not hex'))).toBeNull();
  });
});
