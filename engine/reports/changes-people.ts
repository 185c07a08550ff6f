import type { Row, Session } from '#engine/store/index.ts';
import { accessEvents, type Given, givenAt, hrEvents, instant, isCovered, mean } from './moments-of.ts';

/** Early provisioning is looked for this long before the start. */
const EARLY_MS = 30 * 86_400_000;

interface Bounds {
  period_start: string;
  period_end: string;
}

export interface PersonChange {
  email: string;
  event_id: string;
  kind: string;
  effective_at: string;
  /** Seconds until done; null = not complete. */
  seconds: number | null;
  note: string;
}

/** What policies give to the person of each event at the moment of it: event → answer. */
async function givenByMoment(
  session: Session,
  events: readonly Row[],
  momentOf: (row: Row) => string,
): Promise<Map<string, Given>> {
  const answers = new Map<string, Given>();
  for (const [moment, rows] of groupBy(events, momentOf)) {
    const found = await givenAt(
      session,
      moment,
      rows.map((row) => String(row['identity_id'])),
    );
    for (const row of rows) answers.set(String(row['event_id']), found.get(String(row['identity_id']))!);
  }
  return answers;
}

const effectiveAt = (row: Row): string => String(row['effective_at']);

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

const seconds = (from: number, to: number) => Math.max(0, Math.round((to - from) / 1000));

/**
 * Time to full access of those who joined: from the start (opening of business when only a date is known) to the last
 * grant that policy owes. Early counts 0; incomplete ones, at the end of the period, are excluded from the mean and counted. Given by
 * policy is what a clause names or, with an explicit `*`, covers.
 */
export async function joiners(session: Session, bounds: Bounds) {
  const hires = await hrEvents(session, ['hire'], bounds);
  const policies = await givenByMoment(session, hires, effectiveAt);
  const events = await accessEvents(
    session,
    hires.map((row) => String(row['email'])),
    bounds.period_end,
  );
  let granted = 0;
  let byPolicy = 0;
  const people = hires.map((hire): PersonChange => {
    const start = instant(hire['opening_at'])!;
    const { owed: expected, covered } = policies.get(String(hire['event_id']))!;
    const given = (events.get(String(hire['email'])) ?? []).filter(
      (event) => event.type === 'access_granted' && event.at >= start - EARLY_MS,
    );
    const first = new Map<string, number>();
    for (const event of given) if (!first.has(event.key)) first.set(event.key, event.at);
    const missing = [...expected].filter((key) => !first.has(key));
    const last = Math.max(start, ...[...expected].map((key) => first.get(key) ?? start));
    for (const event of given.filter(({ at }) => at <= last)) {
      granted += 1;
      if (expected.has(event.key) || isCovered(covered, event.parts)) byPolicy += 1;
    }
    return {
      ...identity(hire),
      seconds: missing.length > 0 || expected.size === 0 ? null : seconds(start, last),
      note: missing.length > 0 ? `${missing.length} of ${expected.size} policy grants not given` : '',
    };
  });
  return { people, mean_seconds: mean(complete(people)), granted, granted_by_policy: byPolicy };
}

/**
 * Time to full revocation of those who left: from the termination (end of day when only a date is known) to the last
 * removal of a grant or disabling of an account.
 */
export async function leavers(session: Session, bounds: Bounds) {
  const left = await hrEvents(session, ['termination'], bounds);
  const events = await accessEvents(
    session,
    left.map((row) => String(row['email'])),
    bounds.period_end,
  );
  const holding = await session.rows(
    `SELECT DISTINCT identity_id FROM actual_grants($until::TIMESTAMPTZ) WHERE line = 'person' AND identity_id IN (SELECT unnest($people::VARCHAR[]))
     UNION
     SELECT DISTINCT identity_id FROM known_accounts() WHERE status = 'enabled' AND identity_id IN (SELECT unnest($people::VARCHAR[]))`,
    { until: bounds.period_end, people: left.map((row) => String(row['identity_id'])) },
  );
  const active = new Set(holding.map((row) => String(row['identity_id'])));
  const people = left.map((leaver): PersonChange => {
    const end = instant(leaver['day_end_at'])!;
    const removals = (events.get(String(leaver['email'])) ?? []).filter(
      (event) => event.type !== 'access_granted' && event.at >= instant(leaver['effective_at'])!,
    );
    const stillThere = active.has(String(leaver['identity_id']));
    const none = removals.length === 0;
    return {
      ...identity(leaver),
      seconds: stillThere || none ? null : seconds(end, Math.max(...removals.map(({ at }) => at))),
      note: stillThere ? 'still holds access' : none ? 'no removal in the audit trail' : '',
    };
  });
  return { people, mean_seconds: mean(complete(people)) };
}

/**
 * Transition of those who changed role: from the change to the last new grant. Graceful = old access was removed
 * later, within the allowed overlap.
 */
export async function movers(session: Session, bounds: Bounds) {
  const moves = await hrEvents(session, ['promotion', 'transfer'], bounds);
  const after = await givenByMoment(session, moves, effectiveAt);
  const justBefore = (row: Row): string => new Date(instant(row['effective_at'])! - 1000).toISOString();
  const before = await givenByMoment(session, moves, justBefore);
  const events = await accessEvents(
    session,
    moves.map((row) => String(row['email'])),
    bounds.period_end,
  );
  let graceful = 0;
  const people = moves.map((move): PersonChange => {
    const id = String(move['event_id']);
    const start = instant(move['opening_at'])!;
    const own = (events.get(String(move['email'])) ?? []).filter(({ at }) => at >= start - EARLY_MS);
    const now = after.get(id)!.owed;
    const then = before.get(id)!.owed;
    const fresh = [...now].filter((key) => !then.has(key));
    const old = [...then].filter((key) => !now.has(key));
    const given = fresh.map(
      (key) => own.find((event) => event.type === 'access_granted' && event.key === key)?.at,
    );
    const removed = old.map(
      (key) => own.find((event) => event.type === 'access_revoked' && event.key === key)?.at,
    );
    const limit = start + Number(move['overlap_days'] ?? 0) * 86_400_000;
    const isGraceful = old.length > 0 && removed.every((at) => at !== undefined && at > start && at <= limit);
    if (isGraceful) graceful += 1;
    const missing = given.filter((at) => at === undefined).length;
    return {
      ...identity(move),
      seconds: missing > 0 ? null : seconds(start, Math.max(start, ...given.map((at) => at!))),
      note: [
        missing > 0 ? `${missing} of ${fresh.length} new grants not given` : '',
        isGraceful ? 'graceful' : '',
      ]
        .filter(Boolean)
        .join('; '),
    };
  });
  return { people, mean_seconds: mean(complete(people)), graceful };
}

function complete(people: readonly PersonChange[]): number[] {
  return people.flatMap((person) => (person.seconds === null ? [] : [person.seconds]));
}

function identity(row: Row): Pick<PersonChange, 'email' | 'event_id' | 'kind' | 'effective_at'> {
  return {
    email: String(row['email']),
    event_id: String(row['event_id']),
    kind: String(row['event_type']),
    effective_at: String(row['effective_at']),
  };
}
