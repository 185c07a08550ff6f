import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engagement, NewEngagement } from '#engine/engagement/index.ts';
import { tempFolder, testEngagement } from './engagement.ts';

/** An engagement with a folder beside it, for what is to be imported. */
export interface Inbox {
  engagement: Engagement;
  folder: string;
  /** Writes a file into the folder; answers its path. */
  put: (name: string, content: string | Uint8Array) => string;
  /** Closes the engagement and removes both. */
  remove: () => Promise<void>;
}

export async function engagementWithInbox(scope: Partial<NewEngagement> = {}): Promise<Inbox> {
  const { engagement, remove } = await testEngagement(scope);
  const inbox = tempFolder('tickmark-inbox-');
  return {
    engagement,
    folder: inbox.dir,
    put: (name, content) => {
      const path = join(inbox.dir, name);
      writeFileSync(path, content);
      return path;
    },
    remove: async () => {
      await remove();
      inbox.remove();
    },
  };
}
