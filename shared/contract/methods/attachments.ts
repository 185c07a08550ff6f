import * as z from 'zod/mini';
import { type MethodSpec, text } from './spec.ts';

export const attachmentView = z.object({
  sha256: z.string(),
  name: z.string(),
  size: z.number(),
  by: z.string(),
  at: z.string(),
});
export type AttachmentView = z.infer<typeof attachmentView>;

/** Files of the auditor's own work (tickets, screenshots): copied into the engagement and known by their digest. */
export const attachments = {
  'attachments.add': {
    params: z.object({ files: z.array(text).check(z.minLength(1)) }),
    result: z.object({ attachments: z.array(attachmentView) }),
    paths: { files: 'read' },
  },
  'attachments.list': {
    params: z.object({}),
    result: z.object({ attachments: z.array(attachmentView) }),
  },
} as const satisfies Record<string, MethodSpec>;
