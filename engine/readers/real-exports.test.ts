import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFiles } from '#engine/intake/index.ts';
import { memoryEngagement, type TestEngagement } from '#engine/intake/testing.ts';

/** Exports of real products, kept outside the project. */
const SAMPLES = fileURLToPath(new URL('../../../shared/samples/', import.meta.url));
const present = existsSync(SAMPLES);

let engagement: TestEngagement;
beforeAll(async () => {
  engagement = await memoryEngagement();
});
afterAll(() => engagement.close());

// Folder, files that a reader takes, files kept as text, files refused by code. SOURCES.md is a table of text itself.
const FOLDERS = [
  ['okta/openapi-examples', 15, 0, { READER_MISMATCH: 4 }],
  ['github-gsuite', 0, 3, {}],
  ['kubernetes/rbac-tool', 5, 0, {}],
  ['kubernetes/bootstrap', 1, 0, {}],
  ['baton', 2, 1, {}],
  ['role-mining', 0, 1, { FILE_MALFORMED: 2 }],
  ['sod/analistarj', 0, 6, { READER_MISMATCH: 1 }],
] as const;

describe.runIf(present)('real exports', () => {
  test.each(FOLDERS)('%s: %i by readers, %i as text', async (folder, claimed, kept, refused) => {
    const { receipts, failed } = await importFiles(engagement, [join(SAMPLES, folder)]);
    for (const receipt of receipts) expect(receipt.read).toBe(receipt.loaded + receipt.rejected);
    expect(receipts.filter(({ reader }) => reader !== null).length).toBe(claimed);
    expect(receipts.filter(({ reader }) => reader === null).length).toBe(kept);
    const codes: Record<string, number> = {};
    for (const { code, message } of failed) {
      codes[code] = (codes[code] ?? 0) + 1;
      expect(message.length).toBeGreaterThan(20);
    }
    expect(codes).toEqual(refused);
  });
});

test.runIf(!present)('not run: samples absent', () => {
  expect(present).toBe(false);
});
