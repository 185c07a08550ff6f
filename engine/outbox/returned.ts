import { type FollowUp, REVIEW_QUESTIONS } from '#shared/model/review.ts';
import type { Session } from '#engine/store/index.ts';
import { RETURN_READER } from '#engine/intake/returned/open-return.ts';
import type { RequestRow } from './request.ts';

/** Where a row stands: decided, unsure (which decides nothing), waiting, or asked again in a later request. */
export type RowState = 'approve' | 'revoke' | 'modify' | 'unsure' | 'open' | 'asked_again';

export interface SentRowState extends RequestRow {
  state: RowState;
  new_permission: string | null;
  decided_on: string | null;
  comment: string | null;
}

/** Every row that was sent out with the last answer to its item, in the order of requests, reviewers and rows. */
export async function sentRowStates(session: Session): Promise<SentRowState[]> {
  const rows = await session.rows(
    `WITH placed AS (
       SELECT r.*, s.position FROM review_requests AS r JOIN work.sources AS s ON s.source_id = r.source_id
     ), last AS (
       SELECT campaign_id, item_id, max(position) AS position FROM placed GROUP BY ALL
     ), answers AS (
       SELECT campaign_id, item_id, lower(trim(decision)) AS decision, new_permission, strftime(decided_at, '%Y-%m-%d') AS decided_on, comment
       FROM review_answers WHERE nullif(trim(decision), '') IS NOT NULL
       QUALIFY row_number() OVER (PARTITION BY campaign_id, item_id ORDER BY decided_at DESC NULLS LAST, source_id, record_no) = 1
     )
     SELECT p.request_id, p.workbook_id, p.row_no, p.campaign_id, p.item_id, p.reviewer_email,
       strftime(p.requested_on, '%Y-%m-%d') AS requested_on, strftime(p.due_on, '%Y-%m-%d') AS due_on,
       coalesce(p.holder, '') AS holder, coalesce(p.holder_name, '') AS holder_name, coalesce(p.system, '') AS system,
       coalesce(p.account_id, '') AS account_id, coalesce(p.resource, '') AS resource, coalesce(p.permission, '') AS permission,
       coalesce(p.standing, '') AS standing, coalesce(p.last_used, '') AS last_used, coalesce(p.recommendation, '') AS recommendation,
       p.row_sha256, a.new_permission, a.decided_on, a.comment,
       CASE WHEN a.decision IN ('approve', 'revoke', 'modify') THEN a.decision WHEN p.position < l.position THEN 'asked_again'
         WHEN a.decision = 'unsure' THEN 'unsure' ELSE 'open' END AS state
     FROM placed AS p JOIN last AS l ON l.campaign_id = p.campaign_id AND l.item_id = p.item_id
     LEFT JOIN answers AS a ON a.campaign_id = p.campaign_id AND a.item_id = p.item_id
     ORDER BY p.position, p.reviewer_email, p.workbook_id, p.row_no`,
  );
  return rows as unknown as SentRowState[];
}

export interface ReturnedFile {
  workbook_id: string;
  file: string;
  source_id: string;
  read: number;
  loaded: number;
  rejected: number;
  /** Rejected rows by code. */
  codes: Record<string, number>;
}

/** Files that came back, in the order in which they came. */
export async function returnedFiles(session: Session): Promise<ReturnedFile[]> {
  const rows = await session.rows(
    `SELECT receipt->>'workbook' AS workbook_id, receipt->>'file' AS file, s.source_id, (receipt->>'read')::INTEGER AS read,
       (receipt->>'loaded')::INTEGER AS loaded, (receipt->>'rejected')::INTEGER AS rejected,
       (SELECT coalesce(to_json(map_from_entries(list({'k': code, 'v': n} ORDER BY code))), '{}')::VARCHAR
        FROM (SELECT code, count(*)::INTEGER AS n FROM work.rejects AS r WHERE r.source_id = s.source_id GROUP BY code)) AS codes
     FROM work.sources AS s WHERE superseded_by IS NULL AND reader = $reader ORDER BY position`,
    { reader: RETURN_READER },
  );
  return rows.map((row) => ({
    ...(row as unknown as ReturnedFile),
    codes: JSON.parse(String(row['codes'])) as Record<string, number>,
  }));
}

export interface FollowUpView {
  campaign_id: string;
  workbook_id: string;
  reviewer: string;
  holder: string;
  system: string;
  /** Q1 … Q5, or `decision` for a row. */
  question: string;
  answer: string;
  calls_for: FollowUp;
  /** Whether the decisions on the rows do what the answer calls for; null = decisions cannot show it. */
  followed: boolean | null;
}

/** What the decisions on the rows of one person and system say of an answer. */
function followed(calls_for: FollowUp, rows: readonly SentRowState[]): boolean | null {
  if (calls_for === 'revoke_all_access')
    return rows.length > 0 && rows.every(({ state }) => state === 'revoke');
  if (calls_for === 'reduce_access')
    return rows.some(({ state }) => state === 'revoke' || state === 'modify');
  return null;
}

/** What answers call for (G5), recomputed from what came back: rows of doubt first by row, then the five questions. */
export async function followUps(session: Session, rows: readonly SentRowState[]): Promise<FollowUpView[]> {
  const unsure = rows
    .filter(({ state }) => state === 'unsure')
    .map(
      (row): FollowUpView => ({
        campaign_id: row.campaign_id,
        workbook_id: row.workbook_id,
        reviewer: row.reviewer_email,
        holder: row.holder,
        system: row.system,
        question: 'decision',
        answer: 'unsure',
        calls_for: 'ask_again',
        followed: false,
      }),
    );
  const byHolder = new Map<string, SentRowState[]>();
  const key = (workbook: string, holder: string, system: string) =>
    JSON.stringify([workbook, holder, system]);
  for (const row of rows) {
    const name = key(row.workbook_id, row.holder, row.system);
    byHolder.set(name, [...(byHolder.get(name) ?? []), row]);
  }
  const lists = await session.rows(
    `SELECT workbook_id, campaign_id, reviewer_email, holder, system, needed, level, role_changed, dormant, owns_services
     FROM review_checklists ORDER BY campaign_id, workbook_id, holder, system, source_id, record_no`,
  );
  const called = lists.flatMap((list) =>
    REVIEW_QUESTIONS.flatMap(({ id, column, calls_for }): FollowUpView[] => {
      const answer = list[column] === null ? '' : String(list[column]);
      const call = calls_for[answer];
      if (call === undefined) return [];
      const [workbook, holder, system] = [list['workbook_id'], list['holder'], list['system']].map((value) =>
        String(value ?? ''),
      ) as [string, string, string];
      return [
        {
          campaign_id: String(list['campaign_id']),
          workbook_id: workbook,
          reviewer: String(list['reviewer_email']),
          holder,
          system,
          question: id,
          answer,
          calls_for: call,
          followed: followed(call, byHolder.get(key(workbook, holder, system)) ?? []),
        },
      ];
    }),
  );
  return [...unsure, ...called];
}
