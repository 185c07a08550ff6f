import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFiles } from '../index.ts';
import { memoryEngagement, type TestEngagement } from '../testing.ts';

const FILES = 6_000;
const HEX = '0123456789abcdef'.repeat(4);

let engagement: TestEngagement;
beforeAll(async () => {
  engagement = await memoryEngagement();
});
afterAll(() => engagement.close());

/** One record, as CloudTrail writes one for an hour of a large organisation: its list is all of its size. */
test('a record with a list of thousands of items gives each of them, with what it says of all', async () => {
  const object = (n: number) => `AWSLogs/111122223333/CloudTrail/us-east-2/2024/11/01/log-${n}.json.gz`;
  const digest = {
    awsAccountId: '111122223333',
    digestStartTime: '2024-11-01T00:01:31Z',
    digestEndTime: '2024-11-01T01:01:31Z',
    digestS3Bucket: 'trail-bucket',
    digestS3Object: 'AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2024/11/01/d.json.gz',
    digestPublicKeyFingerprint: '31E8B5433410DFB61A9DC45CC65B22FF',
    previousDigestS3Object: null,
    previousDigestHashValue: null,
    logFiles: Array.from({ length: FILES }, (_, n) => ({
      s3Bucket: 'trail-bucket',
      s3Object: object(n),
      hashValue: HEX,
      hashAlgorithm: 'SHA-256',
      newestEventTime: '2024-11-01T01:00:00Z',
      oldestEventTime: '2024-11-01T00:02:00Z',
    })),
  };
  const path = join(engagement.dir, 'digest.json');
  await writeFile(path, JSON.stringify(digest));
  const { receipts, failed } = await importFiles(engagement, [path]);
  expect(failed).toEqual([]);
  expect(receipts[0]?.rows.map(({ table, rows }) => [table, rows])).toEqual([
    ['trail_digests', 1],
    ['trail_digest_files', FILES],
  ]);
  const rows = await engagement.store.use((session) =>
    session.rows(
      'SELECT log_object, count(DISTINCT digest_object) AS digests FROM trail_digest_files GROUP BY ALL',
    ),
  );
  expect(rows.map((row) => row['log_object']).sort()).toEqual(
    Array.from({ length: FILES }, (_, n) => object(n)).sort(),
  );
  expect(new Set(rows.map((row) => Number(row['digests'])))).toEqual(new Set([1]));
});
