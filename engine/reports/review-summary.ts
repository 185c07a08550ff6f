import { grouped } from '#shared/model/grouped.ts';
import { type TestedRow, testedRows } from '#engine/runner/index.ts';
import type { Row } from '#engine/store/index.ts';
import {
  int,
  line,
  percent,
  type Line,
  type ReportInput,
  type ReportModel,
  type ReportSpec,
} from './model.ts';

/** Access review summary: each review begun by the moment, what was decided, what is wrong with it, what came of it. */
export const reviewSummaryReport: ReportSpec = {
  id: 'review-summary',
  title: 'Access Review Summary',
  asks: ['actual_grants', 'people_at'],
  build,
};

/** The last answer to each item by the moment; an empty decision is none. */
const CAMPAIGNS = `
  WITH campaigns AS (
    SELECT campaign_id, min(review_type) AS review_type, min(scope) AS scope, min(status) AS status, min(started_at) AS started_at,
      max(due_at) AS due_at, max(completed_at) AS completed_at
    FROM review_campaigns WHERE campaign_id IS NOT NULL GROUP BY campaign_id
  ), items AS (
    SELECT campaign_id, item_id, min(lower(trim(user_email))) AS person, min(lower(trim(reviewer_email))) AS reviewer
    FROM review_items GROUP BY campaign_id, item_id
  ), answered AS (
    SELECT campaign_id, item_id, lower(trim(decision)) AS decision FROM review_answers
    WHERE nullif(trim(decision), '') IS NOT NULL AND (decided_at IS NULL OR decided_at <= $as_of::TIMESTAMPTZ)
    QUALIFY row_number() OVER (PARTITION BY campaign_id, item_id ORDER BY decided_at DESC NULLS LAST, source_id, record_no) = 1
  )
  SELECT c.*, count(i.item_id) AS items, count(DISTINCT i.person) AS people, count(DISTINCT i.reviewer) AS reviewers,
    count(*) FILTER (a.decision IN ('approve', 'approved')) AS approved, count(*) FILTER (a.decision IN ('revoke', 'revoked')) AS revoked,
    count(*) FILTER (a.decision IN ('modify', 'modified')) AS modified, count(*) FILTER (a.decision = 'unsure') AS unsure,
    count(*) FILTER (i.item_id IS NOT NULL AND a.decision IS NULL) AS undecided
  FROM campaigns AS c LEFT JOIN items AS i ON i.campaign_id = c.campaign_id
  LEFT JOIN answered AS a ON a.campaign_id = i.campaign_id AND a.item_id = i.item_id
  WHERE c.started_at IS NULL OR c.started_at <= $as_of::TIMESTAMPTZ
  GROUP BY ALL ORDER BY c.started_at, c.campaign_id`;

const TESTS = [
  'reviews.items-decided',
  'reviews.reviewers-independent',
  'reviews.decided-in-time',
  'reviews.answers-followed',
  'reviews.revocations-effective',
] as const;
const CARRIED_OUT = 'reviews.revocations-effective';

async function build({ session, moments, parameters }: ReportInput): Promise<ReportModel> {
  const at = { as_of: moments.as_of };
  const campaigns = await session.rows(CAMPAIGNS, at);
  const later = int(
    await session.one(
      'SELECT count(DISTINCT campaign_id) AS n FROM review_campaigns WHERE started_at > $as_of::TIMESTAMPTZ',
      at,
    ),
    'n',
  );
  const people = new Map(
    (
      await session.rows(
        'SELECT campaign_id, item_id, min(lower(trim(user_email))) AS person FROM review_items GROUP BY ALL',
      )
    ).map((row) => [`${row['campaign_id']}|${row['item_id']}`, String(row['person'])]),
  );
  const tested: TestedRow[] = [];
  const untested: string[] = [];
  let carriedOut: TestedRow[] = [];
  for (const id of TESTS) {
    const rows = await testedRows(session, id, moments, parameters);
    if (rows === null) untested.push(id);
    tested.push(...(rows ?? []).filter(({ outcome }) => outcome === 'exception'));
    if (id === CARRIED_OUT) carriedOut = rows ?? [];
  }
  const rows = campaigns.map((row) => campaignRow(row, tested, carriedOut, people));
  return {
    report: 'review-summary',
    title: `Access Review Summary - ${moments.as_of_text}`,
    as_of: moments.as_of_text,
    period: null,
    figures: {
      reviews: campaigns.length === 0 && later === 0 ? null : rows.length,
      items: rows.reduce((sum, { items }) => sum + items, 0),
      undecided: rows.reduce((sum, { statistics }) => sum + statistics.undecided, 0),
      begins_later: later,
    },
    rows,
    sections:
      rows.length === 0
        ? [{ heading: '', lines: [line('Reviews begun', campaigns.length + later === 0 ? 'not known' : 0)] }]
        : rows.map(campaignSection),
    notes: [
      ...(campaigns.length + later === 0 ? ['NO DATA: no reviews of access were imported.'] : []),
      ...(later > 0
        ? [
            `${later} ${later === 1 ? 'review begins' : 'reviews begin'} after this moment and ${later === 1 ? 'is' : 'are'} not summarised.`,
          ]
        : []),
      ...(untested.length > 0 && campaigns.length > 0
        ? [`Not tested for want of tables: ${untested.join(', ')}.`]
        : []),
      'Issues are exceptions of the tests of reviews; a person counts once, whatever the number of issues. What the client decided is not judged here.',
    ],
  };
}

