import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TEST_DEPS, TEST_SCOPE, tempFolder } from '#test/support/engagement.ts';
import { otherProcess } from '#test/support/other-process.ts';
import { createEngagement, type Engagement, openEngagement } from './index.ts';

let root: ReturnType<typeof tempFolder>;
let dir: string;
beforeEach(async () => {
  root = tempFolder();
  dir = join(root.dir, 'engagement');
  await (await createEngagement(dir, TEST_SCOPE, TEST_DEPS)).close();
});
afterEach(() => root.remove());

const signOff = (engagement: Engagement) =>
  engagement.lock({
    package_id: 'EV-000000000000',
    tag_manifest_sha256: '0'.repeat(64),
    preparer: 'CN=Ana',
    reviewer: 'CN=Rui',
  });

/** Opens the engagement in a process of its own, puts a file into its scratch, and closes it when it is told to. */
const reader = () =>
  otherProcess(`
    const { openEngagement } = await import('#engine/engagement/index.ts');
    const { writeFileSync } = await import('node:fs');
    const engagement = await openEngagement(${JSON.stringify(dir)}, ${JSON.stringify({ toolVersion: 'test', actor: 'other' })});
    writeFileSync(engagement.workDir + '/aside', 'x');
    console.log('open');
    process.stdin.on('data', async (text) => {
      if (String(text).includes('after')) setTimeout(() => process.exit(0), 700);
      else { await engagement.close(); process.exit(0); }
    });`);

describe('an engagement that is signed off', () => {
  it('is read by two at once, and each empties only what is its own', async () => {
    const mine = await openEngagement(dir, TEST_DEPS);
    await signOff(mine);
    await mine.close();
    const other = reader();
    await other.said('open');
    const [theirs] = readdirSync(join(dir, '.work'));
    const again = await openEngagement(dir, TEST_DEPS);
    writeFileSync(join(again.workDir, 'aside'), 'y');
    expect(existsSync(join(dir, '.work', theirs!, 'aside'))).toBe(true);
    other.tell('close');
    expect((await other.ended).code).toBe(0);
    expect(existsSync(join(again.workDir, 'aside'))).toBe(true);
    await again.close();
    expect(readdirSync(join(dir, '.work'))).toEqual([]);
  });

  it('is rid of what a killed reader left behind', async () => {
    const mine = await openEngagement(dir, TEST_DEPS);
    await signOff(mine);
    await mine.close();
    const other = reader();
    await other.said('open');
    other.child.kill('SIGKILL');
    await other.ended;
    expect(readdirSync(join(dir, '.work'))).toHaveLength(1);
    await (await openEngagement(dir, TEST_DEPS)).close();
    expect(readdirSync(join(dir, '.work'))).toEqual([]);
  });
});

describe('an engagement that is worked on', () => {
  it('is refused while another process has it, whose scratch stays', async () => {
    const other = reader();
    await other.said('open');
    const before = readdirSync(join(dir, '.work'), { recursive: true });
    await expect(openEngagement(dir, TEST_DEPS)).rejects.toMatchObject({ code: 'ENGAGEMENT_BUSY' });
    expect(readdirSync(join(dir, '.work'), { recursive: true })).toEqual(before);
    other.tell('close');
    expect((await other.ended).code).toBe(0);
  });

  it('opens when the other process ends in a moment', async () => {
    const other = reader();
    await other.said('open');
    other.tell('after a moment');
    const mine = await openEngagement(dir, TEST_DEPS);
    await mine.close();
    expect((await other.ended).code).toBe(0);
  });

  it('is opened with an empty scratch, whatever was left there', async () => {
    mkdirSync(join(dir, '.work', 'import-abc'), { recursive: true });
    writeFileSync(join(dir, '.work', 'import-abc', 'half'), 'x');
    const mine = await openEngagement(dir, TEST_DEPS);
    expect(readdirSync(mine.workDir)).toEqual([]);
    await mine.close();
    expect(readdirSync(join(dir, '.work'))).toEqual([]);
  });

  it('is closed only when what runs on it has ended', async () => {
    const mine = await openEngagement(dir, TEST_DEPS);
    let ended = false;
    const running = mine.store
      .use((session) => session.value('SELECT count(*) FROM range(100000000000) AS a(i) WHERE i % 7 = 3'))
      .catch(() => 'ended')
      .finally(() => {
        ended = true;
      });
    await mine.close();
    expect(ended).toBe(true);
    expect(await running).toBe('ended');
    await expect(mine.store.session()).rejects.toMatchObject({ code: 'ENGAGEMENT_MISSING' });
    await (await openEngagement(dir, TEST_DEPS)).close();
  });
});
