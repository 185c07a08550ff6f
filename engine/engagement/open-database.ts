import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '#engine/canonical/index.ts';
import { Store, type StoreOptions } from '#engine/store/index.ts';
import { type CatalogueState, dropEarlierMacros, requireOwnCatalogue } from './catalogue/check.ts';
import { type Layout, OWN_LAYOUT } from './catalogue/layouts.ts';
import { appendEntry } from './journal.ts';
import { DATABASE_FILE } from './names.ts';
import type { EngagementDeps } from './open-engagement.ts';
import { requireOwnRecord } from './own-record.ts';
import { recordedFindings } from './recorded-work.ts';
import { scratchFor, sweepScratch } from './scratch.ts';
import type { EngagementSettings } from './types.ts';

export function storeOptions(
  dir: string,
  path: string,
  workDir: string,
  settings: EngagementSettings,
  deps: EngagementDeps,
): StoreOptions {
  return {
    path,
    sourcesDir: join(dir, 'sources'),
    workDir,
    timezone: settings.timezone,
    readOnly: settings.locked !== null,
    ...(deps.memoryMb === undefined ? {} : { memoryMb: deps.memoryMb }),
    ...(deps.threads === undefined ? {} : { threads: deps.threads }),
  };
}

interface Opening {
  root: string;
  settings: EngagementSettings;
  deps: EngagementDeps;
  layout: Layout;
}

export interface OpenedDatabase {
  store: Store;
  /** Scratch of this opening. */
  workDir: string;
}

/**
 * The database of an engagement, in the layout and with the shared questions of this build, and its record held against it.
 * One that is signed off is opened read only and never changed: where another build made it, a copy in the scratch is
 * brought up to date and opened in its place, until the engagement is closed. Throws ENGAGEMENT_UNTRUSTED,
 * ENGAGEMENT_TOO_NEW, JOURNAL_TAMPERED and what opening a file throws.
 */
export async function openDatabase(
  root: string,
  settings: EngagementSettings,
  deps: EngagementDeps,
  layout: Layout = OWN_LAYOUT,
): Promise<OpenedDatabase> {
  const opening = { root, settings, deps, layout };
  const signedOff = settings.locked !== null;
  const workDir = scratchFor(root, signedOff);
  try {
    const options = storeOptions(root, join(root, DATABASE_FILE), workDir, settings, deps);
    return { store: await (signedOff ? openSignedOff : openOwn)(opening, options), workDir };
  } catch (error) {
    await rm(workDir, { recursive: true, force: true });
    throw error;
  }
}

/** Closes the store where what is asked of it fails. */
async function orClose<T>(store: Store, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    store.close();
    throw error;
  }
}

async function openOwn({ root, settings, deps, layout }: Opening, options: StoreOptions): Promise<Store> {
  const store = await Store.open(options);
  return orClose(store, async () => {
    const state = await store.use((session) => requireOwnCatalogue(session, layout));
    await sweepScratch(root, options.workDir, false);
    const upgrade = state.version < layout.version;
    // Held against the record as the earlier build left it: afterwards its rows are others.
    if (upgrade) await requireOwnRecord(store, root, settings);
    await bringUpToDate(store, state, { deps, layout, journal: upgrade });
    await requireOwnRecord(store, root, settings);
    return store;
  });
}

async function openSignedOff(
  { root, settings, deps, layout }: Opening,
  options: StoreOptions,
): Promise<Store> {
  const store = await Store.open(options);
  const stands = await orClose(store, async () => {
    const state = await store.use((session) => requireOwnCatalogue(session, layout));
    await sweepScratch(root, options.workDir, true);
    await requireOwnRecord(store, root, settings);
    return state.stands;
  });
  if (stands) return store;
  store.close();
  const path = join(options.workDir, DATABASE_FILE);
  await copyDatabase(options.path, path);
  const copy = await Store.open({ ...options, path, readOnly: false });
  await orClose(copy, async () => {
    const state = await copy.use((session) => requireOwnCatalogue(session, layout));
    // Nothing is added to the journal of what is signed off.
    await bringUpToDate(copy, state, { deps, layout, journal: false });
  });
  copy.close();
  return Store.open({ ...options, path });
}

interface Bringing {
  deps: EngagementDeps;
  layout: Layout;
  journal: boolean;
}

/** `journal`: what a migration made of the recorded work is stated in an entry of its own, in the same transaction. */
async function bringUpToDate(
  store: Store,
  { version, stands, earlier }: CatalogueState,
  { deps, layout, journal }: Bringing,
): Promise<void> {
  await store.transaction(async (session) => {
    await dropEarlierMacros(session, earlier);
    await migrate(session, deps.toolVersion, {
      from: version,
      macrosStand: stands,
      through: layout.migrations,
    });
    if (!journal) return;
    await appendEntry(session, { at: deps.now(), actor: deps.actor }, 'layout_migrated', {
      from: version,
      to: layout.version,
      tool_version: deps.toolVersion,
      findings_sha256: await recordedFindings(session),
    });
  });
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
