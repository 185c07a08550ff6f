import { ATTACHMENTS_FOLDER, type AddendumFile } from '#engine/engagement/index.ts';
import { listAttachments, nameAttachments } from '#engine/workpapers/index.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { AttachmentView } from '#shared/contract/methods/attachments.ts';
import { saveAttachment, verifyAttachments } from '../attachment-files.ts';
import type { EngineContext, Handlers } from '../context.ts';
import { keepFile } from '../keep-file.ts';

type Area = 'attachments.add' | 'attachments.list' | 'attachments.verify' | 'attachments.save';

async function named({ engagement }: EngineContext, sha256: string): Promise<AttachmentView> {
  const found = (await engagement.store.use(listAttachments)).find((file) => file.sha256 === sha256);
  if (found !== undefined) return found;
  throw new TickmarkError('NOT_FOUND', `no attachment has the SHA-256 ${sha256}`, {
    hint: 'Choose one of the list of attachments.',
  });
}

export const attachmentHandlers: Pick<Handlers, Area> = {
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

  'attachments.verify': async (context, { sha256 }, work) => {
    const { dir, store } = context.engagement;
    const files = sha256 === undefined ? await store.use(listAttachments) : [await named(context, sha256)];
    return { attachments: await verifyAttachments(dir, files, work) };
  },

  'attachments.save': async (context, { sha256, path }) => {
    const file = await named(context, sha256);
    await saveAttachment(context.engagement.dir, file, path);
    return { file: path, size: file.size };
  },
};
