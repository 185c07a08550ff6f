import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { exportQuery } from './export.ts';

let engagement: Engagement;
let remove: () => Promise<void>;
const target = mkdtempSync(join(tmpdir(), 'tickmark-export-'));

beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
});
afterAll(async () => {
  await remove();
  rmSync(target, { recursive: true, force: true });
});

const write = (out: string) =>
  exportQuery({
    store: engagement.store,
    sourcesDir: engagement.sourcesDir,
    workDir: engagement.workDir,
    sql: "SELECT 1 AS a, 'x' AS b",
    format: 'csv',
    out,
  });

test('a result is written whole, under its final name only', async () => {
  const out = join(target, 'result.csv');
  expect(await write(out)).toEqual({ file: out, rows: 1 });
  expect(readFileSync(out, 'utf8')).toBe('a,b\n1,x\n');
  expect(readdirSync(target)).toEqual(['result.csv']);
});

test.each([
  ['a folder that is not there', join(target, 'nowhere', 'result.csv')],
  // On Linux another file system, where moving falls back to copying.
  ['a place that takes no files', '/proc/tickmark-result.csv'],
])('%s is told as such, and nothing is left in .work', async (_name, out) => {
  await expect(write(out)).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(engagement.workDir).filter((name) => name.startsWith('export-'))).toEqual([]);
});
