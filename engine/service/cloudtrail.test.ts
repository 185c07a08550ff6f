import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { trailBlocks, trailVerdicts } from '#engine/evidence/content/report/trails.ts';
import { importFiles } from '#engine/intake/index.ts';
import { tempFolder, testEngagement } from '#test/support/engagement.ts';
import {
  headObject,
  hourOf,
  iso,
  keyList,
  type MadeDigest,
  makeTrail,
  pkcs1,
  put,
  writeTrail,
} from '#test/vectors/cloudtrail/make-trail.ts';
import { engagementTrails, verifyTrailFolders } from './cloudtrail.ts';

const folders: (() => void)[] = [];
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

function bucket(digests: readonly MadeDigest[]): string {
  const { dir, remove } = tempFolder();
  folders.push(remove);
  writeTrail(join(dir, 's3'), digests);
  put(dir, 'keys.json', keyList([pkcs1], 'cli'));
  return dir;
}

/** The metadata of every digest, as a file beside it. */
function metadata(dir: string, digests: readonly MadeDigest[]): void {
  for (const made of digests) put(join(dir, 's3'), `${made.object}.head.json`, headObject(made));
}

const verify = (dir: string, more: { from?: string; to?: string } = {}) =>
  verifyTrailFolders([join(dir, 's3')], { keys: join(dir, 'keys.json'), ...more });

