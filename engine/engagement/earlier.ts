import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { Store } from '#engine/store/index.ts';
import { requireOwnCatalogue } from './catalogue/check.ts';
import { journalHead, journalLines } from './journal.ts';
import { DATABASE_FILE } from './names.ts';
import { type EngagementDeps, openHere } from './open-engagement.ts';
import { requireOwnFiles } from './own-files.ts';
import { requireOwnRecord } from './own-record.ts';
import { loadSettings } from './settings.ts';
import type { Engagement, EngagementSettings } from './types.ts';

/** An engagement that is only looked at: nothing in its folder is written, mended or emptied. */
export interface EarlierEngagement extends Pick<Engagement, 'store' | 'sourcesDir' | 'journalHead'> {
  readonly dir: string;
  readonly settings: EngagementSettings;
  /** SHA-256 over the lines of its journal. */
  readonly journalSha256: string;
}

/**
 * Looks at an engagement that is not worked on here, signed off or not. It may have been received from somebody, so it
 * passes every check of an opening: plain files, a database of our own tables, a journal that holds, work as the journal
 * left it. Macros of another build are let be, so ask its tables alone. `scratch`: a folder for what DuckDB spills.
 * Throws ENGAGEMENT_MISSING, ENGAGEMENT_BUSY, ENGAGEMENT_UNTRUSTED, ENGAGEMENT_INVALID, JOURNAL_TAMPERED.
 */
export async function lookAtEngagement<T>(
  dir: string,
  scratch: string,
  deps: Pick<EngagementDeps, 'memoryMb' | 'threads'>,
  work: (earlier: EarlierEngagement) => Promise<T>,
): Promise<T> {
  const root = resolve(dir);
  requireOwnFiles(root);
  const settings = await loadSettings(root);
  const key = await realpath(root);
  if (openHere.has(key)) {
    throw new TickmarkError('ENGAGEMENT_BUSY', `${dir} is open already`, { hint: 'Close it there first.' });
  }
  const path = join(root, DATABASE_FILE);
  if (!existsSync(path))
    throw new TickmarkError('ENGAGEMENT_INVALID', `${dir} has no ${DATABASE_FILE}`, {
      hint: 'Restore it from a copy.',
    });
  openHere.add(key);
  let store: Store | undefined;
  try {
    store = await Store.open({
      path,
      sourcesDir: join(root, 'sources'),
      workDir: scratch,
      timezone: settings.timezone,
      readOnly: true,
      ...(deps.memoryMb === undefined ? {} : { memoryMb: deps.memoryMb }),
      ...(deps.threads === undefined ? {} : { threads: deps.threads }),
    });
    return await work(await checked(store, root, settings));
  } finally {
    store?.close();
    openHere.delete(key);
  }
}

async function checked(store: Store, root: string, settings: EngagementSettings): Promise<EarlierEngagement> {
  await store.use((session) => requireOwnCatalogue(session));
  await requireOwnRecord(store, root, settings, true);
  const lines = await store.use(journalLines);
  return {
    dir: root,
    settings,
    store,
    sourcesDir: join(root, 'sources'),
    journalHead: () => store.use(journalHead),
    journalSha256: createHash('sha256')
      .update(lines.map((line) => `${line}\n`).join(''))
      .digest('hex'),
  };
}
