import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Store } from '#engine/store/index.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { withHeartbeat } from './heartbeat.ts';

test('work that says nothing is still seen to be under way', async () => {
  const phases: string[] = [];
  const options = { onProgress: ({ phase }: { phase: string }) => phases.push(phase) };
  await withHeartbeat(
    options,
    'loading grants.csv',
    () => undefined,
    () => wait(1100),
  );
  expect(new Set(phases)).toEqual(new Set(['loading grants.csv']));
  expect(phases.length).toBeGreaterThanOrEqual(2);
});

test('a cancellation between two statements still ends the second', async () => {
  const { dir, remove } = tempFolder();
  const store = await Store.open({ path: ':memory:', sourcesDir: dir, workDir: dir, timezone: 'UTC' });
  const abort = new AbortController();
  try {
    const work = withHeartbeat(
      { signal: abort.signal },
      'counting',
      () => store.interruptAll(),
      () =>
        store.use(async (session) => {
          await session.run('SELECT 1');
          abort.abort();
          store.interruptAll();
          await wait(5);
          return session.value('SELECT count(*) FROM range(10_000_000_000) AS a(i) WHERE hash(i) % 7 = 1');
        }),
    );
    await expect(work).rejects.toThrow(/INTERRUPT/i);
  } finally {
    store.close();
    remove();
  }
});
