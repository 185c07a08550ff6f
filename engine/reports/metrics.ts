import { currentRuns, monthFirsts, remediation } from './dashboard.ts';
import {
  grouped,
  int,
  line,
  percent,
  percentNumber,
  type ReportInput,
  type ReportModel,
  type ReportSpec,
} from './model.ts';
import { snapshotBasis, snapshotNote } from './basis.ts';
import { kpiStatus, targetsOf } from './targets.ts';

/** Figures of a dashboard at the moment, and coverage on the first of each of the twelve months before it. */
export const metricsReport: ReportSpec = {
  id: 'metrics',
  title: 'Metrics and Trends',
  asks: ['coverage_totals', 'people_at'],
  build,
};

const TOTALS = 'SELECT * FROM coverage_totals($as_of::TIMESTAMPTZ)';

const EARLIEST = 'SELECT min(as_of) FROM grants';

const MFA = `
  SELECT count(*) AS people, count(*) FILTER (with_mfa) AS with_mfa, count(*) FILTER (with_mfa IS NULL) AS not_stated FROM (
    SELECT p.identity_id, bool_or(a.mfa_enabled) AS with_mfa
    FROM people_at($as_of::TIMESTAMPTZ) AS p JOIN known_accounts() AS a ON a.identity_id = p.identity_id
    WHERE p.employed GROUP BY p.identity_id)`;

const REVIEWS = `
  SELECT max(completed_at) FILTER (completed_at <= $as_of::TIMESTAMPTZ) AS last,
    min(started_at) FILTER (started_at > $as_of::TIMESTAMPTZ) AS next
  FROM review_campaigns`;

const FINDINGS = `
  SELECT severity, count(*) AS n FROM current_findings() WHERE outcome = 'exception' GROUP BY severity
  ORDER BY CASE severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 ELSE 4 END`;

/** Tests whose failing subjects are figures of the dashboard. */
const TESTED = [
  ['admins_and_people_at_fault', 'People and accounts with an account fault', 'accounts.people-sound'],
  ['conflicting_roles', 'People with conflicting roles', 'sod.roles-separate'],
  ['conflicting_resources', 'People with conflicting resources', 'sod.resources-separate'],
  ['services_at_fault', 'Service accounts at fault', 'accounts.services-sound'],
  ['vendors_at_fault', 'Vendors at fault', 'vendors.contracts-sound'],
] as const;

const REASONS = `
  SELECT count(*) FILTER (reason_code = 'dormant') AS dormant, count(*) FILTER (reason_code = 'never_used') AS never_used,
    count(*) FILTER (reason_code = 'excessive_permissions') AS excessive, count(*) FILTER (reason_code = 'admin_without_mfa') AS admin_without_mfa
  FROM current_findings() WHERE procedure = 'accounts.people-sound' AND outcome = 'exception'`;

