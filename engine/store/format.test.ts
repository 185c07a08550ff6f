import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { Store } from './index.ts';

let folder: { dir: string; remove: () => void };
beforeEach(() => {
  folder = tempFolder();
});
afterEach(() => folder.remove());

async function withStore<T>(readOnly: boolean, work: (store: Store) => Promise<T>): Promise<T> {
  await mkdir(join(folder.dir, 'sources'), { recursive: true });
  const store = await Store.open({
    path: join(folder.dir, 'e.duckdb'),
    sourcesDir: join(folder.dir, 'sources'),
    workDir: join(folder.dir, 'work'),
    timezone: 'UTC',
    readOnly,
  });
  try {
    return await work(store);
  } finally {
    await store.end();
  }
}

const formatOf = (readOnly: boolean) =>
  withStore(readOnly, (store) =>
    store.use((session) =>
      session.value(`SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'e'`),
    ),
  );

it('new files are of a format that compresses with zstd', async () => {
  expect(await formatOf(false)).toBe('v1.2.0+');
});

it('files of an older format are read, written, and stay what they are', async () => {
  const instance = await DuckDBInstance.create(join(folder.dir, 'e.duckdb'));
  const connection = await instance.connect();
  await connection.run('CREATE TABLE t AS SELECT 1 AS a');
  connection.closeSync();
  instance.closeSync();
  expect(await formatOf(true)).toBe('v1.0.0+');
  await withStore(false, (store) =>
    store.use((session) => session.run('INSERT INTO t VALUES (2); CHECKPOINT')),
  );
  expect(await formatOf(false)).toBe('v1.0.0+');
  expect(
    await withStore(true, (store) => store.use((session) => session.value('SELECT sum(a) FROM t'))),
  ).toBe(3);
});
