import type { Row, Session } from '#engine/store/index.ts';
import { grantKey, instant } from './moments-of.ts';

export type Route = 'removed' | 'exception' | 'policy_update';

/** One person's unexpected grants first seen in the same snapshot. Moments are milliseconds. */
export interface Incident {
  email: string;
  grants: string[];
  /** Snapshot in which it was first seen. */
  seen: number;
  /** The client's detection, when the audit trail has one for that person and day; else the snapshot. */
  detected: number;
  detected_by: 'event' | 'snapshot';
  /** null = open at the end of the period. */
  closed: number | null;
  closed_by: 'event' | 'snapshot' | null;
  route: Route | null;
}

interface Bounds {
  period_start: string;
  period_end: string;
}

/** Removal outranks exception, which outranks a change of policy, where an incident ended in several ways. */
const RANK: readonly Route[] = ['removed', 'exception', 'policy_update'];

interface Open {
  incident: Incident;
  /** Grants that still drift. */
  left: Set<string>;
  routes: Set<Route>;
  last: number;
}

type DriftByPerson = Map<string, Set<string>>;

async function snapshotMoments(session: Session, bounds: Bounds): Promise<string[]> {
  const rows = await session.rows(
    `SELECT DISTINCT as_of FROM grants
     WHERE as_of < $to::TIMESTAMPTZ
       AND as_of >= coalesce((SELECT max(as_of) FROM grants WHERE as_of < $from::TIMESTAMPTZ), $from::TIMESTAMPTZ)
     ORDER BY as_of`,
    { from: bounds.period_start, to: bounds.period_end },
  );
  return rows.map((row) => String(row['as_of']));
}

interface Standing {
  drift: DriftByPerson;
  /** `email|grant` → part, of the people asked for. */
  parts: Map<string, string>;
}

/** What drifts at a moment, and how all grants of some people stand then: one look at the coverage for both. */
async function standingAt(session: Session, moment: string, people: readonly string[]): Promise<Standing> {
  const rows = await session.rows(
    `SELECT email, system, resource, permission, part FROM access_coverage($moment::TIMESTAMPTZ)
     WHERE email IS NOT NULL AND part IS NOT NULL AND (part = 'drift' OR list_contains($people::VARCHAR[], email))
     ORDER BY email, system, resource, permission`,
    { moment, people: [...people] },
  );
  const drift: DriftByPerson = new Map();
  const parts = new Map<string, string>();
  for (const row of rows) {
    const email = String(row['email']);
    parts.set(`${email}|${grantKey(row)}`, String(row['part']));
    if (row['part'] === 'drift') drift.set(email, (drift.get(email) ?? new Set()).add(grantKey(row)));
  }
  return { drift, parts };
}

function routeOf(part: string | undefined): Route {
  if (part === 'exception') return 'exception';
  return part === 'policy' ? 'policy_update' : 'removed';
}

interface DriftEvent {
  email: string;
  type: string;
  at: number;
}

async function driftEvents(session: Session): Promise<DriftEvent[]> {
  const rows = await session.rows(
    `SELECT lower(trim(user_email)) AS email, event_type, occurred_at FROM audit_events
     WHERE event_type IN ('drift_detected', 'drift_resolved') ORDER BY occurred_at, chain, seq`,
  );
  return rows.map((row: Row) => ({
    email: String(row['email']),
    type: String(row['event_type']),
    at: instant(row['occurred_at'])!,
  }));
}

/**
 * Drift incidents of a period, recomputed from the snapshots; hours come from the audit trail where it has them.
 * An incident closes when the last of its grants no longer drifts; persistence opens no new one. The snapshot before
 * the period is the baseline: what drifted there already is no incident of the period.
 */
export async function driftIncidents(
  session: Session,
  bounds: Bounds,
): Promise<{ incidents: Incident[]; snapshots: number }> {
  const moments = await snapshotMoments(session, bounds);
  const events = await driftEvents(session);
  const start = Date.parse(bounds.period_start);
  let before: DriftByPerson = new Map();
  let open: Open[] = [];
  const all: Incident[] = [];
  for (const moment of moments) {
    const at = Date.parse(moment);
    const { drift, parts } = await standingAt(
      session,
      moment,
      open.map(({ incident }) => incident.email),
    );
    for (const item of open) settle(item, drift, parts, at);
    open = open.filter((item) => !close(item, events));
    for (const [email, keys] of drift) {
      const fresh = [...keys].filter((key) => !before.get(email)?.has(key));
      if (fresh.length === 0 || at < start) continue;
      const incident = opened(email, fresh.sort(), at, events);
      all.push(incident);
      open.push({ incident, left: new Set(fresh), routes: new Set(), last: at });
    }
    before = drift;
  }
  const end = Date.parse(bounds.period_end);
  for (const item of open) closeByEvent(item, events, end);
  return { incidents: all, snapshots: moments.filter((moment) => Date.parse(moment) >= start).length };
}

function opened(email: string, grants: string[], seen: number, events: readonly DriftEvent[]): Incident {
  const event = events.find(
    (item) =>
      item.email === email &&
      item.type === 'drift_detected' &&
      item.at >= seen &&
      item.at < seen + 86_400_000,
  );
  return {
    email,
    grants,
    seen,
    detected: event?.at ?? seen,
    detected_by: event ? 'event' : 'snapshot',
    closed: null,
    closed_by: null,
    route: null,
  };
}

function settle(item: Open, drift: DriftByPerson, parts: ReadonlyMap<string, string>, at: number): void {
  for (const key of item.left) {
    if (drift.get(item.incident.email)?.has(key)) continue;
    item.left.delete(key);
    item.routes.add(routeOf(parts.get(`${item.incident.email}|${key}`)));
    item.last = at;
  }
}

function resolutionEvent(item: Open, events: readonly DriftEvent[], until: number): DriftEvent | undefined {
  return events.findLast(
    (event) =>
      event.email === item.incident.email &&
      event.type === 'drift_resolved' &&
      event.at >= item.incident.detected &&
      event.at <= until,
  );
}

/** Whether the incident ended at the snapshot just looked at; then its end is written down. */
function close(item: Open, events: readonly DriftEvent[]): boolean {
  if (item.left.size > 0) return false;
  const event = resolutionEvent(item, events, item.last);
  item.incident.closed = event?.at ?? item.last;
  item.incident.closed_by = event ? 'event' : 'snapshot';
  item.incident.route = RANK.find((route) => item.routes.has(route)) ?? 'removed';
  return true;
}

/** What ended after the last snapshot of the period is known from the trail alone. */
function closeByEvent(item: Open, events: readonly DriftEvent[], end: number): void {
  const event = resolutionEvent(item, events, end);
  if (!event || event.at <= item.last) return;
  item.incident.closed = event.at;
  item.incident.closed_by = 'event';
}
