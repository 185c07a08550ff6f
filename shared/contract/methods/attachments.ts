import * as z from 'zod/mini';
import { type MethodSpec, text } from './spec.ts';

export const ATTACHMENT_STATES = ['holds', 'changed', 'missing'] as const;

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
  /** Hashes the kept files afresh. */
  'attachments.verify': {
    params: z.object({ sha256: z.optional(text) }),
    result: z.object({
      attachments: z.array(
        z.extend(attachmentView, {
          state: z.enum(ATTACHMENT_STATES),
          /** SHA-256 of the file as it lies in the engagement; null when it is not there or cannot be read. */
          computed: z.nullable(z.string()),
        }),
      ),
    }),
    long: true,
  },
  /** Writes a copy of a file whose bytes are still those of its digest. */
  'attachments.save': {
    params: z.object({ sha256: text, path: text }),
    result: z.object({ file: z.string(), size: z.number() }),
    paths: { path: 'write' },
  },
} as const satisfies Record<string, MethodSpec>;
