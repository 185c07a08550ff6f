import { grouped } from '#shared/model/grouped.ts';
import { createHash } from 'node:crypto';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, resolveMoments, type WorkOptions } from '#engine/engagement/index.ts';
import { safeName } from '#engine/intake/file/safe-name.ts';
import { isAddress, type Mailbox } from '#engine/render/eml.ts';
import { requireInternal } from './independence.ts';
import { keepRecord } from './keep-record.ts';
import { draftFor, requestText } from './letters.ts';
import { type PreparedRequest, prepareRequest, type Workbook } from './request.ts';
import { buildReviewWorkbook } from './review-workbook.ts';
import { UNASSIGNED } from './reviewers.ts';
import { dueOn } from './days.ts';
import { distinctNames, type OutFile, writeOut } from './write-out.ts';

export interface OutPlace {
  /** Where the files go: a folder, or one ZIP archive. */
  path: string;
  form: 'folder' | 'zip';
}

export interface SendReview extends OutPlace {
  campaign?: string | undefined;
  /** Moment at which access is looked at; the engagement's otherwise. */
  as_of?: string | undefined;
  /** Day of the letter; the day of the moment otherwise. */
  on?: string | undefined;
  /** Days to answer. */
  days: number;
  from: Mailbox;
  contact?: string | undefined;
}

export interface SentReview {
  request_id: string;
  requested_on: string;
  due_on: string;
  campaigns: PreparedRequest['campaigns'];
  workbooks: {
    workbook_id: string;
    reviewer: string;
    rows: number;
    file: string;
    sha256: string;
    draft: string | null;
  }[];
  unassigned: { reason: string; rows: number; means: string }[];
  tested: boolean;
  path: string;
  files: number;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Throws BAD_ARGUMENT for what no mail server takes as a sender. */
export function requireSender(from: Mailbox): void {
  if (!isAddress(from.address))
    throw new TickmarkError('BAD_ARGUMENT', 'the sender is no address', {
      hint: 'Write it as "Internal Audit <audit@client.com>" or as audit@client.com.',
    });
}

/** Names of the files of each workbook, told apart on every file system. */
export function bookNames(workbooks: readonly Pick<Workbook, 'reviewer'>[]): string[] {
  return distinctNames(workbooks.map(({ reviewer }) => safeName(`${reviewer.replaceAll('.', '-')}.xlsx`)));
}

async function filesOf(
  prepared: PreparedRequest,
  engagement: Engagement,
  { from, contact }: SendReview,
  work: WorkOptions,
): Promise<{ files: OutFile[]; workbooks: SentReview['workbooks'] }> {
  const { client, id } = engagement.settings;
  const { requested_on, due_on } = prepared.record;
  const names = bookNames(prepared.workbooks);
  const files: OutFile[] = [];
  const workbooks: SentReview['workbooks'] = [];
  for (const [i, workbook] of prepared.workbooks.entries()) {
    if (work.signal?.aborted) throw new TickmarkError('CANCELLED', 'nothing was sent out');
    work.onProgress?.({
      phase: 'Writing workbooks',
      done: i,
      total: prepared.workbooks.length,
      unit: 'files',
    });
    const bytes = await buildReviewWorkbook(workbook, { client, engagement_id: id });
    const name = names[i]!;
    const letter = requestText({ client, from, contact, day: requested_on, due_on }, workbook, {
      campaigns: [...new Set(workbook.rows.map(({ campaign_id }) => campaign_id))],
      rows: workbook.rows.length,
      holders: new Set(workbook.rows.map(({ holder }) => holder)).size,
      advice: workbook.advice.length,
    });
    const setting = { client, from, contact, day: requested_on, due_on };
    const draft = draftFor(setting, workbook, letter, { name, bytes });
    const draftName = name.replace(/\.xlsx$/, '.eml');
    files.push({ name, bytes }, ...(draft === null ? [] : [{ name: draftName, bytes: draft }]));
    workbooks.push({
      workbook_id: workbook.workbook_id,
      reviewer: workbook.reviewer,
      rows: workbook.rows.length,
      file: name,
      sha256: sha256(bytes),
      draft: draft === null ? null : draftName,
    });
  }
  return { files, workbooks };
}

/**
 * Puts a review before its reviewers of record: a workbook and a draft of a letter each, written to a place that the user
 * chose; nothing is sent. What went out is kept as a source. Throws INDEPENDENCE, BAD_ARGUMENT, DATA_MISSING,
 * OUTPUT_EXISTS, OUTPUT_FAILED, CANCELLED.
 */
export async function sendReview(
  engagement: Engagement,
  request: SendReview,
  work: WorkOptions = {},
): Promise<SentReview> {
  requireInternal(engagement);
  requireSender(request.from);
  const { store, settings } = engagement;
  const prepared = await store.use(async (session) => {
    const moments = await resolveMoments(session, settings, { as_of: request.as_of });
    const days = await dueOn(session, request.on, moments.as_of, request.days);
    return prepareRequest(session, {
      engagement_id: settings.id,
      client: settings.client,
      campaign: request.campaign,
      as_of: moments.as_of,
      ...days,
    });
  });
  const { record } = prepared;
  if (record.rows.length === 0) {
    const waiting = record.unassigned.length;
    throw new TickmarkError('DATA_MISSING', 'there is nothing to send out', {
      hint:
        waiting > 0
          ? `${grouped(waiting)} rows have no reviewer of record: bring the HR roster with managers, and owners of accounts.`
          : 'Import a snapshot of who has what, or name a campaign that still waits for decisions.',
    });
  }
  const { files, workbooks } = await filesOf(prepared, engagement, request, work);
  const undo = await writeOut(request.path, request.form, files);
  try {
    await keepRecord(engagement, `${record.request_id}.json`, 'review-request', record, {});
  } catch (error) {
    await undo();
    throw error;
  }
  const unassigned = prepared.unassigned.map((item) => ({ ...item, means: UNASSIGNED[item.reason] }));
  await engagement.change('review_sent_out', async () => ({
    value: null,
    details: {
      request_id: record.request_id,
      campaigns: prepared.campaigns,
      requested_on: record.requested_on,
      due_on: record.due_on,
      workbooks,
      unassigned: prepared.unassigned,
    },
  }));
  const { request_id, requested_on, due_on } = record;
  return {
    request_id,
    requested_on,
    due_on,
    campaigns: prepared.campaigns,
    workbooks,
    unassigned,
    tested: prepared.tested,
    path: request.path,
    files: files.length,
  };
}
