import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { migrate, writeBlankDatabase } from '#engine/canonical/index.ts';
import type { Engagement } from '#engine/engagement/types.ts';
import { Store } from '#engine/store/index.ts';

export type TestEngagement = Engagement;

/** Without a journal there is nothing to close. */
async function unkept(): Promise<never> {
  throw new TickmarkError('BAD_ARGUMENT', 'an engagement in memory cannot be signed off');
}

/**
 * An engagement over a real database in memory and real folders, without a journal: for tests of intake alone. Takes files
 * in faster than one on disk, and is made slower: for tests that share it.
 */
export function memoryEngagement(timezone = 'America/New_York'): Promise<TestEngagement> {
  return unkeptEngagement(timezone, async ({ sourcesDir, workDir }) => {
    const store = await Store.open({ path: ':memory:', sourcesDir, workDir, timezone });
    await store.transaction((session) => migrate(session, 'test'));
    return store;
  });
}

/** The same with its database on disk: for tests that each begin with one of their own. */
export function diskEngagement(timezone = 'America/New_York'): Promise<TestEngagement> {
  return unkeptEngagement(timezone, async ({ dir, sourcesDir, workDir }) => {
    const path = join(dir, 'workbench.duckdb');
    await writeBlankDatabase(path, 'test', dir);
    return Store.open({ path, sourcesDir, workDir, timezone });
  });
}

type Folders = Record<'dir' | 'sourcesDir' | 'workDir', string>;

async function unkeptEngagement(
  timezone: string,
  open: (folders: Folders) => Promise<Store>,
): Promise<TestEngagement> {
  const dir = await mkdtemp(join(tmpdir(), 'tickmark-intake-'));
  const sourcesDir = join(dir, 'sources');
  const workDir = join(dir, '.work');
  await mkdir(sourcesDir);
  const store = await open({ dir, sourcesDir, workDir });
  return {
    dir,
    sourcesDir,
    workDir,
    packagesDir: join(dir, 'packages'),
    store,
    settings: {
      format: 1,
      id: 'test',
      kind: 'internal',
      client: 'Test',
      period: { from: '2024-11-01', to: '2024-11-30' },
      as_of: null,
      timezone,
      parameters: {},
      tool_version: 'test',
      locked: null,
    },
    change: async (_action, work) => (await store.transaction(work)).value,
    lock: unkept,
    addenda: async () => [],
    addAddendum: unkept,
    journalHead: async () => ({ entries: 0, head: '' }),
    close: async () => {
      store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