describe('a folder copied from S3', () => {
  it('is verified with keys and metadata from files', async () => {
    const digests = makeTrail({ hours: 4 });
    const dir = bucket(digests);
    put(join(dir, 's3'), `${digests[3]!.object}.sig`, `${digests[3]!.signature}\n`);
    const { trails, unread } = await verify(dir);
    expect(unread).toEqual([]);
    expect(trails).toMatchObject([
      { verdict: 'intact', digests: { valid: 4 }, log_files: { expected: 8, valid: 8 } },
    ]);
  });

  it('finds digests and logs that were renamed or unpacked', async () => {
    const digests = makeTrail({ hours: 3 });
    const dir = bucket(digests);
    metadata(dir, digests);
    const [first, second] = digests as [MadeDigest, MadeDigest];
    rmSync(join(dir, 's3', first.object));
    put(join(dir, 's3'), 'flat/digest-of-the-first-hour.json', first.text);
    rmSync(join(dir, 's3', second.logs[0]!.object));
    put(
      join(dir, 's3'),
      `flat/${second.logs[0]!.object.split('/').at(-1)!.replace('.gz', '')}`,
      second.logs[0]!.bytes,
    );
    const { trails } = await verify(dir);
    expect(trails).toMatchObject([{ verdict: 'intact', digests: { valid: 3 }, log_files: { valid: 6 } }]);
    expect(trails[0]!.problems.map(({ kind }) => kind)).toEqual(['digest_moved']);
  });

  it('refuses bytes after the end of the gzip data, in logs and in digests', async () => {
    const digests = makeTrail({ hours: 3 });
    const dir = bucket(digests);
    metadata(dir, digests);
    const log = digests[0]!.logs[0]!.object;
    appendFileSync(join(dir, 's3', log), 'hidden');
    appendFileSync(join(dir, 's3', digests[1]!.object), 'hidden');
    const { trails, unread } = await verify(dir);
    expect(unread).toEqual([
      { file: digests[1]!.object, reason: 'the gzip data is damaged, or other bytes follow its end' },
    ]);
    expect(trails[0]!.verdict).toBe('broken');
    expect(trails[0]!.problems.find(({ kind }) => kind === 'log_altered')).toMatchObject({
      object: log,
      detail: `${log} cannot be read: the gzip data is damaged, or other bytes follow its end`,
    });
  });

  it('names a log file that ends in the middle', async () => {
    const digests = makeTrail({ hours: 2 });
    const dir = bucket(digests);
    metadata(dir, digests);
    const path = join(dir, 's3', digests[0]!.logs[1]!.object);
    writeFileSync(path, readFileSync(path).subarray(0, 40));
    const { trails } = await verify(dir);
    expect(trails[0]!.log_files).toMatchObject({ valid: 3, altered: 1 });
  });

  it('counts days in UTC, the last one included', async () => {
    const digests = makeTrail({ hours: 30 });
    const dir = bucket(digests);
    metadata(dir, digests);
    const { asked, trails } = await verify(dir, { from: '2024-11-01', to: '2024-11-01' });
    expect(asked).toEqual({ from: '2024-11-01T00:00:00Z', to: '2024-11-02T00:00:00Z' });
    // Hour 23 begins at 23:01:31 and reaches into the next day.
    expect(trails[0]!.digests.found).toBe(24);
  });

  it('says what is wrong with the question', async () => {
    const dir = bucket(makeTrail({ hours: 1 }));
    await expect(verifyTrailFolders([join(dir, 'none')], {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(verifyTrailFolders([join(dir, 'keys.json')], {})).rejects.toMatchObject({
      code: 'DATA_MISSING',
    });
    await expect(verify(dir, { from: '2024-11-02', to: '2024-11-01' })).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
    });
    put(dir, 'keys.json', '{"PublicKeyList":[{"Value":"AAAA","Fingerprint":"00"}]}');
    await expect(verify(dir)).rejects.toMatchObject({ code: 'KEY_UNSUPPORTED' });
  });
});

describe('the sources of an engagement', () => {
  it('are verified as they were imported, and the verdict goes into the package', async () => {
    const digests = makeTrail({ hours: 3 });
    const dir = bucket(digests);
    const { engagement, remove } = await testEngagement();
    try {
      put(dir, `s3/${digests[2]!.object}.head.json`, headObject(digests[2]!));
      const { receipts, failed } = await importFiles(engagement, [join(dir, 's3'), join(dir, 'keys.json')]);
      expect(failed).toEqual([]);
      const readers = receipts.map(({ reader }) => reader);
      expect(readers.filter((id) => id === 'aws-cloudtrail-digest')).toHaveLength(3);
      expect(readers).toContain('aws-cloudtrail-keys');
      expect(readers).toContain('aws-cloudtrail-signature');
      const report = await engagementTrails(engagement);
      expect(report?.trails).toMatchObject([
        { verdict: 'intact', digests: { valid: 3 }, log_files: { expected: 6, valid: 6 } },
      ]);
      const rows = await engagement.store.use((session) =>
        session.rows('SELECT count(*) AS n, count(DISTINCT digest_object) AS d FROM trail_digest_files'),
      );
      expect([Number(rows[0]!['n']), Number(rows[0]!['d'])]).toEqual([6, 3]);
      const verdict = trailVerdicts(report);
      expect(verdict).toEqual([
        {
          mark: 'holds',
          text: 'CloudTrail 111122223333 us-east-2 main-trail: intact (3 digests, 6 log files)',
        },
      ]);
      expect(trailBlocks(report).filter(({ kind }) => kind === 'table')).toMatchObject([
        {
          rows: [
            ['Digests', '3', '3', '0', '0', '0'],
            ['Log files', '6', '6', '0', '0', '0'],
          ],
        },
      ]);
    } finally {
      await remove();
    }
  });

  it('without a digest have no trail', async () => {
    const { engagement, remove } = await testEngagement();
    try {
      expect(await engagementTrails(engagement)).toBeNull();
    } finally {
      await remove();
    }
  });
});

const PACKAGES = process.env['TICKMARK_AWSCLI'] ?? '/usr/lib/python3/dist-packages';
const VALIDATOR = join(PACKAGES, 'awscli/customizations/cloudtrail/validation.py');
const SCRIPT = resolve(import.meta.dirname, '../../test/vectors/cloudtrail/aws-validator.py');

describe.runIf(existsSync(VALIDATOR))('the validator of the AWS command line agrees', () => {
  const cases: [string, (dir: string, digests: readonly MadeDigest[]) => void][] = [
    ['on a whole trail', () => undefined],
    [
      'on a log file that was altered',
      (dir, digests) => put(join(dir, 's3'), digests[2]!.logs[0]!.object, gzipSync('{"Records":[]}')),
    ],
    ['on a log file that is missing', (dir, digests) => rmSync(join(dir, 's3', digests[1]!.logs[1]!.object))],
    [
      'on a digest that was altered',
      (dir, digests) =>
        put(
          join(dir, 's3'),
          digests[3]!.object,
          gzipSync(digests[3]!.text.replace('"newestEventTime":"2024', '"newestEventTime":"2023')),
        ),
    ],
    ['on a digest that is missing', (dir, digests) => rmSync(join(dir, 's3', digests[2]!.object))],
    [
      'on a digest under the name of another',
      (dir, digests) => renameSync(join(dir, 's3', digests[1]!.object), join(dir, 's3', digests[4]!.object)),
    ],
  ];

  it.each(cases)('%s', async (name, change) => {
    const digests = makeTrail({ hours: 6 });
    const dir = bucket(digests);
    metadata(dir, digests);
    change(dir, digests);
    put(
      dir,
      'signatures.json',
      JSON.stringify(Object.fromEntries(digests.map(({ object, signature }) => [object, signature]))),
    );
    const period = [iso(hourOf(0).start), iso(hourOf(5).end)] as const;
    const { status, stdout, stderr } = spawnSync(
      'python3',
      [SCRIPT, PACKAGES, join(dir, 's3'), join(dir, 'keys.json'), join(dir, 'signatures.json'), ...period],
      { encoding: 'utf8' },
    );
    expect(`${status} ${stderr}`).toBe('0 ');
    const theirs = JSON.parse(stdout) as { valid: number; logs: Record<string, number> };
    const { trails } = await verify(dir);
    const ours = trails[0]!;
    if (name.includes('under the name')) {
      // Theirs goes by names; here the digest says where it belongs, and the one that it replaced is missing.
      expect([theirs.valid, ours.digests.valid, ours.digests.missing]).toEqual([4, 5, 1]);
      return;
    }
    expect(ours.digests.valid).toBe(theirs.valid);
    expect(ours.log_files.valid).toBe(theirs.logs['valid']);
    expect(ours.log_files.altered).toBe(theirs.logs['invalid']);
    expect(ours.log_files.missing).toBe(theirs.logs['missing']);
  });
});

if (!existsSync(VALIDATOR)) {
  // Said aloud, so that a green run is not read as a comparison that was made.
  console.info(`not run: comparison with the AWS command line (no ${VALIDATOR}; set TICKMARK_AWSCLI)`);
}
