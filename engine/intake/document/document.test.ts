import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { openJson } from './document.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const RECORD = '{"account": "somebody@company.com", "resource": "group:billing", "numbers": [1, 2.50, 3e4]}';
const RECORDS = 300_000;

test('a long document is read in turns: who cancels meanwhile is heard', async () => {
  const path = join(folder.dir, 'long.json');
  const text = `{"grants": [${Array.from({ length: RECORDS }, () => RECORD).join(',')}]}`;
  writeFileSync(path, text);
  const file = { path, size: text.length, original: true, encoding: 'utf-8' } as const;
  const aborter = new AbortController();
  setTimeout(() => aborter.abort(), 1);
  await expect(openJson(file, aborter.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  const whole = await openJson(file);
  expect(whole.records('grants', false)?.length).toBe(RECORDS);
  expect(whole.records('grants', false)?.at(-1)?.json).toBe(RECORD);
});
