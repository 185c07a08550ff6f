import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Contract } from '#shared/contract/envelope.ts';
import { createEngine } from '#engine/index.ts';
import { TEST_DEPS, TEST_SCOPE, tempFolder } from '#test/support/engagement.ts';

let root: ReturnType<typeof tempFolder>;
let engine: Contract;
const at = (name: string) => join(root.dir, name);
beforeEach(async () => {
  root = tempFolder();
  engine = createEngine({
    ...TEST_DEPS,
    keyDir: at('keys'),
    placesDir: at('places'),
    tempDir: root.dir,
    writeSample: async () => {
      throw new Error('not asked for');
    },
  });
  for (const name of ['a', 'b']) {
    const made = await engine.call('engagement.create', { dir: at(name), ...TEST_SCOPE });
    expect(made.ok).toBe(true);
  }
});
afterEach(async () => {
  await engine.close();
  root.remove();
});

it('opens the same engagement twice at once, as a window does that is loaded again', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => engine.call('engagement.open', { dir: at('a') })));
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
});

it('ends with the one that was opened last, and nothing else stays open', async () => {
  const calls = ['a', 'b', 'a', 'b'].map((name) => engine.call('engagement.open', { dir: at(name) }));
  const closed = engine.call('engagement.close', {});
  const last = engine.call('engagement.open', { dir: at('a') });
  expect((await Promise.all([...calls, closed, last])).map(({ ok }) => ok)).toEqual(Array(6).fill(true));
  const other = createEngine({
    ...TEST_DEPS,
    keyDir: at('keys'),
    placesDir: at('places'),
    tempDir: root.dir,
    writeSample: async () => {
      throw new Error('not asked for');
    },
  });
  expect(await other.call('engagement.open', { dir: at('b') })).toMatchObject({ ok: true });
  expect(await other.call('engagement.open', { dir: at('a') })).toMatchObject({
    ok: false,
    error: { code: 'ENGAGEMENT_BUSY' },
  });
  await other.close();
});
