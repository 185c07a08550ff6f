import { currentRuns } from './dashboard.ts';
import { coverageReport } from './coverage.ts';
import { driftRemediationReport } from './drift-remediation.ts';
import { metricsReport } from './metrics.ts';
import { int, line, type Line, type ReportInput, type ReportModel, type ReportSpec } from './model.ts';

/** The audit presentation in six parts: policies, dashboard, audit trail, exceptions, drift, metrics and trends. */
export const presentationReport: ReportSpec = {
  id: 'presentation',
  title: 'Audit Presentation',
  asks: ['coverage_totals', 'missing_access', 'policy_people', 'people_at'],
  build,
};

const POLICIES = `
  SELECT p.policy, p.version, p.effective_at, p.owner, p.approved_by,
    (SELECT count(*) FROM policy_grants AS g WHERE g.policy = p.policy AND g.version = p.version) AS clauses
  FROM policies_in_force($as_of::TIMESTAMPTZ) AS p ORDER BY p.policy, p.version`;

const TRAIL = `
  SELECT count(*) AS events, count(DISTINCT chain) AS chains, min(occurred_at) AS first_at, max(occurred_at) AS last_at FROM audit_events`;

const EXCEPTIONS = `
  SELECT count(*) AS active, count(*) FILTER (nullif(trim(justification), '') IS NULL) AS unjustified, min(expires_at) AS next_end
  FROM valid_exceptions($as_of::TIMESTAMPTZ)`;

const RUNS = [
  ['The hash chain recomputed', 'trail.chain-intact'],
  ['Retention of each event', 'trail.retention-locked'],
  ['Grants seen in snapshots and in the trail', 'trail.grants-logged'],
] as const;

/** Lines of another report's section by the beginning of its heading. */
function linesOf(model: ReportModel, ...headings: string[]): Line[] {
  return model.sections
    .filter(({ heading }) =>
      headings.some((wanted) => (wanted === '' ? heading === '' : heading.startsWith(wanted))),
    )
    .flatMap(({ heading, lines }) =>
      heading.includes(':')
        ? [line(heading.split(':')[0]!, heading.split(':').slice(1).join(':').trim()), ...lines]
        : lines,
    );
}

async function build(input: ReportInput): Promise<ReportModel> {
  const { session, moments } = input;
  const at = { as_of: moments.as_of };
  const policies = await session.rows(POLICIES, at);
  const trail = await session.one(TRAIL);
  const exceptions = await session.one(EXCEPTIONS, at);
  const runs = await currentRuns(session);
  const coverage = await input.other(coverageReport);
  const drift = await input.other(driftRemediationReport);
  const metrics = await input.other(metricsReport);
  const day = (value: unknown) =>
    value === null || value === undefined ? 'none' : String(value).slice(0, 10);
  const tested = (id: string) => runs.get(id)?.shown ?? 'not tested';
  const events = int(trail, 'events');
  return {
    report: 'presentation',
    title: `Audit Presentation - ${moments.as_of_text}`,
    as_of: moments.as_of_text,
    period: `${moments.period.from}..${moments.period.to}`,
    figures: {
      policies_in_force: policies.length,
      events,
      exceptions_active: int(exceptions, 'active'),
      coverage: coverage.figures,
      drift_remediation: drift.figures,
    },
    rows: policies,
    sections: [
      {
        heading: '1. Policy documentation',
        lines: [
          line('Policies in force', policies.length),
          ...policies.map((row) =>
            line(
              `${row['policy']} ${row['version']}`,
              `owner ${row['owner'] ?? 'not stated'}, approved by ${row['approved_by'] ?? 'nobody'}`,
              `since ${day(row['effective_at'])}, ${int(row, 'clauses') === 1 ? '1 clause' : `${int(row, 'clauses')} clauses`}`,
            ),
          ),
        ],
      },
      {
        heading: '2. Dashboard of compliance with policy',
        lines: [
          ...linesOf(coverage, '', 'Policy-Based Access', 'Status'),
          ...linesOf(metrics, 'Accounts', 'Reviews'),
        ],
      },
      {
        heading: '3. Audit trail',
        lines: [
          line(
            'Events',
            events === 0 ? 'not known: no audit trail was imported' : events,
            int(trail, 'chains') === 1 ? '1 log' : `${int(trail, 'chains')} logs`,
          ),
          line('From', day(trail?.['first_at'])),
          line('To', day(trail?.['last_at'])),
          ...RUNS.map(([label, id]) => line(label, tested(id), 'failing of tested')),
        ],
      },
      {
        heading: '4. Exception management',
        lines: [
          ...linesOf(coverage, 'Exception Summary'),
          line('Active without a justification', int(exceptions, 'unjustified')),
          line('Next to end', day(exceptions?.['next_end'])),
          line('Independently approved', tested('exceptions.approved-independently'), 'failing of tested'),
          line('Removed when they end', tested('exceptions.expired-removed'), 'failing of tested'),
        ],
      },
      { heading: '5. Drift remediation', lines: linesOf(drift, '', 'Resolved', 'Open') },
      { heading: '6. Metrics and trends', lines: linesOf(metrics, 'Coverage by policy') },
    ],
    notes: [...new Set([...coverage.notes, ...drift.notes])],
  };
}
