import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Session, Store } from '#engine/store/index.ts';
import { type Addendum, appendAddendum, loadAddenda } from './addenda.ts';
import { appendEntry, journalHead, journalLines, writeLine } from './journal.ts';
import { JOURNAL_FILE } from './names.ts';
import { saveSettings, signOffSchema } from './settings.ts';
import type { Changed, Engagement, EngagementSettings, SignOff } from './types.ts';

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

/** Action of the journal's last entry after sign-off. */
const LOCKED = 'engagement_locked';

/** Folders that this process has open, by real path: DuckDB's own lock does not guard a process against itself. */
export const openHere = new Set<string>();

export class OpenEngagement implements Engagement {
  readonly dir: string;
  readonly settings: EngagementSettings;
  readonly store: Store;
  readonly sourcesDir: string;
  readonly workDir: string;
  readonly packagesDir: string;
  readonly #deps: EngagementDeps;
  readonly #key: string;

  constructor(
    dir: string,
    key: string,
    settings: EngagementSettings,
    store: Store,
    workDir: string,
    deps: EngagementDeps,
  ) {
    this.dir = dir;
    this.settings = settings;
    this.store = store;
    this.sourcesDir = join(dir, 'sources');
    this.workDir = workDir;
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

  async lock(signOff: Omit<SignOff, 'at' | 'by'>): Promise<void> {
    await this.change(LOCKED, async () => ({ value: null, details: { ...signOff } }));
    await keepLock(this.dir, this.settings, this.store);
  }

  async addenda(): Promise<Addendum[]> {
    return loadAddenda(this.dir, await this.store.use(journalLines));
  }

  async addAddendum(content: Parameters<Engagement['addAddendum']>[0]): Promise<Addendum> {
    if (!this.settings.locked) {
      throw new TickmarkError(
        'BAD_ARGUMENT',
        'the engagement is not signed off, so nothing can be added after it',
        {
          hint: 'Change the work itself, or sign it off first.',
        },
      );
    }
    const stamp = { at: this.#deps.now(), actor: this.#deps.actor };
    return appendAddendum(
      this.dir,
      await this.store.use(journalLines),
      await this.journalHead(),
      stamp,
      content,
    );
  }

  journalHead(): Promise<{ entries: number; head: string }> {
    return this.store.use(journalHead);
  }

  async close(): Promise<void> {
    try {
      await this.store.end();
      await rm(this.workDir, { recursive: true, force: true });
    } finally {
      // Only now: whoever opens it next must find neither an instance of the database nor a folder that is about to go.
      openHere.delete(this.#key);
    }
  }
}

/** Writes a sign-off that the journal ends with into engagement.json; false when it ends with something else. */
export async function keepLock(root: string, settings: EngagementSettings, store: Store): Promise<boolean> {
  const line = (await store.use(journalLines)).at(-1);
  const last = JSON.parse(line ?? '{}') as { action?: string; at?: string; actor?: string; details?: object };
  if (last.action !== LOCKED) return false;
  const signOff = signOffSchema.parse({ ...last.details, at: last.at, by: last.actor });
  await saveSettings(root, { ...settings, locked: signOff });
  return true;
}
