import { TickmarkError } from '#shared/model/errors.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { sourcePath } from '#engine/engagement/source-file.ts';
import type { Engagement } from '#engine/engagement/types.ts';
import type { Session } from '#engine/store/index.ts';

export interface StoredReject {
  record: number;
  code: string;
  message: string;
  raw: string | null;
}

/** Receipts of all imported files, in the order of import. */
export async function listSources(session: Session): Promise<Receipt[]> {
  const rows = await session.rows('SELECT receipt FROM work.sources ORDER BY position');
  return rows.map((row) => JSON.parse(String(row['receipt'])) as Receipt);
}

/** A page of a file's rejects with their raw text, by record number. */
export async function listRejects(
  session: Session,
  sourceId: string,
  offset: number,
  limit: number,
): Promise<{ total: number; rejects: StoredReject[] }> {
  const total = Number(
    await session.value('SELECT count(*) FROM work.rejects WHERE source_id = $id', { id: sourceId }),
  );
  const rows = await session.rows(
    `SELECT record_no, code, message, raw FROM work.rejects WHERE source_id = $id
     ORDER BY record_no, code LIMIT $limit::BIGINT OFFSET $offset::BIGINT`,
    { id: sourceId, limit: String(limit), offset: String(offset) },
  );
  return {
    total,
    rejects: rows.map((row) => ({
      record: Number(row['record_no']),
      code: String(row['code']),
      message: String(row['message']),
      raw: row['raw'] === null ? null : String(row['raw']),
    })),
  };
}

export async function sourceByDigest(session: Session, sha256: string): Promise<Receipt | null> {
  const receipt = await session.value('SELECT receipt FROM work.sources WHERE sha256 = $sha256', { sha256 });
  return receipt === null ? null : (JSON.parse(String(receipt)) as Receipt);
}

export async function bookedDigests(session: Session): Promise<Set<string>> {
  return new Set((await session.rows('SELECT sha256 FROM work.sources')).map((row) => String(row['sha256'])));
}

/**
 * A source by its id, its SHA-256, or the name of its file; names lead to files in force before replaced ones.
 * Throws NOT_FOUND, and BAD_ARGUMENT where a name stands for several.
 */
export async function requireSource(session: Session, source: string): Promise<Receipt> {
  const receipts = await listSources(session);
  const exact = receipts.find(({ source_id, sha256 }) => source_id === source || sha256 === source);
  if (exact) return exact;
  const named = receipts.filter(
    ({ file, also_named }) =>
      file === source || (also_named ?? []).includes(source) || file.endsWith(`/${source}`),
  );
  const inForce = named.filter(({ superseded_by }) => superseded_by === undefined);
  const found = inForce.length > 0 ? inForce : named;
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    throw new TickmarkError('NOT_FOUND', `no source is named ${source}`, {
      hint: 'Name it by its file or by the id on its receipt.',
    });
  }
  throw new TickmarkError('BAD_ARGUMENT', `${found.length} sources are named ${source}`, {
    hint: `Name one by its id: ${found.map(({ source_id }) => source_id).join(', ')}.`,
  });
}

/** Where the bytes of a source lie. Throws SOURCE_CHANGED. */
export async function sourceFile(engagement: Engagement, { source_id, sha256 }: Receipt): Promise<string> {
  const name = await engagement.store.use((session) =>
    session.value('SELECT name FROM work.sources WHERE source_id = $id', { id: source_id }),
  );
  return sourcePath(engagement.sourcesDir, sha256, String(name));
}
