import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder, testEngagement } from '#test/support/engagement.ts';
import { importAgain } from './import-again.ts';
import { importFiles, listSources, rereadSource } from './index.ts';
import { sourceFile } from './sources.ts';

it('files come in again under the names of then, which findings and moments speak of', async () => {
  const first = await testEngagement();
  const second = await testEngagement();
  const folder = tempFolder();
  try {
    const inbox = join(folder.dir, 'from the client');
    mkdirSync(join(inbox, '2024-11-10'), { recursive: true });
    writeFileSync(
      join(inbox, '2024-11-10', 'grants.csv'),
      'System,Account,Resource,Permission\ngitlab,ann,group:x,developer\n',
    );
    writeFileSync(join(inbox, 'Übersicht?.csv'), 'a,b\n1,2\n');
    await importFiles(first.engagement, [inbox]);
    const receipts = await first.engagement.store.use(listSources);
    const files = await Promise.all(
      receipts.map(async (receipt) => ({ path: await sourceFile(first.engagement, receipt), receipt })),
    );
    expect(receipts.map(({ file }) => file)).toEqual(['2024-11-10/grants.csv', 'Übersicht?.csv']);
    expect(files.map(({ path }) => basename(path))).not.toEqual(receipts.map(({ file }) => file));
    await importAgain(second.engagement, files, [], {});
    expect(await second.engagement.store.use(listSources)).toEqual(receipts);
  } finally {
    await first.remove();
    await second.remove();
    folder.remove();
  }
});

it('a code page that was stated is kept with the file, however often it is read', async () => {
  const first = await testEngagement();
  const second = await testEngagement();
  const folder = tempFolder();
  try {
    const path = join(folder.dir, 'grants.csv');
    // ソフト in Shift-JIS: its second bytes are those of a backslash and other signs.
    const soft = Buffer.from([0x83, 0x5c, 0x83, 0x74, 0x83, 0x67]);
    const [head, tail] = ['Snapshot,System,Account,Resource,Permission\n2024-11-24,crm,', ',base,read\n'];
    writeFileSync(path, Buffer.concat([Buffer.from(head), soft, Buffer.from(tail)]));
    const account = (engagement: typeof first.engagement) =>
      engagement.store.use((session) => session.value('SELECT account_id FROM grants'));
    await importFiles(first.engagement, [path]);
    expect(await account(first.engagement)).toBe('ƒ\\ƒtƒg');
    const again = await rereadSource(first.engagement, 'grants.csv', { encoding: 'Shift_JIS' });
    expect(again.encoding).toBe('shift_jis');
    expect(again.notes).toContain('converted from shift_jis, as stated');
    await rereadSource(first.engagement, 'grants.csv', {});
    expect(await account(first.engagement)).toBe('ソフト');
    const [receipt] = await first.engagement.store.use(listSources);
    await importAgain(second.engagement, [{ path, receipt: receipt! }], [], {});
    expect(await account(second.engagement)).toBe('ソフト');
    expect(await second.engagement.store.use(listSources)).toEqual([receipt]);
  } finally {
    await first.remove();
    await second.remove();
    folder.remove();
  }
});
