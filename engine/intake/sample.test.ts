import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportResult } from '#shared/model/receipt.ts';
import { generateSample } from '#fixtures/generate.ts';
import { importFiles } from './index.ts';
import { memoryEngagement, type TestEngagement } from './testing.ts';

let engagement: TestEngagement;
let sample: string;
let result: ImportResult;

beforeAll(async () => {
  sample = await mkdtemp(join(tmpdir(), 'tickmark-sample-'));
  await generateSample(sample);
  engagement = await memoryEngagement();
  result = await importFiles(engagement, [join(sample, 'exports')]);
}, 240_000);
afterAll(async () => {
  await engagement.close();
  await rm(sample, { recursive: true, force: true });
});

function value(sql: string): Promise<unknown> {
  return engagement.store.use((session) => session.value(sql));
}

/** Records by the files' own text: no value of these exports holds a line end. */
async function lines(file: string): Promise<number> {
  const text = await readFile(join(sample, 'exports', file), 'utf8');
  return text.split('\n').filter((line) => line !== '').length - (file.endsWith('.csv') ? 1 : 0);
}

test('every export of the sample is claimed by a reader and loaded whole', async () => {
  expect(result.failed).toEqual([]);
  const files = (await readdir(join(sample, 'exports'), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  );
  expect(result.receipts).toHaveLength(files.length);
  expect(result.receipts.filter((receipt) => receipt.reader === null).map((receipt) => receipt.file)).toEqual(
    [],
  );
  expect(result.receipts.filter((receipt) => receipt.rejected > 0).map((receipt) => receipt.file)).toEqual(
    [],
  );
});

test('records read are the lines of the files', async () => {
  const tabular = result.receipts.filter((receipt) => /\.(?:csv|ndjson)$/.test(receipt.file));
  const counted = await Promise.all(
    tabular.map(async (receipt) => [receipt.file, await lines(receipt.file)]),
  );
  expect(tabular.map((receipt) => [receipt.file, receipt.read])).toEqual(counted);
});

test('no natural key of the sample occurs twice', () => {
  const doubled = result.receipts.flatMap((receipt) =>
    receipt.rows.filter((table) => (table.duplicates ?? 0) > 0).map((table) => [receipt.file, table.table]),
  );
  expect(doubled).toEqual([]);
});

test('the audit trail is marked as a chain, its rows numbered as its lines', async () => {
  const trail = result.receipts.find((receipt) => receipt.file === 'audit/audit-trail.ndjson')!;
  expect(trail.chains).toEqual(['audit-trail']);
  const text = await readFile(join(sample, 'exports', trail.file), 'utf8');
  const ids = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { id: string }).id);
  const stored = await engagement.store.use((session) =>
    session.rows('SELECT event_id FROM main.audit_events ORDER BY seq'),
  );
  expect(stored.map((row) => row['event_id'])).toEqual(ids);
});

test('the snapshot of 24 November is taken at midnight in New York', () => {
  const snapshot = result.receipts.find((receipt) => receipt.file === 'access/snapshot-2024-11-24.csv')!;
  expect(snapshot.rows[0]!.as_of).toEqual(['2024-11-24T05:00:00Z']);
});

test('resources are split where their system is known', async () => {
  expect(await value(`SELECT count(*) FROM main.exceptions WHERE system IS NULL`)).toBe(0);
  expect(await value(`SELECT resource FROM main.exceptions WHERE exception_id = 'exc_789'`)).toBe(
    'group:platform-engineering',
  );
  expect(await value(`SELECT system FROM main.exceptions WHERE exception_id = 'exc_789'`)).toBe('gitlab');
});
