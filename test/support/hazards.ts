import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ImportResult } from '#shared/model/receipt.ts';
import { importFiles } from '#engine/intake/index.ts';
import { diskEngagement, type TestEngagement } from '#engine/intake/testing.ts';

export interface Bench {
  engagement: TestEngagement;
  inbox: string;
  put: (name: string, content: string | Uint8Array) => Promise<string>;
  take: (path: string) => Promise<ImportResult>;
  close: () => Promise<void>;
}

/** A scratch engagement and a folder of files to be taken in. */
export async function openBench(): Promise<Bench> {
  const engagement = await diskEngagement();
  const inbox = await mkdtemp(join(tmpdir(), 'tickmark-hazard-'));
  return {
    engagement,
    inbox,
    put: async (name, content) => {
      const path = join(inbox, name);
      await writeFile(path, content);
      return path;
    },
    take: (path) => importFiles(engagement, [path]),
    close: async () => {
      await engagement.close();
      await rm(inbox, { recursive: true, force: true });
    },
  };
}

/** One failure with a code and words for a person, nothing booked, no byte left behind. */
export async function expectRefused(bench: Bench, path: string, code: string): Promise<string> {
  const { receipts, failed } = await bench.take(path);
  expect(receipts).toEqual([]);
  expect(failed.map((failure) => failure.code)).toEqual([code]);
  expect(failed[0]!.hint!.length).toBeGreaterThan(10);
  expect(await readdir(bench.engagement.sourcesDir)).toEqual([]);
  expect(await readdir(bench.engagement.workDir)).toEqual([]);
  expect(
    await bench.engagement.store.use((session) => session.value('SELECT count(*) FROM work.sources')),
  ).toBe(0);
  return failed[0]!.message;
}
