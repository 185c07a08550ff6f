import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ERROR_CODES } from '#shared/model/errors.ts';
import { importFiles } from './index.ts';
import { memoryEngagement, type TestEngagement } from './testing.ts';

let engagement: TestEngagement;
let inbox: string;

beforeAll(async () => {
  engagement = await memoryEngagement();
  inbox = await mkdtemp(join(tmpdir(), 'tickmark-arbitrary-'));
});
afterAll(async () => {
  await engagement.close();
  await rm(inbox, { recursive: true, force: true });
});

/** Either a receipt whose records add up and are all in the database, or one failure with a known code. */
async function readsOrRefuses(content: Uint8Array): Promise<void> {
  const path = join(inbox, 'input');
  await writeFile(path, content);
  const { receipts, failed } = await importFiles(engagement, [path]);
  expect(receipts.length + failed.length).toBe(1);
  if (failed.length === 1) {
    expect(Object.keys(ERROR_CODES)).toContain(failed[0]!.code);
    expect(failed[0]!.code).not.toBe('INTERNAL');
    return;
  }
  const receipt = receipts[0]!;
  expect(receipt.read).toBe(receipt.loaded + receipt.rejected);
  const stored = await engagement.store.use((session) =>
    session.value('SELECT count(*) FROM work.rejects WHERE source_id = $id', { id: receipt.source_id }),
  );
  expect(stored).toBe(receipt.rejected);
  if (receipt.reader === null || receipt.tables.length === 1) {
    expect(receipt.rows.reduce((sum, table) => sum + table.rows, 0)).toBe(receipt.loaded);
  }
}

const cell = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '"',
    '""',
    '"a"',
    'a"b',
    '"a,b"',
    '"a\nb"',
    "'",
    'x',
    '1',
    '2024-11-24',
    'N/A',
    '=1+3',
    '\r',
    'é',
    '😀',
  ),
  fc.string({ maxLength: 6 }),
);
const lineEnd = fc.constantFrom('\n', '\r\n', '\n', '\n\n', '\r');
const delimiter = fc.constantFrom(',', ';', '\t', '|');

test('whatever bytes come in', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), readsOrRefuses), {
    numRuns: 40,
    seed: 20241124,
  });
});

test('whatever looks like a table', async () => {
  const table = fc
    .tuple(
      delimiter,
      fc.array(fc.tuple(fc.array(cell, { minLength: 1, maxLength: 5 }), lineEnd), {
        minLength: 1,
        maxLength: 12,
      }),
    )
    .map(([mark, rows]) => Buffer.from(rows.map(([cells, end]) => cells.join(mark) + end).join('')));
  await fc.assert(fc.asyncProperty(table, readsOrRefuses), { numRuns: 100, seed: 20241125 });
});

test('whatever looks like a snapshot', async () => {
  const row = fc
    .tuple(fc.array(cell, { minLength: 4, maxLength: 6 }), lineEnd)
    .map(([cells, end]) => `2024-11-24,${cells.join(',')}${end}`);
  const table = fc
    .array(row, { maxLength: 15 })
    .map((rows) => Buffer.from(`Snapshot,System,Account,Resource,Permission\n${rows.join('')}`));
  await fc.assert(fc.asyncProperty(table, readsOrRefuses), { numRuns: 80, seed: 20241126 });
});

test('whatever looks like a log of JSON lines', async () => {
  const event = fc.oneof(
    fc
      .record({
        timestamp: fc.constantFrom('2024-11-24T14:05:23Z', 'noon', null),
        user: fc.string({ maxLength: 5 }),
        bytes_downloaded: fc.oneof(fc.integer(), fc.string({ maxLength: 3 })),
      })
      .map((value) => JSON.stringify(value)),
    fc.json({ maxDepth: 2 }),
    fc.constantFrom('{', '[', '{"a":1,"a":2}', '', ' ', '{"user":"\u0001"}', 'null', '{"timestamp":1,}'),
  );
  const log = fc
    .array(fc.tuple(event, lineEnd), { minLength: 1, maxLength: 12 })
    .map((lines) =>
      Buffer.from(
        `{"timestamp":"2024-11-24T14:05:23Z","user":"a","bytes_downloaded":1}\n${lines.map(([line, end]) => line + end).join('')}`,
      ),
    );
  await fc.assert(fc.asyncProperty(log, readsOrRefuses), { numRuns: 80, seed: 20241127 });
});
