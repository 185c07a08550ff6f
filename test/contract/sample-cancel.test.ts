import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createEngine } from '#engine/index.ts';
import { hostDeps } from '#server/host-engine.ts';
import { tempFolder } from '#test/support/engagement.ts';

const folder = tempFolder();
const engine = createEngine({ ...hostDeps(), keyDir: join(folder.dir, 'keys') });
afterAll(async () => {
  await engine.close();
  folder.remove();
});

it('a sample that is cancelled while it is imported leaves no folder and nothing open', async () => {
  const dir = join(folder.dir, 'sample');
  const aborter = new AbortController();
  const seen: boolean[] = [];
  const answer = await engine.call(
    'engagement.sample',
    { dir },
    {
      signal: aborter.signal,
      onProgress: ({ done }) => {
        if (!existsSync(join(dir, 'engagement.json')) || done < 1) return;
        seen.push(true);
        aborter.abort();
      },
    },
  );
  expect(seen.length).toBeGreaterThan(0);
  expect(answer).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  expect(existsSync(dir)).toBe(false);
  expect(await engine.call('engagement.current', {})).toEqual({ ok: true, value: null });
}, 120_000);
