import type { Row } from '#engine/store/index.ts';
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

/** Policy Coverage: who has what, and what of it policy or a valid exception explains. */
export const coverageReport: ReportSpec = {
  id: 'coverage',
  title: 'Policy Coverage Report',
  asks: ['coverage_totals', 'missing_access', 'policy_people', 'people_at', 'actual_grants'],
  build,
};

const TOTALS = `
  SELECT t.*, (SELECT count(*) FROM people_at($as_of::TIMESTAMPTZ) WHERE employed) AS users,
    (SELECT count(*) FROM missing_access($as_of::TIMESTAMPTZ)) AS missing,
    (SELECT count(DISTINCT system) FROM actual_grants($as_of::TIMESTAMPTZ) WHERE line = 'person') AS systems
  FROM coverage_totals($as_of::TIMESTAMPTZ) AS t`;

const BREAKDOWN = `
  SELECT policy, version, count(DISTINCT identity_id) AS users
  FROM policy_people($as_of::TIMESTAMPTZ) GROUP BY policy, version ORDER BY users DESC, policy, version`;

// A quarter or month is that of the moment, in the engagement's zone (the connection's TimeZone).
const EXCEPTIONS = `
  WITH bounds AS (
    SELECT $as_of::TIMESTAMPTZ AS moment,
      date_trunc('quarter', $as_of::TIMESTAMPTZ) AS quarter_start,
      date_trunc('month', $as_of::TIMESTAMPTZ) + INTERVAL 1 MONTH AS month_end
  ), ended AS (
    SELECT least(coalesce(revoked_at, expires_at), expires_at) AS ended_at, granted_at
    FROM exceptions, bounds
    WHERE granted_at IS NOT NULL AND least(coalesce(revoked_at, expires_at), expires_at) >= quarter_start
      AND least(coalesce(revoked_at, expires_at), expires_at) < moment
  )
  SELECT
    (SELECT count(*) FROM valid_exceptions($as_of::TIMESTAMPTZ)) AS active,
    (SELECT count(*) FROM valid_exceptions($as_of::TIMESTAMPTZ), bounds WHERE expires_at < month_end) AS expiring,
    (SELECT count(*) FROM exception_extensions, bounds WHERE extended_at >= quarter_start AND extended_at < moment) AS extended,
    (SELECT count(*) FROM ended) AS ended,
    (SELECT coalesce(sum(epoch(ended_at)::BIGINT - epoch(granted_at)::BIGINT), 0)::BIGINT FROM ended) AS ended_seconds`;

const WITHOUT_DATA = `
  SELECT DISTINCT system FROM (
    SELECT system FROM policy_grants UNION SELECT system FROM entitlements UNION SELECT system FROM accounts)
  WHERE system IS NOT NULL AND system <> '*'
    AND system NOT IN (SELECT DISTINCT system FROM snapshot_at($as_of::TIMESTAMPTZ)) ORDER BY system`;

async function build(input: ReportInput): Promise<ReportModel> {
  const { session, moments } = input;
  const at = { as_of: moments.as_of };
  const totals = await session.one(TOTALS, at);
  const breakdown = await session.rows(BREAKDOWN, at);
  const exceptions = await session.one(EXCEPTIONS, at);
  const without = (await session.rows(WITHOUT_DATA, at)).map((row) => String(row['system']));
  const figures = coverageFigures(totals, exceptions, breakdown, without);
  const targets = targetsOf(input.parameters);
  const status = kpiStatus(
    {
      grants: figures.grants,
      policy: figures.by_policy,
      exceptions: figures.by_exception,
      drift: figures.drift,
    },
    targets,
  );
  return {
    report: 'coverage',
    title: `Policy Coverage Report - ${moments.as_of_text}`,
    as_of: moments.as_of_text,
    period: null,
    figures: { ...figures, status: status.status },
    rows: breakdown.map((row) => ({ policy: row['policy'], version: row['version'], users: row['users'] })),
    sections: sections(figures, breakdown, status),
    notes: notes(figures, without, snapshotNote(await snapshotBasis(session, moments.as_of))),
  };
}