async function build({ session, moments, parameters }: ReportInput): Promise<ReportModel> {
  const at = { as_of: moments.as_of };
  const basis = await snapshotBasis(session, moments.as_of);
  const totals = await session.one(TOTALS, at);
  const mfa = await session.one(MFA, at);
  const reviews = await session.one(REVIEWS, at);
  const reasons = await session.one(REASONS);
  const runs = await currentRuns(session);
  const progress = await remediation(session);
  const severities = await session.rows(FINDINGS);
  const grants = int(totals, 'grants');
  const counts = {
    grants,
    policy: int(totals, 'by_policy'),
    exceptions: int(totals, 'by_exception'),
    drift: int(totals, 'drift'),
  };
  const { status } = kpiStatus(counts, targetsOf(parameters));
  const earliest = await session.value(EARLIEST);
  const trend = [];
  for (const { day, moment } of await monthFirsts(session, moments.as_of)) {
    // Nobody holds anything before the first snapshot, whatever else is known: not worth a question of this size.
    const known = earliest !== null && Date.parse(moment) >= Date.parse(String(earliest));
    const row = known
      ? await session.one('SELECT * FROM coverage_totals($moment::TIMESTAMPTZ)', { moment })
      : undefined;
    const all = int(row, 'grants');
    const share = (name: string) => percentNumber(int(row, name), all, 1);
    trend.push({
      day,
      grants: all,
      by_policy: int(row, 'by_policy'),
      by_policy_percent: share('by_policy'),
      by_exception: int(row, 'by_exception'),
      by_exception_percent: share('by_exception'),
      drift: int(row, 'drift'),
      drift_percent: share('drift'),
    });
  }
  const accounts = runs.get('accounts.people-sound');
  const concluded = (name: string) => (accounts?.concluded ? int(reasons, name) : null);
  const people = int(mfa, 'people');
  const figures = {
    ...counts,
    status,
    last_review: reviews?.['last'] ?? null,
    next_review: reviews?.['next'] ?? null,
    people_with_accounts: people,
    people_with_mfa: people === 0 ? null : int(mfa, 'with_mfa'),
    people_mfa_not_stated: people === 0 ? null : int(mfa, 'not_stated'),
    dormant_accounts: concluded('dormant'),
    never_used_accounts: concluded('never_used'),
    excessive_permissions: concluded('excessive'),
    admins_without_mfa: concluded('admin_without_mfa'),
    tests: Object.fromEntries(TESTED.map(([name, , id]) => [name, runs.get(id)?.failing ?? null])),
    exceptions_by_severity: Object.fromEntries(
      severities.map((row) => [String(row['severity']), int(row, 'n')]),
    ),
    remediation: progress,
  };
  const orUnknown = (value: number | null) => (value === null ? 'not tested' : value);
  const share = (part: number) => percent(part, grants, 1);
  const day = (value: unknown) =>
    value === null || value === undefined ? 'none known' : String(value).slice(0, 10);
  return {
    report: 'metrics',
    title: `Metrics and Trends - ${moments.as_of_text}`,
    as_of: moments.as_of_text,
    period: null,
    figures,
    rows: trend,
    sections: [
      {
        heading: 'Access',
        lines: [
          line('Covered by policy', share(counts.policy)),
          line('Documented exceptions', share(counts.exceptions)),
          line('Drift', share(counts.drift)),
          line('Status against the client’s targets', status),
        ],
      },
      {
        heading: 'Accounts',
        lines: [
          line(
            'People with a second factor',
            people === 0
              ? 'not known'
              : `${grouped(int(mfa, 'with_mfa'))} of ${grouped(people)} people with accounts`,
          ),
          line('Dormant accounts', orUnknown(figures.dormant_accounts)),
          line('Accounts never used', orUnknown(figures.never_used_accounts)),
          line('People with too many permissions', orUnknown(figures.excessive_permissions)),
          line('Administrators without a second factor', orUnknown(figures.admins_without_mfa)),
          ...TESTED.map(([, label, id]) => line(label, runs.get(id)?.shown ?? 'not tested')),
        ],
      },
      {
        heading: 'Reviews and remediation',
        lines: [
          line('Last review completed', day(figures.last_review)),
          line('Next review begins', day(figures.next_review)),
          line(
            'Exceptions found, with a disposition',
            `${grouped(progress.disposed)} of ${grouped(progress.exceptions)}`,
          ),
          ...severities.map((row) =>
            line(`Exceptions, ${String(row['severity'])}`, int(row, 'n'), undefined, 2),
          ),
        ],
      },
      {
        heading: 'Coverage by policy, exceptions and drift on the first of each month',
        lines: trend.map((point) =>
          line(
            point.day,
            point.grants === 0
              ? 'no data'
              : `${percent(point.by_policy, point.grants, 1)} by policy, ${percent(point.by_exception, point.grants, 1)} by exception, ${percent(point.drift, point.grants, 1)} drift`,
            `${grouped(point.grants)} grants`,
          ),
        ),
      },
    ],
    notes: [
      snapshotNote(basis),
      'Figures of accounts, segregation, services and vendors are those of the latest runs. Dormant is counted by the engagement’s own threshold.',
      'The status compares with the client’s own targets. It is not a statement of compliance with any framework.',
    ],
  };
}
