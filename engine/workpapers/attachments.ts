import type { AttachmentView } from '#shared/contract/methods/attachments.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import type { Author } from './identity.ts';

/** Files that back the auditor's own work, by digest. */
export async function listAttachments(session: Session): Promise<AttachmentView[]> {
  const rows = await session.rows('SELECT * FROM work.attachments ORDER BY sha256');
  return rows.map((row) => ({
    sha256: String(row['sha256']),
    name: String(row['name']),
    size: Number(row['size_bytes']),
    by: String(row['added_by']),
    at: String(row['added_at']),
  }));
}

/** Names files that lie in the engagement already; the same bytes again change nothing. */
export async function nameAttachments(
  engagement: Engagement,
  files: readonly { sha256: string; name: string; size: number }[],
  { by, at }: Author,
): Promise<AttachmentView[]> {
  return engagement.change('attachments_added', async (session) => {
    for (const { sha256, name, size } of files) {
      await session.run(
        'INSERT INTO work.attachments VALUES ($sha256, $name, $size, $by, $at) ON CONFLICT DO NOTHING',
        { sha256, name, size, by, at },
      );
    }
    const wanted = new Set(files.map(({ sha256 }) => sha256));
    const value = (await listAttachments(session)).filter(({ sha256 }) => wanted.has(sha256));
    return { value, details: { files } };
  });
}

/** Throws NOT_FOUND for a digest that is not among the attachments. */
export async function requireAttachments(session: Session, digests: readonly string[]): Promise<void> {
  const known = new Set((await listAttachments(session)).map(({ sha256 }) => sha256));
  const unknown = digests.find((digest) => !known.has(digest));
  if (unknown === undefined) return;
  throw new TickmarkError('NOT_FOUND', `no attachment has the SHA-256 ${unknown}`, {
    hint: 'Take the file into the engagement first.',
  });
}
