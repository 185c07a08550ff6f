import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#engine/canonical/index.ts';
import { quoteName, type Session, Store } from '#engine/store/index.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'tickmark-cases-'));

async function prepare(timezone: string): Promise<Store> {
  const store = await Store.open({
    path: ':memory:',
    sourcesDir: FOLDER,
    workDir: join(FOLDER, 'work'),
    timezone,
    threads: 1,
  });
  await store.transaction((session) => migrate(session, 'case'));
  return store;
}

const stores = new Map<string, Promise<Store>>();
const busy = new Set<string>();

/**
 * The database that the cases of one time zone share in one process: making its schema takes longer than most cases. Who
 * has it has it alone: throws when it is asked for in between. It ends with the process.
 */
export async function withPrepared<T>(timezone: string, work: (store: Store) => Promise<T>): Promise<T> {
  if (busy.has(timezone)) throw new Error('another case is using the database');
  busy.add(timezone);
  try {
    const store = stores.get(timezone) ?? prepare(timezone);
    stores.set(timezone, store);
    return await work(await store);
  } finally {
    busy.delete(timezone);
  }
}

/** Takes every row out of every table but the version of the layout. */
export async function emptyTables(session: Session): Promise<void> {
  const tables = await session.rows(
    `SELECT schema_name, table_name FROM duckdb_tables()
     WHERE NOT temporary AND NOT internal AND table_name <> 'schema_version' ORDER BY table_oid`,
  );
  const names = tables.map((row) =>
    [row['schema_name'], row['table_name']].map((part) => quoteName(String(part))).join('.'),
  );
  await session.run(names.map((name) => `DELETE FROM ${name}`).join(';\n'));
}
