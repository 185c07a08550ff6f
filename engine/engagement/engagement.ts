import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { migrate } from '#engine/canonical/index.ts';
import { Store } from '#engine/store/index.ts';
import { appendEntry } from './journal.ts';
import { DATABASE_FILE, JOURNAL_FILE, SETTINGS_FILE } from './names.ts';
import { openDatabase, type OpenedDatabase, storeOptions } from './open-database.ts';
import { type EngagementDeps, keepLock, OpenEngagement, openHere } from './open-engagement.ts';
import { requireOwnFiles } from './own-files.ts';
import { scopeOf } from './own-record.ts';
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
 * Makes an engagement in `dir` (which may exist, but hold no engagement) and opens it. engagement.json is written
 * last, so that a kill leaves a folder that can be created anew.
 */
export async function createEngagement(
  dir: string,
  scope: NewEngagement,
  deps: EngagementDeps,
): Promise<Engagement> {
  const root = resolve(dir);
  const settings: EngagementSettings = {
    format: 1,
    id: engagementId(scope),
    kind: scope.kind,
    client: scope.client,
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
  const fresh = join(root, '.work', DATABASE_FILE);
  for (const path of [fresh, `${fresh}.wal`, join(root, JOURNAL_FILE)]) await rm(path, { force: true });
  const store = await Store.open(storeOptions(root, fresh, join(root, '.work'), settings, deps));
  try {
    await store.transaction(async (session) => {
      await migrate(session, deps.toolVersion);
      await appendEntry(
        session,
        { at: deps.now(), actor: deps.actor },
        'engagement_created',
        scopeOf(settings),
      );
    });
  } finally {
    store.close();
  }
  await rename(fresh, join(root, DATABASE_FILE));
  await saveSettings(root, settings);
  return openEngagement(root, deps);
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
