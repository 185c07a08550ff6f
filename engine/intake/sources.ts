import type { Receipt } from '#shared/model/receipt.ts';
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
