import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFiles } from '../index.ts';
import { memoryEngagement, type TestEngagement } from '../testing.ts';

let engagement: TestEngagement;
beforeAll(async () => {
  engagement = await memoryEngagement();
});
afterAll(() => engagement.close());

async function parquet(name: string, select: string): Promise<string> {
  const written = join(engagement.workDir, name);
  await engagement.store.use((session) =>
    session.run(`COPY (${select}) TO '${written}' (FORMAT parquet)`).then(() => undefined),
  );
  const outside = join(engagement.dir, name);
  await rename(written, outside);
  return outside;
}

test('a Parquet file that nobody claims is kept as text, null apart from empty', async () => {
  const file = await parquet(
    'payments.parquet',
    `SELECT * FROM (VALUES (1, 'a "quoted", text', TIMESTAMPTZ '2024-11-01 10:00:00+00', [1, 2]),
      (9007199254740993, '', NULL, NULL), (NULL, NULL, NULL, [])) AS t(number, words, moment, list)`,
  );
  const { receipts, failed } = await importFiles(engagement, [file]);
  expect(failed).toEqual([]);
  const receipt = receipts[0]!;
  expect({
    format: receipt.format,
    read: receipt.read,
    loaded: receipt.loaded,
    tables: receipt.tables,
  }).toEqual({
    format: 'parquet',
    read: 3,
    loaded: 3,
    tables: ['raw.payments'],
  });
  const rows = await engagement.store.use((session) =>
    session.rows('SELECT number, words, moment, list FROM raw.payments ORDER BY record_no'),
  );
  expect(rows).toEqual([
    { number: '1', words: 'a "quoted", text', moment: '2024-11-01T10:00:00.000000Z', list: '[1,2]' },
    { number: '9007199254740993', words: '', moment: null, list: null },
    { number: null, words: null, moment: null, list: '[]' },
  ]);
});

test('a Parquet file with the columns of a reader is read by it', async () => {
  const file = await parquet(
    'grants.parquet',
    `SELECT TIMESTAMPTZ '2024-11-01 04:00:00+00' AS "Snapshot", 'erp' AS "System", 'a@x.example' AS "Account", 'ledger' AS "Resource", 'read' AS "Permission"`,
  );
  const { receipts, failed } = await importFiles(engagement, [file]);
  expect(failed).toEqual([]);
  expect(receipts.map(({ reader, loaded }) => ({ reader, loaded }))).toEqual([
    { reader: 'access-snapshot', loaded: 1 },
  ]);
});

test('a damaged Parquet file and one that grows are refused', async () => {
  const damaged = join(engagement.dir, 'damaged.parquet');
  await writeFile(damaged, Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(200, 7), Buffer.from('PAR1')]));
  const grows = await parquet('grows.parquet', `SELECT 1 AS a, 1 AS b FROM range(40000000)`);
  const { failed } = await importFiles(engagement, [damaged, grows]);
  expect(failed.map(({ file, code }) => ({ file, code }))).toEqual([
    { file: 'damaged.parquet', code: 'FILE_MALFORMED' },
    { file: 'grows.parquet', code: 'FILE_TOO_COMPLEX' },
  ]);
});
