import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngagement, openEngagement, type EngagementDeps } from '#engine/engagement/index.ts';
import { importFiles, listSources } from './index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FILES = 5;
const ROWS = 20_000;
const deps: EngagementDeps = { toolVersion: 'test', now: () => '2024-12-02T09:00:00Z', actor: 'auditor' };

let dir: string;
let inbox: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tickmark-kill-'));
  inbox = join(dir, 'inbox');
  await mkdir(inbox);
  for (let file = 1; file <= FILES; file += 1) {
    const rows = Array.from(
      { length: ROWS },
      (_, i) => `2024-11-0${file},gitlab,u${i}@company.com,group:x,reporter\n`,
    );
    await writeFile(
      join(inbox, `snapshot-${file}.csv`),
      `Snapshot,System,Account,Resource,Permission\n${rows.join('')}`,
    );
  }
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Imports in a process of its own and kills it when it has begun the given file, `after` milliseconds later. */
async function importAndKill(engagement: string, begun: number, after: number): Promise<string | null> {
  const code = `
    const { openEngagement } = await import('#engine/engagement/index.ts');
    const { importFiles } = await import('#engine/intake/index.ts');
    const engagement = await openEngagement(${JSON.stringify(engagement)}, { toolVersion: 'test', now: () => '2024-12-02T09:00:00Z', actor: 'auditor' });
    await importFiles(engagement, [${JSON.stringify(inbox)}], { onProgress: (at) => at.unit === 'files' && console.log('file', at.done) });
    await engagement.close();`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let timer: NodeJS.Timeout | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes(`file ${begun}`)) timer ??= setTimeout(() => child.kill('SIGKILL'), after);
  });
  const signal = await new Promise<string | null>((resolve) => child.on('exit', (_code, by) => resolve(by)));
  clearTimeout(timer);
  return signal;
}

test.each([
  [0, 5],
  [1, 60],
  [3, 30],
])(
  'killed in file %d after %d ms: every file is wholly in or wholly out, and the next import completes',
  async (begun, after) => {
    const path = join(dir, `engagement-${begun}`);
    const period = { from: '2024-11-01', to: '2024-11-30' };
    await (
      await createEngagement(path, { client: 'Test', kind: 'internal', period, timezone: 'UTC' }, deps)
    ).close();
    expect(await importAndKill(path, begun, after)).toBe('SIGKILL');

    const engagement = await openEngagement(path, deps);
    try {
      const booked = await engagement.store.use(listSources);
      expect(booked.length).toBeGreaterThanOrEqual(begun);
      const counted = await engagement.store.use((session) =>
        session.rows(
          'SELECT source_id, count(*) AS rows FROM main.grants GROUP BY source_id ORDER BY source_id',
        ),
      );
      expect(counted).toEqual(
        booked
          .map((receipt) => ({ source_id: receipt.source_id, rows: ROWS }))
          .sort((a, b) => (a.source_id < b.source_id ? -1 : 1)),
      );
      for (const receipt of booked) {
        const kept = await readFile(join(engagement.sourcesDir, receipt.sha256, receipt.file));
        expect(createHash('sha256').update(kept).digest('hex')).toBe(receipt.sha256);
      }
      const result = await importFiles(engagement, [inbox]);
      expect(result.failed).toEqual([]);
      expect(result.receipts.map((receipt) => receipt.loaded)).toEqual(Array(FILES).fill(ROWS));
      expect((await readdir(engagement.sourcesDir)).sort()).toEqual(
        result.receipts.map((receipt) => receipt.sha256).sort(),
      );
      expect(await readdir(engagement.workDir)).toEqual([]);
    } finally {
      await engagement.close();
    }
  },
  120_000,
);
