import { join } from 'node:path';
import type { Store } from '#engine/store/index.ts';
import { loadAddenda } from './addenda.ts';
import { journalLines, reconcileJournal, requireRecordedWork } from './journal.ts';
import { JOURNAL_FILE } from './names.ts';
import type { EngagementSettings } from './types.ts';

/** What the journal records at the beginning, and engagement.json must go on saying. */
export function scopeOf({
  client,
  kind,
  period,
  as_of,
  timezone,
}: EngagementSettings): Record<string, unknown> {
  return { client, kind, period, as_of, timezone };
}

/**
 * The journal, the work that it speaks of, and the addenda belong together. `readOnly`: its file is not mended.
 * Throws JOURNAL_TAMPERED.
 */
export async function requireOwnRecord(
  store: Store,
  root: string,
  settings: EngagementSettings,
  readOnly = settings.locked !== null,
): Promise<void> {
  await store.use((session) =>
    reconcileJournal(session, join(root, JOURNAL_FILE), readOnly, scopeOf(settings)),
  );
  await store.use(requireRecordedWork);
  await loadAddenda(root, await store.use(journalLines));
}
