import { TickmarkError } from '#shared/model/errors.ts';
import type { Session, Store } from '#engine/store/index.ts';
import { openJsonBytes, type OpenDocument } from '../document/document.ts';
import type { Archive } from '../workbook/archive.ts';
import { checkReturn, type SentRow } from './check-return.ts';
import { readBook, rowsDigest } from './read-book.ts';

/** Id of the one reader that takes what this gives. */
export const RETURN_READER = 'review-return';

interface ReturnContext {
  store: Store;
  /** The file itself, which may be read again, and what it replaces: their answers are not in the way. */
  sources: readonly string[];
}

function refused(message: string, hint: string): TickmarkError {
  return new TickmarkError('RETURN_REFUSED', message, { hint });
}

async function sentRows(session: Session, workbook: string): Promise<SentRow[]> {
  const rows = await session.rows(
    `SELECT r.workbook_id, r.row_no, r.campaign_id, r.item_id, coalesce(r.reviewer_email, '') AS reviewer_email, coalesce(r.holder, '') AS holder,
       coalesce(r.holder_name, '') AS holder_name, coalesce(r.system, '') AS system, coalesce(r.account_id, '') AS account_id,
       coalesce(r.resource, '') AS resource, coalesce(r.permission, '') AS permission, coalesce(r.standing, '') AS standing,
       coalesce(r.last_used, '') AS last_used, coalesce(r.recommendation, '') AS recommendation, r.row_sha256, l.request_id AS asked_again,
       CASE WHEN (s.receipt->>'origin') IS DISTINCT FROM 'outbox' THEN s.receipt->>'file' END AS claimed_in
     FROM review_requests AS r
     JOIN work.sources AS s ON s.source_id = r.source_id
     LEFT JOIN (
       SELECT q.campaign_id, q.item_id, arg_max(q.request_id, p.position) AS request_id, max(p.position) AS position
       FROM review_requests AS q JOIN work.sources AS p ON p.source_id = q.source_id GROUP BY ALL
     ) AS l ON l.campaign_id = r.campaign_id AND l.item_id = r.item_id AND l.position > s.position
     WHERE r.workbook_id = $workbook AND r.source_id = (
       -- What this engagement sent out comes before what somebody says was sent out.
       SELECT o.source_id FROM review_requests AS o JOIN work.sources AS w ON w.source_id = o.source_id
       WHERE o.workbook_id = $workbook ORDER BY (w.receipt->>'origin') = 'outbox' DESC NULLS LAST, w.position LIMIT 1)
     ORDER BY r.row_no`,
    { workbook },
  );
  return rows as unknown as SentRow[];
}

/** A file in force that brought answers from this workbook before. */
async function cameBefore(
  session: Session,
  workbook: string,
  sources: readonly string[],
): Promise<string | null> {
  const file = await session.value(
    `SELECT min(receipt->>'file') FROM work.sources
     WHERE superseded_by IS NULL AND reader = $reader AND (receipt->>'workbook') = $workbook
       AND NOT list_contains($sources, source_id)`,
    { reader: RETURN_READER, workbook, sources: [...sources] },
  );
  return file === null ? null : String(file);
}

/**
 * A review workbook that came back, held against what was sent out, as a document with the lists `decisions` and
 * `questions`; null = another workbook. Throws RETURN_REFUSED where it was not sent out in this engagement, or came
 * back before.
 */
export async function openReturn(
  archive: Archive,
  { store, sources }: ReturnContext,
): Promise<{ document: OpenDocument; notes: string[]; workbook: string } | null> {
  const book = await readBook(archive);
  if (book === null) return null;
  const workbook = book.issued.get('Workbook') ?? '';
  if (workbook === '') {
    throw refused(
      'the workbook does not say which request it answers: its hidden sheet is gone',
      'Ask for the workbook that was sent out, filled in; rows copied into another one cannot be told apart.',
    );
  }
  const { sent, before } = await store.use(async (session) => ({
    sent: await sentRows(session, workbook),
    before: await cameBefore(session, workbook, sources),
  }));
  if (sent.length === 0) {
    throw refused(
      `the workbook ${workbook} was not sent out in this engagement`,
      'It belongs to another engagement or campaign, or the request that it answers was not imported. Nothing of it was kept.',
    );
  }
  if (book.issued.get('Rows digest') !== rowsDigest(sent.map(({ row_sha256 }) => row_sha256))) {
    throw refused(
      `the workbook ${workbook} is not the one that was sent out: its hidden sheet was changed`,
      'Ask for the workbook that was sent out, filled in.',
    );
  }
  if (before !== null) {
    throw refused(
      `the workbook ${workbook} came back before, as ${before}`,
      `Let it take the earlier one's place: tickmark import <dir> FILE --replace "${before}".`,
    );
  }
  const checked = checkReturn(book, workbook, sent);
  const { claimed_in } = sent[0]!;
  const notes = [
    `returned workbook ${workbook} of request ${book.issued.get('Request') ?? ''}, sent to ${sent[0]!.reviewer_email}`,
    ...(claimed_in === null
      ? []
      : [
          `held against ${claimed_in}, which came as a file: the journal does not know it as sent out from here`,
        ]),
    ...book.renamed.map(({ sheet, was }) => `the sheet ${sheet} went out as ${was}`),
    ...checked.notes,
  ];
  const content = { decisions: checked.decisions, questions: checked.questions };
  return { document: await openJsonBytes(Buffer.from(JSON.stringify(content))), notes, workbook };
}
