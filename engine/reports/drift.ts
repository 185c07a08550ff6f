import { snapshotBasis, snapshotNote } from './basis.ts';
import { grouped, line, type Line, type ReportInput, type ReportModel, type ReportSpec } from './model.ts';

/** Drift by person: what is held against what policy gives, at a moment. */
export const driftReport: ReportSpec = {
  id: 'drift',
  title: 'Drift Report',
  asks: ['access_coverage', 'missing_access', 'coverage_totals'],
  build,
};

const DRIFTING = `
  SELECT email, system, resource, permission, drift_reason, expected_permissions, granted_at, granted_by
  FROM access_coverage($as_of::TIMESTAMPTZ) WHERE part = 'drift'
  ORDER BY email, system, resource, permission`;

const MISSING = `
  SELECT email, system, resource, permission, policy FROM missing_access($as_of::TIMESTAMPTZ)
  ORDER BY email, system, resource, permission`;

const REASONS: Readonly<Record<string, string>> = {
  unexpected: 'not in policy',
  wrong_permission: 'another permission than policy gives',
  not_employed: 'held outside employment',
  ambiguous_exception: 'exception names a resource of several systems',
};

async function build({ session, moments }: ReportInput): Promise<ReportModel> {
  const at = { as_of: moments.as_of };
  const drifting = await session.rows(DRIFTING, at);
  const missing = await session.rows(MISSING, at);
  const basis = await snapshotBasis(session, moments.as_of);
  const compared = Number(await session.value('SELECT grants FROM coverage_totals($as_of::TIMESTAMPTZ)', at));
  const people = [...new Set([...drifting, ...missing].map((row) => String(row['email'])))].sort();
  const name = (row: Record<string, unknown>) =>
    `${String(row['system'])}:${String(row['resource'])} (${String(row['permission'])})`;
  return {
    report: 'drift',
    title: `Drift Report - ${moments.as_of_text}`,
    as_of: moments.as_of_text,
    period: null,
    figures: {
      grants: compared,
      drift: drifting.length,
      missing: missing.length,
      people: people.length,
      by_reason: Object.fromEntries(
        Object.keys(REASONS).map((reason) => [
          reason,
          drifting.filter((row) => row['drift_reason'] === reason).length,
        ]),
      ),
    },
    rows: [
      ...drifting.map((row) => ({ ...row, kind: 'drift' })),
      ...missing.map((row) => ({ ...row, kind: 'missing' })),
    ],
    sections: [
      {
        heading: '',
        lines: [
          line('Grants of people compared', compared),
          line(
            'Drift',
            basis.rows === 0 ? 'not known' : `${grouped(drifting.length)} of ${grouped(compared)}`,
          ),
          line('Missing access', basis.rows === 0 ? 'not known' : missing.length),
        ],
      },
      ...people.map((email) => ({
        heading: email,
        lines: [
          ...drifting
            .filter((row) => String(row['email']) === email)
            .map(
              (row): Line =>
                line(name(row), REASONS[String(row['drift_reason'])] ?? String(row['drift_reason'])),
            ),
          ...missing
            .filter((row) => String(row['email']) === email)
            .map((row): Line => line(name(row), `missing; ${String(row['policy'])} gives it`)),
        ],
      })),
    ],
    notes: [
      snapshotNote(basis),
      'Options for what is not in policy: remove it, document it as an exception, or update the policy. Missing access is to be provisioned, or the policy changed.',
    ],
  };
}
