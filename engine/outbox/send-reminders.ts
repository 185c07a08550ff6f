import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, resolveMoments, type WorkOptions } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import { dueOn } from './days.ts';
import { requireInternal } from './independence.ts';
import { draftFor, reminderText } from './letters.ts';
import { buildReviewWorkbook, type Given } from './review-workbook.ts';
import { byWorkbook, waits } from './review-status.ts';
import { returnedFiles, type SentRowState, sentRowStates } from './returned.ts';
import { staffAt } from './reviewers.ts';
import { bookNames, type OutPlace, requireSender, type SendReview } from './send-review.ts';
import { type OutFile, writeOut } from './write-out.ts';

export interface SendReminders extends OutPlace, Pick<SendReview, 'as_of' | 'on' | 'from' | 'contact'> {
  /** One request; all of them otherwise. */
  request_id?: string | undefined;
}

export interface SentReminders {
  on: string;
  reminders: {
    request_id: string;
    workbook_id: string;
    reviewer: string;
    rows: number;
    open: number;
    unsure: number;
    due_on: string;
    file: string;
    draft: string | null;
  }[];
  path: string;
  files: number;
}

/** Workbooks with rows that wait, the latest request of each row. */
async function waiting(session: Session, request_id: string | undefined): Promise<SentRowState[][]> {
  const groups = byWorkbook(await sentRowStates(session));
  const wanted = request_id === undefined ? groups : groups.filter(([row]) => row!.request_id === request_id);
  if (request_id !== undefined && wanted.length === 0)
    throw new TickmarkError('NOT_FOUND', `no request ${request_id} was sent out`, {
      hint: '"tickmark outbox <dir> status" lists what was sent out.',
    });
  return wanted.filter((rows) => rows.some(waits));
}

/** What a reviewer decided already goes out again as it came. */
function givenOf(rows: readonly SentRowState[]): ReadonlyMap<number, Given> {
  return new Map(
    rows.flatMap(({ row_no, state, new_permission, decided_on, comment }): [number, Given][] =>
      state === 'open' || state === 'asked_again'
        ? []
        : [[row_no, { decision: state, new_permission, decided_on, comment }]],
    ),
  );
}

/**
 * Drafts of reminders to everybody whose rows still wait, unsure ones included, with the workbook as far as it is filled
 * in. Nothing is sent. Throws INDEPENDENCE, NOT_FOUND, DATA_MISSING where nothing waits, OUTPUT_EXISTS, OUTPUT_FAILED.
 */
export async function sendReminders(
  engagement: Engagement,
  request: SendReminders,
  work: WorkOptions = {},
): Promise<SentReminders> {
  requireInternal(engagement);
  requireSender(request.from);
  const { store, settings } = engagement;
  const { groups, staff, day, returned } = await store.use(async (session) => {
    const moments = await resolveMoments(session, settings, { as_of: request.as_of });
    return {
      groups: await waiting(session, request.request_id),
      staff: await staffAt(session, moments.as_of),
      day: (await dueOn(session, request.on, moments.as_of, 0)).requested_on,
      returned: new Set((await returnedFiles(session)).map(({ workbook_id }) => workbook_id)),
    };
  });
  if (groups.length === 0) {
    throw new TickmarkError('DATA_MISSING', 'no row waits for a decision', {
      hint: 'Send a review out first, or import what came back.',
    });
  }
  const books = groups.map((rows) => {
    const { workbook_id, reviewer_email } = rows[0]!;
    const reviewer_name = staff.get(reviewer_email)?.name ?? '';
    return { workbook_id, reviewer: reviewer_email, reviewer_name, rows, advice: [] };
  });
  const names = bookNames(books);
  const files: OutFile[] = [];
  const reminders: SentReminders['reminders'] = [];
  for (const [i, book] of books.entries()) {
    if (work.signal?.aborted) throw new TickmarkError('CANCELLED', 'nothing was written');
    work.onProgress?.({ phase: 'Writing reminders', done: i, total: books.length, unit: 'files' });
    const { client, id } = settings;
    const { due_on, request_id } = book.rows[0]!;
    const bytes = await buildReviewWorkbook(book, { client, engagement_id: id, given: givenOf(book.rows) });
    const open = book.rows.filter(waits).length;
    const unsure = book.rows.filter(({ state }) => state === 'unsure').length;
    const setting = { client, from: request.from, contact: request.contact, day, due_on };
    const letter = reminderText(setting, book, {
      campaigns: [...new Set(book.rows.map(({ campaign_id }) => campaign_id))],
      rows: book.rows.length,
      open,
      unsure,
      returned: returned.has(book.workbook_id),
    });
    const name = names[i]!;
    const draft = draftFor(setting, book, letter, { name, bytes });
    const draftName = name.replace(/\.xlsx$/, ' reminder.eml');
    files.push({ name, bytes }, ...(draft === null ? [] : [{ name: draftName, bytes: draft }]));
    reminders.push({
      request_id,
      workbook_id: book.workbook_id,
      reviewer: book.reviewer,
      rows: book.rows.length,
      open,
      unsure,
      due_on,
      file: name,
      draft: draft === null ? null : draftName,
    });
  }
  const undo = await writeOut(request.path, request.form, files);
  await engagement
    .change('review_reminders_drafted', async () => ({ value: null, details: { on: day, reminders } }))
    .catch(async (error: unknown) => {
      await undo();
      throw error;
    });
  return { on: day, reminders, path: request.path, files: files.length };
}