type CampaignRow = ReturnType<typeof campaignRow>;

function campaignRow(
  row: Row,
  tested: readonly TestedRow[],
  carriedOut: readonly TestedRow[],
  people: ReadonlyMap<string, string>,
) {
  const id = String(row['campaign_id']);
  const own = <T extends TestedRow>(rows: readonly T[]) =>
    rows.filter(({ subject_id }) => subject_id.startsWith(`${id}|`));
  const issues = own(tested);
  const reasons = new Map<string, { issue: string; title: string; count: number }>();
  for (const { reason, reason_title } of issues) {
    const known = reasons.get(reason) ?? { issue: reason, title: reason_title, count: 0 };
    reasons.set(reason, { ...known, count: known.count + 1 });
  }
  const affected = new Set(issues.map(({ subject_id }) => people.get(subject_id) ?? subject_id));
  const state = (reason: string) => own(carriedOut).filter((one) => one.reason === reason).length;
  const moment = (name: string) => (row[name] === null ? null : String(row[name]));
  return {
    review_id: id,
    review_type: row['review_type'] ?? null,
    scope: row['scope'] ?? null,
    start_date: moment('started_at'),
    due_date: moment('due_at'),
    end_date: moment('completed_at'),
    status: row['status'] ?? null,
    items: int(row, 'items'),
    reviewers: int(row, 'reviewers'),
    statistics: {
      total_users_reviewed: int(row, 'people'),
      issues_found: issues.length,
      users_with_issues: affected.size,
      access_revoked: int(row, 'revoked'),
      access_modified: int(row, 'modified'),
      access_approved: int(row, 'approved'),
      unsure: int(row, 'unsure'),
      undecided: int(row, 'undecided'),
    },
    top_issues: [...reasons.values()].sort((a, b) => b.count - a.count || (a.issue < b.issue ? -1 : 1)),
    remediation_actions: {
      decided: own(carriedOut).length,
      carried_out: state('done'),
      not_carried_out: state('still_there') + state('not_modified'),
      not_due: state('not_due'),
      not_proven: state('snapshot_too_old'),
    },
  };
}

function campaignSection(row: CampaignRow): ReportModel['sections'][number] {
  const { statistics, remediation_actions: actions } = row;
  const day = (text: string | null, otherwise: string) => text?.slice(0, 10) ?? otherwise;
  const decided = row.items - statistics.undecided;
  const lines: Line[] = [
    line('Type', String(row.review_type ?? 'not stated'), String(row.scope ?? 'no scope stated')),
    line('Start', day(row.start_date, 'not stated')),
    line('Due', day(row.due_date, 'not stated')),
    line('End', day(row.end_date, 'not ended')),
    line('Status, as the client states', String(row.status ?? 'not stated')),
    line('People reviewed', statistics.total_users_reviewed),
    line('Items decided', `${decided} of ${row.items} (${percent(decided, row.items, 1)})`),
    line('Access approved', statistics.access_approved, undefined, 2),
    line('Access revoked', statistics.access_revoked, undefined, 2),
    line('Access modified', statistics.access_modified, undefined, 2),
    line('Unsure', statistics.unsure, undefined, 2),
    line('Issues found', statistics.issues_found, `of ${grouped(statistics.users_with_issues)} people`),
    ...row.top_issues.map(({ title, count }) => line(title, count, undefined, 2)),
    line('Decisions to revoke or modify', actions.decided),
    line('Carried out, as a later snapshot shows', actions.carried_out, undefined, 2),
    line('Not carried out in time', actions.not_carried_out, undefined, 2),
    line('Not due yet', actions.not_due, undefined, 2),
    line('Not proven: no later snapshot', actions.not_proven, undefined, 2),
  ];
  return { heading: `Review ${row.review_id}`, lines };
}
