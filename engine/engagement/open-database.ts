import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '#engine/canonical/index.ts';
import { Store, type StoreOptions } from '#engine/store/index.ts';
import { dropEarlierMacros, requireOwnCatalogue } from './catalogue/check.ts';
import { DATABASE_FILE } from './names.ts';
import type { EngagementDeps } from './open-engagement.ts';
import type { EngagementSettings } from './types.ts';

export function storeOptions(
  dir: string,
  path: string,
  settings: EngagementSettings,
  deps: EngagementDeps,
): StoreOptions {
  return {
    path,
    sourcesDir: join(dir, 'sources'),
    workDir: join(dir, '.work'),
    timezone: settings.timezone,
    readOnly: settings.locked !== null,
    ...(deps.memoryMb === undefined ? {} : { memoryMb: deps.memoryMb }),
    ...(deps.threads === undefined ? {} : { threads: deps.threads }),
  };
}

/**
 * The database of an engagement, with the shared questions of this build. One that is signed off is opened read only and
 * never changed: where another build made it, a copy in `.work/` is brought up to date and opened in its place, until the
 * engagement is closed. Throws ENGAGEMENT_UNTRUSTED, ENGAGEMENT_TOO_NEW and what opening a file throws.
 */
export async function openDatabase(
  root: string,
  settings: EngagementSettings,
  deps: EngagementDeps,
): Promise<Store> {
  const options = storeOptions(root, join(root, DATABASE_FILE), settings, deps);
  if (settings.locked === null) return upToDate(options, deps);
  const store = await Store.open(options);
  try {
    if (await store.use(async (session) => (await requireOwnCatalogue(session)).stands)) return store;
  } catch (error) {
    store.close();
    throw error;
  }
  store.close();
  // What is signed off can be open in several processes at once.
  const path = join(options.workDir, `${process.pid}-${DATABASE_FILE}`);
  await copyDatabase(options.path, path);
  const copy = await upToDate({ ...options, path, readOnly: false }, deps);
  copy.close();
  return Store.open({ ...options, path });
}

async function upToDate(options: StoreOptions, deps: EngagementDeps): Promise<Store> {
  const store = await Store.open(options);
  try {
    const { stands, earlier } = await store.use((session) => requireOwnCatalogue(session));
    await store.transaction(async (session) => {
      await dropEarlierMacros(session, earlier);
      await migrate(session, deps.toolVersion, stands);
    });
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}

/** With what DuckDB may not have written into the file yet. Where the file system can, nothing is copied until it changes. */
async function copyDatabase(from: string, to: string): Promise<void> {
  await mkdir(join(to, '..'), { recursive: true });
  for (const end of ['', '.wal']) {
    await rm(`${to}${end}`, { force: true });
    if (!existsSync(`${from}${end}`)) continue;
    await copyFile(`${from}${end}`, `${to}${end}`, constants.COPYFILE_FICLONE);
    await chmod(`${to}${end}`, 0o600);
  }
}
