import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEngagement,
  type Engagement,
  type EngagementDeps,
  type NewEngagement,
} from '#engine/engagement/index.ts';

export const TEST_DEPS: EngagementDeps = {
  toolVersion: '0.0.0-test',
  now: () => '2026-01-02T03:04:05Z',
  actor: 'tester',
};

export const TEST_SCOPE: NewEngagement = {
  client: 'Test Client',
  kind: 'external',
  period: { from: '2024-11-01', to: '2024-11-30' },
  timezone: 'America/New_York',
};

/** A real folder that goes away with `remove`. */
export function tempFolder(name = 'tickmark-test-'): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), name));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export async function testEngagement(
  scope: Partial<NewEngagement> = {},
): Promise<{ engagement: Engagement; remove: () => Promise<void> }> {
  const folder = tempFolder();
  const engagement = await createEngagement(
    join(folder.dir, 'engagement'),
    { ...TEST_SCOPE, ...scope },
    TEST_DEPS,
  );
  return {
    engagement,
    remove: async () => {
      await engagement.close();
      folder.remove();
    },
  };
}
