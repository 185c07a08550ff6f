import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { migrate } from '#engine/canonical/index.ts';
import { Store, type Session } from '#engine/store/index.ts';
import { requireOwnCatalogue } from './catalogue.ts';
import { appendEntry, journalHead, reconcileJournal, writeLine } from './journal.ts';
import { DATABASE_FILE, JOURNAL_FILE, SETTINGS_FILE } from './names.ts';
import { requireOwnFiles } from './own-files.ts';
import { checkScope, loadSettings, saveSettings } from './settings.ts';
import type { Changed, Engagement, EngagementSettings } from './types.ts';

/** What the engagement needs from its surroundings: never read by anything that ends in findings. */
export interface EngagementDeps {
  toolVersion: string;
  /** Clock of the journal, ISO 8601 in UTC. */
  now: () => string;
  /** Who works: login name of the user. */
  actor: string;
  memoryMb?: number;
  threads?: number;
}

export interface NewEngagement {
  client: string;
  kind: 'internal' | 'external';
  period: { from: string; to: string };
  as_of?: string | undefined;
  timezone: string;
}

/** Folders that this process has open, by real path: DuckDB's own lock does not guard a process against itself. */
const openHere = new Set<string>();

class OpenEngagement implements Engagement {
  readonly dir: string;
  readonly settings: EngagementSettings;
  readonly store: Store;
  readonly sourcesDir: string;
  readonly workDir: string;
  readonly packagesDir: string;
  readonly #deps: EngagementDeps;
  readonly #key: string;

  constructor(dir: string, key: string, settings: EngagementSettings, store: Store, deps: EngagementDeps) {
    this.dir = dir;
    this.settings = settings;
    this.store = store;
    this.sourcesDir = join(dir, 'sources');
    this.workDir = join(dir, '.work');
    this.packagesDir = join(dir, 'packages');
    this.#deps = deps;
    this.#key = key;
  }

  async change<T>(action: string, work: (session: Session) => Promise<Changed<T>>): Promise<T> {
    if (this.settings.locked) {
      throw new TickmarkError(
        'ENGAGEMENT_LOCKED',
        `the engagement was signed off on ${this.settings.locked.at}`,
        {
          hint: 'After sign-off only addenda can be made.',
        },
      );
    }
    const { value, line } = await this.store.transaction(async (session) => {
      const changed = await work(session);
      const stamp = { at: this.#deps.now(), actor: this.#deps.actor };
      return { value: changed.value, line: await appendEntry(session, stamp, action, changed.details) };
    });
    await writeLine(join(this.dir, JOURNAL_FILE), line);
    return value;
  }

  journalHead(): Promise<{ entries: number; head: string }> {
    return this.store.use(journalHead);
  }

  async close(): Promise<void> {
    this.store.close();
    openHere.delete(this.#key);
    await emptyFolder(this.workDir);
  }
}

async function emptyFolder(dir: string): Promise<void> {
  for (const name of await readdir(dir).catch(() => []))
    await rm(join(dir, name), { recursive: true, force: true });
}

function storeOptions(dir: string, path: string, settings: EngagementSettings, deps: EngagementDeps) {
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
    parameters: {},
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
  const store = await Store.open(storeOptions(root, fresh, settings, deps));
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
  let store: Store | undefined;
  try {
    store = await Store.open(storeOptions(root, path, settings, deps));
    await prepare(store, root, settings, deps);
    return new OpenEngagement(root, key, settings, store, deps);
  } catch (error) {
    store?.close();
    openHere.delete(key);
    throw error;
  }
}

async function prepare(
  store: Store,
  root: string,
  settings: EngagementSettings,
  deps: EngagementDeps,
): Promise<void> {
  const readOnly = settings.locked !== null;
  await store.use((session) => requireOwnCatalogue(session, join(root, '.work'), deps.toolVersion, readOnly));
  if (!readOnly) {
    await emptyFolder(join(root, '.work'));
    await mkdir(join(root, 'packages'), { recursive: true });
    await store.transaction((session) => migrate(session, deps.toolVersion));
  }
  await store.use((session) =>
    reconcileJournal(session, join(root, JOURNAL_FILE), readOnly, scopeOf(settings)),
  );
}

/** What the journal records at the beginning, and engagement.json must go on saying. */
function scopeOf({ client, kind, period, as_of, timezone }: EngagementSettings): Record<string, unknown> {
  return { client, kind, period, as_of, timezone };
}
