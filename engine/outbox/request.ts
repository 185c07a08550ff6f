import { createHash } from 'node:crypto';
import type { Session } from '#engine/store/index.ts';
import { rowDigest, type SentCells } from '#engine/intake/returned/layout.ts';
import { rowsDigest } from '#engine/intake/returned/read-book.ts';
import { shownText } from '#engine/render/workbook.ts';
import { type AccessRow, accessAt, openItems } from './access-rows.ts';
import { chooseCampaign, requireNew } from './campaigns.ts';
import { knownFindings } from './known-findings.ts';
import {
  FindingIndex,
  recommend,
  recommendationText,
  recommendWhole,
  standingText,
  type WholeRecommendation,
} from './recommend.ts';
import { reviewerOf, staffAt, type Unassigned } from './reviewers.ts';

export const REQUEST_FORMAT = 'tickmark-review-request/1';

export interface RequestSetting {
  engagement_id: string;
  client: string;
  /** Campaign that was imported, or the name of a new one from the snapshot; undefined = the open one, else a new one. */
  campaign: string | undefined;
  /** Instant at which access is looked at. */
  as_of: string;
  /** Days, YYYY-MM-DD. */
  requested_on: string;
  due_on: string;
}

/** A row of a workbook as it is kept. */
export interface RequestRow extends SentCells {
  request_id: string;
  workbook_id: string;
  row_no: number;
  campaign_id: string;
  item_id: string;
  reviewer_email: string;
  requested_on: string;
  due_on: string;
  row_sha256: string;
}

export interface Workbook {
  workbook_id: string;
  reviewer: string;
  reviewer_name: string;
  rows: RequestRow[];
  advice: WholeRecommendation[];
}

export interface RequestRecord {
  format: typeof REQUEST_FORMAT;
  request_id: string;
  engagement_id: string;
  client: string;
  as_of: string;
  requested_on: string;
  due_on: string;
  unassigned: { reason: Unassigned; campaign_id: string; item_id: string }[];
  /** Campaigns and items that this request makes; those of the client are not repeated. */
  campaigns: Record<string, string>[];
  items: Record<string, string | null>[];
  rows: RequestRow[];
}

export interface PreparedRequest {
  record: RequestRecord;
  workbooks: Workbook[];
  campaigns: { campaign_id: string; made: boolean; items: number }[];
  unassigned: { reason: Unassigned; rows: number }[];
  /** False = no procedure was run: recommendations rest on the comparison with policy alone. */
  tested: boolean;
}

const sha256 = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');

/** Reviews of people, of service and shared accounts, and of vendors are campaigns of their own. */
const KINDS = [
  { lines: ['person', 'unresolved'], suffix: '', review_type: 'user', scope: 'all_users' },
  {
    lines: ['service', 'shared'],
    suffix: '-SERVICE',
    review_type: 'service_account',
    scope: 'all_service_accounts',
  },
  { lines: ['vendor'], suffix: '-VENDOR', review_type: 'vendor', scope: 'all_vendors' },
] as const;

async function fromSnapshot(session: Session, name: string, setting: RequestSetting) {
  const rows = await accessAt(session, setting.as_of);
  const counts = new Map<string, number>();
  const items = rows.map((row): AccessRow => {
    const kind = KINDS.find(({ lines }) => (lines as readonly string[]).includes(row.line)) ?? KINDS[0];
    const campaign_id = `${name}${kind.suffix}`;
    const number = (counts.get(campaign_id) ?? 0) + 1;
    counts.set(campaign_id, number);
    return { ...row, campaign_id, item_id: String(number).padStart(5, '0'), held: true };
  });
  await requireNew(session, [...counts.keys()].sort());
  const campaigns = KINDS.filter(({ suffix }) => counts.has(`${name}${suffix}`)).map(
    ({ suffix, review_type, scope }) => ({
      campaign_id: `${name}${suffix}`,
      review_type,
      scope,
      status: 'in_progress',
      started_at: setting.requested_on,
      due_at: setting.due_on,
    }),
  );
  return { items, campaigns };
}

function cellsOf(row: AccessRow, index: FindingIndex): SentCells {
  const shown = (text: string) => shownText(text).trim();
  return {
    holder: shown(row.holder),
    holder_name: shown(row.holder_name),
    system: shown(row.system),
    account_id: shown(row.account_id),
    resource: shown(row.resource),
    permission: shown(row.permission),
    standing: shown(standingText(row)),
    last_used: row.last_used ?? (row.use_unknown ? 'not stated' : 'never'),
    recommendation: shown(recommendationText(recommend(row, index))),
  };
}

interface Assigned {
  row: AccessRow;
  reviewer: string;
}