function coverageFigures(
  totals: Row | undefined,
  exceptions: Row | undefined,
  breakdown: Row[],
  without: string[],
) {
  const grants = int(totals, 'grants');
  const part = (name: string) => percentNumber(int(totals, name), grants, 1);
  const ended = int(exceptions, 'ended');
  return {
    users: int(totals, 'users'),
    people_with_grants: int(totals, 'people'),
    grants,
    systems: int(totals, 'systems'),
    by_policy: int(totals, 'by_policy'),
    by_policy_percent: part('by_policy'),
    by_exception: int(totals, 'by_exception'),
    by_exception_percent: part('by_exception'),
    drift: int(totals, 'drift'),
    drift_percent: part('drift'),
    missing: int(totals, 'missing'),
    redundant_exceptions: int(totals, 'redundant_exceptions'),
    other_lines: {
      service: int(totals, 'service'),
      vendor: int(totals, 'vendor'),
      shared: int(totals, 'shared'),
      group: int(totals, 'of_groups'),
      unresolved: int(totals, 'unresolved'),
    },
    grants_through_groups: int(totals, 'through_groups'),
    snapshot_rows: int(totals, 'snapshot_rows'),
    repeated_rows: int(totals, 'repeated_rows'),
    systems_without_data: without,
    policies: breakdown.length,
    exceptions: {
      active: int(exceptions, 'active'),
      expiring_this_month: int(exceptions, 'expiring'),
      extended_this_quarter: int(exceptions, 'extended'),
      ended_this_quarter: ended,
      average_duration_days: ended === 0 ? null : roundDays(int(exceptions, 'ended_seconds'), ended),
    },
  };
}

/** Whole days, half up. */
function roundDays(seconds: number, count: number): number {
  return Math.floor(seconds / (count * 86_400) + 0.5);
}

type Figures = ReturnType<typeof coverageFigures>;

function sections(
  figures: Figures,
  breakdown: Row[],
  status: ReturnType<typeof kpiStatus>,
): ReportModel['sections'] {
  const share = (part: number) => percent(part, figures.grants, 1);
  const { exceptions } = figures;
  return [
    { heading: '', lines: [line('Total Users', figures.users), line('Total Access Grants', figures.grants)] },
    {
      heading: 'Policy-Based Access',
      lines: [
        line('Covered by policy', `${grouped(figures.by_policy)} (${share(figures.by_policy)})`),
        line('Documented exceptions', `${grouped(figures.by_exception)} (${share(figures.by_exception)})`),
        line('Drift (under investigation)', `${grouped(figures.drift)} (${share(figures.drift)})`),
        line('Missing access (beside the grants)', figures.missing),
      ],
    },
    {
      heading: 'Policy Breakdown',
      lines: breakdown.map((row) => {
        const users = Number(row['users']);
        const all = users === figures.users ? ' (100%)' : '';
        return line(String(row['policy']), `${grouped(users)} users${all}`);
      }),
    },
    {
      heading: 'Exception Summary',
      lines: [
        line('Active exceptions', exceptions.active),
        line('Expiring this month', exceptions.expiring_this_month),
        line('Extended (this quarter)', exceptions.extended_this_quarter),
        line(
          'Average duration',
          exceptions.average_duration_days === null ? 'n/a' : `${exceptions.average_duration_days} days`,
        ),
      ],
    },
    { heading: `Status against the client's targets: ${status.status}`, lines: status.lines },
  ];
}

/** How the grants come to as many as the rows of the snapshot. */
function rowsNote(figures: Figures): string {
  const { grants, repeated_rows: repeated, grants_through_groups: through, snapshot_rows: rows } = figures;
  const others = Object.values(figures.other_lines).reduce((sum, count) => sum + count, 0);
  const ties = grants + others + repeated - through === rows;
  const groups = through === 0 ? '' : ` - ${grouped(through)} that stand for what groups hold`;
  return `Rows of the snapshot: ${grouped(grants)} grants of people + ${grouped(others)} apart from people + ${grouped(repeated)} that repeat another row${groups} = ${grouped(rows)}: the rows ${ties ? 'tie' : 'DO NOT TIE'}.`;
}

function notes(figures: Figures, without: string[], basis: string): string[] {
  if (figures.snapshot_rows === 0) return [basis];
  const { service, vendor, shared, group, unresolved } = figures.other_lines;
  const parts = figures.by_policy + figures.by_exception + figures.drift;
  return [
    basis,
    `${grouped(figures.by_policy)} + ${grouped(figures.by_exception)} + ${grouped(figures.drift)} = ${grouped(parts)} of ${grouped(figures.grants)} grants: the parts ${parts === figures.grants ? 'tie' : 'DO NOT TIE'}.`,
    `Apart from people: ${grouped(service)} service, ${grouped(vendor)} vendor, ${grouped(shared)} shared, ${grouped(group)} group and ${grouped(unresolved)} unresolved grants; snapshot rows ${grouped(figures.snapshot_rows)}.`,
    rowsNote(figures),
    without.length === 0
      ? 'Every system that policies or account lists name has snapshot data.'
      : `Systems without snapshot data: ${without.join(', ')}.`,
    'The status compares with the client’s own targets. It is not a statement of compliance with any framework.',
  ];
}
