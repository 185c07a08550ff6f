import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { importFiles } from '../index.ts';
import { memoryEngagement, type TestEngagement } from '../testing.ts';
import { stateAbout, type StatementChange, statementOf } from './statement.ts';

const { dir, remove } = tempFolder();
let engagement: TestEngagement;
let source: string;

beforeAll(async () => {
  engagement = await memoryEngagement();
  const path = join(dir, 'people.csv');
  await writeFile(path, 'employee_id,email,status\n1,ann@x.com,active\n');
  source = (await importFiles(engagement, [path])).receipts[0]!.source_id;
});
afterAll(async () => {
  await engagement.close();
  remove();
});

async function totalsAfter(change: Omit<StatementChange, 'by' | 'on'>, by: string): Promise<string[]> {
  await stateAbout(engagement, source, { ...change, by, on: '2025-01-08' });
  const { totals } = await engagement.store.use((session) => statementOf(session, source));
  return totals.map(({ kind, value, by: who }) => `${kind} ${value} ${who}`);
}

const records = { kind: 'records', value: '1' } as const;
const other = { kind: 'records', value: '2' } as const;

test('totals are stated one by one, whatever others state meanwhile', async () => {
  expect(await totalsAfter({ total_added: records }, 'ann')).toEqual(['records 1 ann']);
  expect(await totalsAfter({ total_added: other }, 'bob')).toEqual(['records 1 ann', 'records 2 bob']);
  // Who states it again changes nothing of it.
  expect(await totalsAfter({ total_added: records }, 'bob')).toEqual(['records 1 ann', 'records 2 bob']);
  // The same figure in another document is one more.
  const inMail = { ...records, stated_in: 'e-mail of 8 January' };
  expect(await totalsAfter({ total_added: inMail }, 'cyd')).toEqual([
    'records 1 ann',
    'records 2 bob',
    'records 1 cyd',
  ]);
  expect(await totalsAfter({ total_removed: inMail }, 'cyd')).toEqual(['records 1 ann', 'records 2 bob']);
  expect(await totalsAfter({ total_removed: records }, 'bob')).toEqual(['records 2 bob']);
  expect(await totalsAfter({ total_removed: records }, 'bob')).toEqual(['records 2 bob']);
  expect(await totalsAfter({ totals: [records] }, 'cyd')).toEqual(['records 1 cyd']);
  await expect(totalsAfter({ total_added: { kind: 'records', value: '1,000' } }, 'cyd')).rejects.toThrow(
    '"1,000" is no number',
  );
  expect(await totalsAfter({}, 'cyd')).toEqual(['records 1 cyd']);
});