function byReviewer(assigned: readonly Assigned[]): [string, AccessRow[]][] {
  const groups = new Map<string, AccessRow[]>();
  for (const { row, reviewer } of assigned) {
    const group = groups.get(reviewer);
    if (group) group.push(row);
    else groups.set(reviewer, [row]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * What is put before whom: the open items of a campaign, or every grant of the snapshot, by reviewer of record, with
 * what explains each and what is recommended. The same engagement gives the same request. Throws DATA_MISSING.
 */
export async function prepareRequest(session: Session, setting: RequestSetting): Promise<PreparedRequest> {
  const chosen = await chooseCampaign(session, setting.campaign, setting.requested_on);
  const { items, campaigns } = chosen.known
    ? { items: await openItems(session, chosen.campaign_id, setting.as_of), campaigns: [] }
    : await fromSnapshot(session, chosen.campaign_id, setting);
  const findings = await knownFindings(session);
  const index = new FindingIndex(findings);
  const staff = await staffAt(session, setting.as_of);
  const assigned: Assigned[] = [];
  const unassigned: RequestRecord['unassigned'] = [];
  const reviewers = new Map<AccessRow, string>();
  for (const row of items) {
    const found = reviewerOf(row, staff);
    if ('reason' in found) {
      unassigned.push({ reason: found.reason, campaign_id: row.campaign_id, item_id: row.item_id });
      continue;
    }
    reviewers.set(row, found.reviewer);
    assigned.push({ row, reviewer: found.reviewer });
  }
  const { engagement_id, client, as_of, requested_on, due_on } = setting;
  const groups = byReviewer(assigned).map(([reviewer, rows]) => ({
    reviewer,
    rows: rows.map((row) => ({ row, cells: cellsOf(row, index) })),
  }));
  const content = groups.map(({ reviewer, rows }) => [
    reviewer,
    rows.map(({ row, cells }) => [row.campaign_id, row.item_id, cells]),
  ]);
  const request_id = `RQ-${sha256([engagement_id, as_of, requested_on, due_on, content]).slice(0, 12)}`;
  const workbooks = groups.map(({ reviewer, rows }): Workbook => {
    const workbook_id = `WB-${sha256([request_id, reviewer]).slice(0, 16)}`;
    return {
      workbook_id,
      reviewer,
      reviewer_name: staff.get(reviewer)?.name ?? '',
      rows: rows.map(({ row, cells }, i) => ({
        request_id,
        workbook_id,
        row_no: i + 1,
        campaign_id: row.campaign_id,
        item_id: row.item_id,
        reviewer_email: reviewer,
        requested_on,
        due_on,
        ...cells,
        row_sha256: rowDigest(workbook_id, i + 1, cells),
      })),
      advice: recommendWhole(
        rows.map(({ row }) => row),
        index,
      ),
    };
  });
  const made = new Set(campaigns.map(({ campaign_id }) => campaign_id));
  return {
    record: {
      format: REQUEST_FORMAT,
      request_id,
      engagement_id,
      client,
      as_of,
      requested_on,
      due_on,
      unassigned,
      campaigns,
      items: items
        .filter(({ campaign_id }) => made.has(campaign_id))
        .map((row) => ({
          campaign_id: row.campaign_id,
          item_id: row.item_id,
          user_email: row.holder,
          system: row.system,
          resource: row.resource,
          permission: row.permission === '' ? null : row.permission,
          reviewer_email: reviewers.get(row) ?? null,
          assigned_at: requested_on,
        })),
      rows: workbooks.flatMap(({ rows }) => rows),
    },
    workbooks,
    campaigns: countCampaigns(items, made),
    unassigned: countReasons(unassigned),
    tested: (await session.value('SELECT count(*) FROM current_runs()')) !== 0,
  };
}

function countCampaigns(items: readonly AccessRow[], made: ReadonlySet<string>) {
  const counts = new Map<string, number>();
  for (const { campaign_id } of items) counts.set(campaign_id, (counts.get(campaign_id) ?? 0) + 1);
  return [...counts].map(([campaign_id, count]) => ({
    campaign_id,
    made: made.has(campaign_id),
    items: count,
  }));
}

function countReasons(unassigned: RequestRecord['unassigned']) {
  const counts = new Map<Unassigned, number>();
  for (const { reason } of unassigned) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reason, rows]) => ({ reason, rows }));
}

/** SHA-256 over the digests of a workbook's rows. */
export const workbookDigest = (rows: readonly Pick<RequestRow, 'row_sha256'>[]): string =>
  rowsDigest(rows.map(({ row_sha256 }) => row_sha256));
