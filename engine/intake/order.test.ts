import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { tempFolder, testEngagement } from '#test/support/engagement.ts';
import { importFiles } from './import-files.ts';

/** Record numbers are places in the file: true only while no plan of a load joins, since a join loses the order. */

const folder = tempFolder();
let engagement: Engagement;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
});
afterAll(async () => {
  await remove();
  folder.remove();
});

const RECORDS = 60_000;

describe('record numbers', () => {
  it('are the lines of the file, in a file that is read in several parts at a time', async () => {
    const lines = Array.from(
      { length: RECORDS },
      (_, i) =>
        `google,user${i + 1}@company.com,user${i + 1}@company.com,,human,enabled,${i % 2 === 0},true,2024-01-01T00:00:00Z,Never logged in,,,${'x'.repeat(40)}`,
    );
    const header =
      'System,Account,Email,Employee ID,Kind,Status,Admin,MFA,Created,Last Login,Disabled At,Owner,Justification';
    const file = join(folder.dir, 'accounts.csv');
    writeFileSync(file, [header, ...lines, ''].join('\n'));
    const { receipts } = await importFiles(engagement, [file], {});
    expect(receipts.map(({ reader, read, loaded }) => [reader, read, loaded])).toEqual([
      ['idp-accounts', RECORDS, RECORDS],
    ]);
    const wrong = await engagement.store.use((session) =>
      session.value(
        `SELECT count(*) FROM accounts WHERE account_id <> 'user' || record_no || '@company.com'`,
      ),
    );
    expect(wrong).toBe(0);
  });
});
