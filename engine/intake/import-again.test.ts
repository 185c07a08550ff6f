import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder, testEngagement } from '#test/support/engagement.ts';
import { importAgain } from './import-again.ts';
import { importFiles, listSources } from './index.ts';
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
