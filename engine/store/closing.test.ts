import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { isInterrupt, Store } from './index.ts';

async function storeIn(folder: string): Promise<Store> {
  const sourcesDir = join(folder, 'sources');
  await mkdir(sourcesDir, { recursive: true });
  return Store.open({
    path: join(folder, 'engagement.duckdb'),
    sourcesDir,
    workDir: join(folder, 'work'),
    timezone: 'UTC',
  });
}

const LONG = 'SELECT count(*) FROM range(1000000000000) WHERE range % 7 = 3';
const outcome = (work: Promise<unknown>) => work.then(String, (error: Error) => error.message);

describe('what ended a statement', () => {
  it('is told from an error whose words say so', async () => {
    const { dir, remove } = tempFolder();
    const store = await storeIn(dir);
    const caught = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: unknown) => isInterrupt(error),
      );
    expect(
      await store.use((session) =>
        caught(session.value(`SELECT ('interrupt' || range)::INTEGER FROM range(3)`)),
      ),
    ).toBe(false);
    for (const params of [undefined, { n: 7 }]) {
      const ended = await store.use((session) => {
        const running = caught(session.value(params ? LONG.replace('7', '$n') : LONG, params));
        const again = setInterval(() => session.interrupt(), 20);
        return running.finally(() => clearInterval(again));
      });
      expect(ended).toBe(true);
    }
    await store.end();
    remove();
  });
});

// A connection or an instance that is closed while the database works for it ends the whole process.
describe('a store that is closed while it is used', () => {
  let folder: { dir: string; remove: () => void };
  beforeEach(() => {
    folder = tempFolder();
  });
  afterEach(() => folder.remove());

  it('lets go of connections in the making', async () => {
    for (let round = 0; round < 5; round += 1) {
      const store = await storeIn(folder.dir);
      const asked = Array.from({ length: 12 }, () => outcome(store.use((session) => session.value(LONG))));
      await store.end();
      for (const message of await Promise.all(asked)) expect(message).toMatch(/closed|INTERRUPT/);
    }
  });

  it('ends statements that nobody waits for any more', async () => {
    const store = await storeIn(folder.dir);
    const left: Promise<string>[] = [];
    const failed = store.use(async (session) => {
      const first = session.run(`SELECT error('the first to fail')`);
      left.push(outcome(session.value(LONG)), outcome(session.value(LONG)));
      await first;
    });
    await expect(failed).rejects.toThrow('the first to fail');
    await store.end();
    for (const message of await Promise.all(left)) expect(message).toMatch(/closed|INTERRUPT/);
    const again = await storeIn(folder.dir);
    expect(await again.use((session) => session.value('SELECT 1'))).toBe(1);
    await again.end();
  });

  it('ends a result that is read in parts', async () => {
    const store = await storeIn(folder.dir);
    const session = await store.session();
    const { chunks } = await session.stream('SELECT range FROM range(1000000000)');
    const reading = (async () => {
      const parts = chunks[Symbol.asyncIterator]();
      while (!(await parts.next()).done) void store.end();
    })();
    await expect(outcome(reading)).resolves.toMatch(/closed|INTERRUPT/);
  });
});
