import type { Session } from '#engine/store/index.ts';
import {
  type FollowUpView,
  followUps,
  type ReturnedFile,
  returnedFiles,
  type RowState,
  type SentRowState,
  sentRowStates,
} from './returned.ts';

export interface WorkbookStatus {
  request_id: string;
  workbook_id: string;
  reviewer: string;
  campaigns: string[];
  requested_on: string;
  due_on: string;
  rows: number;
  counts: Record<RowState, number>;
  /** Rows wait and the last day has passed at the moment. */
  overdue: boolean;
  returned: Omit<ReturnedFile, 'workbook_id'> | null;
}

const STATES: readonly RowState[] = ['approve', 'revoke', 'modify', 'unsure', 'open', 'asked_again'];

/** Rows of each workbook, in the order in which they went out. */
export function byWorkbook(rows: readonly SentRowState[]): SentRowState[][] {
  const groups = new Map<string, SentRowState[]>();
  for (const row of rows) {
    const group = groups.get(row.workbook_id);
    if (group) group.push(row);
    else groups.set(row.workbook_id, [row]);
  }
  return [...groups.values()];
}

export const waits = ({ state }: SentRowState): boolean => state === 'open' || state === 'unsure';

/** What was sent out, what came back of it and what that calls for. `as_of`: the instant that due days are held against. */
export async function reviewStatus(
  session: Session,
  as_of: string,
): Promise<{ workbooks: WorkbookStatus[]; follow_ups: FollowUpView[] }> {
  const rows = await sentRowStates(session);
  const files = new Map(
    (await returnedFiles(session)).map(({ workbook_id, ...file }) => [workbook_id, file]),
  );
  const today = String(
    await session.value(`SELECT strftime($as_of::TIMESTAMPTZ::DATE, '%Y-%m-%d')`, { as_of }),
  );
  const workbooks = byWorkbook(rows).map((group): WorkbookStatus => {
    const { request_id, workbook_id, reviewer_email, requested_on, due_on } = group[0]!;
    return {
      request_id,
      workbook_id,
      reviewer: reviewer_email,
      campaigns: [...new Set(group.map(({ campaign_id }) => campaign_id))],
      requested_on,
      due_on,
      rows: group.length,
      counts: Object.fromEntries(
        STATES.map((state) => [state, group.filter((row) => row.state === state).length]),
      ) as Record<RowState, number>,
      overdue: group.some(waits) && today > due_on,
      returned: files.get(workbook_id) ?? null,
    };
  });
  return { workbooks, follow_ups: await followUps(session, rows) };
}
