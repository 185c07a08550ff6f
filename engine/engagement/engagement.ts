import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { writeBlankDatabase } from '#engine/canonical/index.ts';
import { Store } from '#engine/store/index.ts';
import { appendEntry, writeLine } from './journal.ts';
import { DATABASE_FILE, JOURNAL_FILE, SETTINGS_FILE } from './names.ts';
import { openDatabase, type OpenedDatabase, storeOptions } from './open-database.ts';
import { type EngagementDeps, keepLock, OpenEngagement, openHere } from './open-engagement.ts';
import { requireOwnFiles } from './own-files.ts';
import { scopeOf } from './own-record.ts';
import { scratchFor, sweepScratch } from './scratch.ts';
import { checkScope, loadSettings, saveSettings } from './settings.ts';
import type { Engagement, EngagementSettings } from './types.ts';

export interface NewEngagement {
  client: string;
  kind: 'internal' | 'external';
  period: { from: string; to: string };
  as_of?: string | undefined;
  timezone: string;
  /** Overrides of procedures' parameters, where the work begins with some. */
  parameters?: EngagementSettings['parameters'];
}

/**
 * Makes an engagement in `dir` (which may exist, but hold no engagement) and leaves it open. engagement.json is written
 * last, so that a kill leaves a folder that can be created anew. What was just made here is not checked as something received.
 */
export async function createEngagement(
  dir: string,
  scope: NewEngagement,
  deps: EngagementDeps,
): Promise<Engagement> {
  const root = resolve(dir);
  const client = scope.client.trim();
  const settings: EngagementSettings = {
    format: 1,
    id: engagementId({ ...scope, client }),
    kind: scope.kind,
    client,
    period: scope.period,
    as_of: scope.as_of ?? null,
    timezone: scope.timezone,
    parameters: scope.parameters ?? {},
    locked: null,
    tool_version: deps.toolVersion,
  };
  checkScope(settings);
  requireOwnFiles(root);
  if (existsSync(join(root, SETTINGS_FILE))) {
    throw new TickmarkError('ENGAGEMENT_EXISTS', `${dir} already holds an engagement`, {
      hint: 'Open it, or name another folder.',
    });
  }
  await requireNothingReceived(root, dir);
  for (const name of ['sources', '.work', 'packages']) await mkdir(join(root, name), { recursive: true });
  const database = join(root, DATABASE_FILE);
  const fresh = join(root, '.work', DATABASE_FILE);
  for (const path of [`${database}.wal`, join(root, JOURNAL_FILE)]) await rm(path, { force: true });
  await writeBlankDatabase(fresh, deps.toolVersion, join(root, '.work'));
  await rename(fresh, database);
  return beginRecord(root, settings, deps);
}

/** Opens the new database and states the scope in the first entry of its journal. */
async function beginRecord(
  root: string,
  settings: EngagementSettings,
  deps: EngagementDeps,
): Promise<Engagement> {
  const key = await realpath(root);
  const workDir = scratchFor(root, false);
  openHere.add(key);
  let store: Store | undefined;
  try {
    store = await Store.open(storeOptions(root, join(root, DATABASE_FILE), workDir, settings, deps));
    await sweepScratch(root, workDir, false);
    const stamp = { at: deps.now(), actor: deps.actor };
    const line = await store.transaction((session) =>
      appendEntry(session, stamp, 'engagement_created', scopeOf(settings)),
    );
    await writeLine(join(root, JOURNAL_FILE), line);
    await saveSettings(root, settings);
    return new OpenEngagement(root, key, settings, store, workDir, deps);
  } catch (error) {
    if (store) await forget({ store, workDir });
    openHere.delete(key);
    throw error;
  }
}

async function requireNothingReceived(root: string, dir: string): Promise<void> {
  const sources = await readdir(join(root, 'sources')).catch(() => []);
  if (sources.length > 0 && existsSync(join(root, DATABASE_FILE))) {
    throw new TickmarkError(
      'ENGAGEMENT_INVALID',
      `${dir} holds sources and a database but no ${SETTINGS_FILE}`,
      {
        hint: `Restore ${SETTINGS_FILE} from a copy of the engagement, or name another folder.`,
      },
    );
  }
}

/** Same scope, same id: two auditors who set up the same engagement can tell that it is the same. */
function engagementId(scope: NewEngagement): string {
  const text = JSON.stringify([
    scope.client,
    scope.kind,
    scope.period.from,
    scope.period.to,
    scope.as_of ?? null,
    scope.timezone,
  ]);
  return `E-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

/** Opens an engagement: lock, trust check of the database, migration, journal. Close it. */
export async function openEngagement(dir: string, deps: EngagementDeps): Promise<Engagement> {
  const root = resolve(dir);
  requireOwnFiles(root);
  const settings = await loadSettings(root);
  const key = await realpath(root);
  if (openHere.has(key)) {
    throw new TickmarkError('ENGAGEMENT_BUSY', `${dir} is open already`, { hint: 'Close it there first.' });
  }
  const path = join(root, DATABASE_FILE);
  if (!existsSync(path)) {
    throw new TickmarkError('ENGAGEMENT_INVALID', `${dir} has no ${DATABASE_FILE}`, {
      hint: 'Restore it from a copy, or make a new engagement and import the files under sources/ again.',
    });
  }
  openHere.add(key);
  let opened: OpenedDatabase | undefined;
  try {
    opened = await openDatabase(root, settings, deps);
    const { store, workDir } = opened;
    if (settings.locked === null) await mkdir(join(root, 'packages'), { recursive: true });
    if (settings.locked === null && (await keepLock(root, settings, store))) {
      // A kill between the journal's last entry and engagement.json: the sign-off stands.
      await forget(opened);
      openHere.delete(key);
      return await openEngagement(dir, deps);
    }
    return new OpenEngagement(root, key, settings, store, workDir, deps);
  } catch (error) {
    if (opened) await forget(opened);
    openHere.delete(key);
    throw error;
  }
}

async function forget({ store, workDir }: OpenedDatabase): Promise<void> {
  store.close();
  await rm(workDir, { recursive: true, force: true });
}
