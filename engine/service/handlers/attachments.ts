import { ATTACHMENTS_FOLDER, type AddendumFile } from '#engine/engagement/index.ts';
import { listAttachments, nameAttachments } from '#engine/workpapers/index.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Handlers } from '../context.ts';
import { keepFile } from '../keep-file.ts';

export const attachmentHandlers: Pick<Handlers, 'attachments.add' | 'attachments.list'> = {
  'attachments.add': async ({ engagement, deps }, { files }) => {
    if (engagement.settings.locked !== null) {
      throw new TickmarkError('ENGAGEMENT_LOCKED', 'the engagement is signed off', {
        hint: 'Add the files with an addendum.',
      });
    }
    const kept: AddendumFile[] = [];
    for (const file of files) kept.push(await keepFile(engagement.dir, ATTACHMENTS_FOLDER, file));
    const author = { by: deps.actor, at: deps.now() };
    return { attachments: await nameAttachments(engagement, kept, author) };
  },

  'attachments.list': async ({ engagement }) => ({
    attachments: await engagement.store.use(listAttachments),
  }),
};
