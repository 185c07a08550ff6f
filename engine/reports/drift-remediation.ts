import { grouped } from '#shared/model/grouped.ts';
import type { Row } from '#engine/store/index.ts';
import { driftIncidents, type Incident } from './incidents.ts';
import {
  hours,
  line,
  percent,
  type Line,
  type ReportInput,
  type ReportModel,
  type ReportSpec,
} from './model.ts';
import { periodName } from './period-name.ts';

/** Drift Remediation: incidents of a period, how and how fast they ended, and what is open. */
export const driftRemediationReport: ReportSpec = {
  id: 'drift-remediation',
  title: 'Drift Remediation Report',
  build,
};

const TARGET_HOURS = 24;
const HOUR_MS = 3_600_000;

async function build({ session, moments }: ReportInput): Promise<ReportModel> {
  const { incidents, snapshots } = await driftIncidents(session, moments);
  const resolved = incidents.filter((incident) => incident.closed !== null);
  const open = incidents.filter((incident) => incident.closed === null);
  const seconds = resolved.map((incident) => (incident.closed! - incident.detected) / 1000);
  const mean = seconds.length === 0 ? null : seconds.reduce((sum, value) => sum + value, 0) / seconds.length;
  const by = (route: Incident['route']) => resolved.filter((incident) => incident.route === route).length;
  const statuses = await session.rows(
    `SELECT lower(trim(user_email)) AS email, system, resource, detected_at, status FROM reported_drift WHERE resolved_at IS NULL`,
  );
  const figures = {
    incidents: incidents.length,
    resolved: resolved.length,
    removed: by('removed'),
    documented_as_exception: by('exception'),
    policy_updated: by('policy_update'),
    open: open.length,
    mean_hours_to_resolution: mean === null ? null : hours(mean),
    target_hours: TARGET_HOURS,
    resolved_within_target: seconds.filter((value) => value <= TARGET_HOURS * 3600).length,
    known_from_snapshots_only: incidents.filter(
      (incident) => incident.detected_by === 'snapshot' || incident.closed_by === 'snapshot',
    ).length,
    grants: incidents.reduce((sum, incident) => sum + incident.grants.length, 0),
    snapshots,
  };
  const end = Date.parse(moments.period_end);
  const status =
    figures.incidents === 0
      ? snapshots === 0
        ? 'NO DATA'
        : 'GOOD'
      : mean !== null && mean < TARGET_HOURS * 3600
        ? 'GOOD'
        : 'ATTENTION';
  return {
    report: 'drift-remediation',
    title: `Drift Remediation Report - ${periodName(moments.period)}`,
    as_of: moments.as_of_text,
    period: `${moments.period.from}..${moments.period.to}`,
    figures: { ...figures, status },
    rows: incidents.map((incident) => incidentRow(incident, statuses)),
    sections: [
      {
        heading: '',
        lines: [
          line(
            'Drift Incidents',
            snapshots === 0 ? 'not known: no snapshot lies in the period' : figures.incidents,
          ),
        ],
      },
      {
        heading: `Resolved: ${figures.resolved} (${percent(figures.resolved, figures.incidents, 0)})`,
        lines: [
          line('Removed inappropriate access', figures.removed),
          line('Documented as exception', figures.documented_as_exception),
          line('Updated policy (access should be standard)', figures.policy_updated),
        ],
      },
      {
        heading: `Open (under investigation): ${figures.open}`,
        lines: open.flatMap((incident) => openLines(incident, statuses, end)),
      },
      {
        heading: '',
        lines: [
          line(
            'Average Time to Resolution',
            figures.mean_hours_to_resolution === null ? 'n/a' : `${figures.mean_hours_to_resolution} hours`,
          ),
          line('Target', `<${TARGET_HOURS} hours`),
          line('Resolved within the target', `${figures.resolved_within_target} of ${figures.resolved}`),
          line('Status against the client’s target', status),
        ],
      },
    ],
    notes: [
      `An incident is one person's unexpected grants first seen in the same snapshot; the ${grouped(figures.incidents)} incidents hold ${grouped(figures.grants)} grants. Grants and incidents are never mixed.`,
      `Seen in ${grouped(snapshots)} snapshots of the period. Hours come from the audit trail; ${grouped(figures.known_from_snapshots_only)} incidents are known to the day only.`,
      'Open incidents are not in the average; they are listed with their age at the end of the period.',
    ],
  };
}

function resourceText(grant: string): string {
  const [system, resource] = grant.split('|');
  return `${system}:${resource}`;
}

function clientStatus(incident: Incident, statuses: readonly Row[]): string | null {
  const row = statuses.find(
    (candidate) =>
      candidate['email'] === incident.email &&
      incident.grants.some((grant) => resourceText(grant).endsWith(String(candidate['resource']))),
  );
  return row === undefined ? null : String(row['status']);
}

function openLines(incident: Incident, statuses: readonly Row[], end: number): Line[] {
  return [
    line('User', incident.email),
    line('Resource', incident.grants.map(resourceText).join(', '), undefined, 2),
    line('Detected', new Date(incident.detected).toISOString().slice(0, 10), undefined, 2),
    line(
      'Status, as the client reports',
      clientStatus(incident, statuses) ?? 'not reported by the client',
      undefined,
      2,
    ),
    line(
      'Age at the end of the period',
      `${Math.floor((end - incident.detected) / HOUR_MS)} hours`,
      undefined,
      2,
    ),
  ];
}

const iso = (at: number | null) => (at === null ? null : `${new Date(at).toISOString().slice(0, 19)}Z`);

function incidentRow(incident: Incident, statuses: readonly Row[]): Record<string, unknown> {
  return {
    user: incident.email,
    grants: incident.grants.map((grant) => grant.replace('|', ':')),
    first_seen: iso(incident.seen),
    detected: iso(incident.detected),
    detected_by: incident.detected_by,
    closed: iso(incident.closed),
    closed_by: incident.closed_by,
    route: incident.route,
    hours: incident.closed === null ? null : hours((incident.closed - incident.detected) / 1000),
    client_status: incident.closed === null ? clientStatus(incident, statuses) : null,
  };
}
