import { SEVERITIES } from '#shared/model/vocabulary.ts';
import { snapshotBasis, snapshotNote } from './basis.ts';
import { currentRuns } from './dashboard.ts';
import { grouped, int, line, type ReportInput, type ReportModel, type ReportSpec } from './model.ts';

/** Comprehensive access report: who is there, and every issue found, by severity. */
export const comprehensiveReport: ReportSpec = {
  id: 'comprehensive',
  title: 'Comprehensive Access Report',
  asks: ['people_at'],
  build,
};

const PEOPLE = `
  SELECT count(*) AS total, count(*) FILTER (employed) AS active FROM people_at($as_of::TIMESTAMPTZ)`;

const ACCOUNTS = `
  SELECT count(*) AS accounts, count(*) FILTER (kind = 'service') AS services,
    count(DISTINCT coalesce(identity_id, system || '|' || account_id)) FILTER (is_admin) AS admins
  FROM known_accounts()`;

const ISSUES = `
  SELECT severity, procedure, outcome, subject_type, subject_id, reason_code, summary, disposition
  FROM current_findings() WHERE outcome IN ('exception', 'lead')
  ORDER BY CASE severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 ELSE 4 END, procedure, subject_id, reason_code, summary`;

/** Issues of one severity that are printed; all are in the rows. */
const SHOWN = 50;

async function build({ session, moments }: ReportInput): Promise<ReportModel> {
  const at = { as_of: moments.as_of };
  const people = await session.one(PEOPLE, at);
  const accounts = await session.one(ACCOUNTS);
  const issues = await session.rows(ISSUES);
  const latest = await currentRuns(session);
  const runs = [...latest.values()];
  const concluded = runs.filter((run) => run.concluded).length;
  const bySeverity = SEVERITIES.map((severity) => ({
    severity,
    exceptions: issues.filter((row) => row['severity'] === severity && row['outcome'] === 'exception'),
  }));
  const leads = issues.filter((row) => row['outcome'] === 'lead');
  const dormant = new Set(
    issues
      .filter((row) => row['procedure'] === 'accounts.people-sound' && row['reason_code'] === 'dormant')
      .map((row) => String(row['subject_id'])),
  );
  // Other tests that came to an end say nothing of this one.
  const dormantAccounts = latest.get('accounts.people-sound')?.concluded === true ? dormant.size : null;
  const empty = int(people, 'total') === 0;
  return {
    report: 'comprehensive',
    title: `Comprehensive Access Report - ${moments.as_of_text}`,
    as_of: moments.as_of_text,
    period: null,
    figures: {
      total_users: empty ? null : int(people, 'total'),
      active_users: empty ? null : int(people, 'active'),
      dormant_accounts: dormantAccounts,
      admin_users: int(accounts, 'accounts') === 0 ? null : int(accounts, 'admins'),
      service_accounts: int(accounts, 'accounts') === 0 ? null : int(accounts, 'services'),
      procedures_concluded: concluded,
      procedures_run: runs.length,
      issues: Object.fromEntries(bySeverity.map(({ severity, exceptions }) => [severity, exceptions.length])),
      leads: leads.length,
    },
    rows: issues,
    sections: [
      {
        heading: 'Summary',
        lines: [
          line('People known', empty ? 'not known' : int(people, 'total')),
          line('Employed at this moment', empty ? 'not known' : int(people, 'active')),
          line('Accounts', int(accounts, 'accounts') === 0 ? 'not known' : int(accounts, 'accounts')),
          line('Administrators', int(accounts, 'accounts') === 0 ? 'not known' : int(accounts, 'admins')),
          line('Service accounts', int(accounts, 'accounts') === 0 ? 'not known' : int(accounts, 'services')),
          line('Dormant accounts', dormantAccounts ?? 'not tested'),
          line('Procedures with a result', `${concluded} of ${runs.length} run`),
        ],
      },
      ...bySeverity.map(({ severity, exceptions }) => ({
        heading: `${severity[0]!.toUpperCase()}${severity.slice(1)}: ${grouped(exceptions.length)}`,
        lines: [
          ...exceptions
            .slice(0, SHOWN)
            .map((row) => line(String(row['subject_id']), String(row['summary']), String(row['procedure']))),
          ...(exceptions.length > SHOWN
            ? [
                line(
                  'Not printed here',
                  `${grouped(exceptions.length - SHOWN)} more, all in the rows of the report`,
                ),
              ]
            : []),
        ],
      })),
      {
        heading: `Leads, which point and do not conclude: ${grouped(leads.length)}`,
        lines: leads
          .slice(0, SHOWN)
          .map((row) => line(String(row['subject_id']), String(row['summary']), String(row['procedure']))),
      },
    ],
    notes: [
      snapshotNote(await snapshotBasis(session, moments.as_of)),
      concluded === 0
        ? 'NO DATA: no procedure was run to its end, so an empty list of issues says nothing.'
        : 'Issues are the findings of the latest run of each procedure, each at the moment of its run.',
    ],
  };
}
