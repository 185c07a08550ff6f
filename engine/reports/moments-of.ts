import type { Plain, Row, Session } from '#engine/store/index.ts';

/** Milliseconds of an ISO instant; null stays null. */
export function instant(value: Plain | undefined): number | null {
  return typeof value === 'string' ? Date.parse(value) : null;
}

/** System, resource and permission. */
export type GrantParts = readonly [system: string, resource: string, permission: string];

function grantParts(row: Row): GrantParts {
  const text = (name: string): string => String(row[name] ?? '');
  return [text('system'), text('resource'), text('permission')];
}

export function grantKey(row: Row): string {
  return grantParts(row).join('|');
}

export interface Given {
  /** Keys of the grants that are owed. */
  owed: Set<string>;
  /** What clauses with an explicit `*` cover; they owe nothing. */
  covered: GrantParts[];
}

/** What policies give to some people at a moment, by person; asked once, as the question is dear. */
export async function givenAt(
  session: Session,
  moment: string,
  people: readonly string[],
): Promise<Map<string, Given>> {
  const rows = await session.rows(
    `SELECT DISTINCT identity_id, system, resource, permission, owed FROM expected_access($moment::TIMESTAMPTZ)
     WHERE identity_id IN (SELECT unnest($people::VARCHAR[])) ORDER BY ALL`,
    { moment, people: [...people] },
  );
  const given = new Map<string, Given>(people.map((id) => [id, { owed: new Set(), covered: [] }]));
  for (const row of rows) {
    const { owed, covered } = given.get(String(row['identity_id']))!;
    if (row['owed'] === true) owed.add(grantKey(row));
    else covered.push(grantParts(row));
  }
  return given;
}

/** Whether one of the patterns covers the grant. */
export function isCovered(patterns: readonly GrantParts[], grant: GrantParts): boolean {
  return patterns.some((pattern) => pattern.every((part, i) => part === '*' || part === grant[i]));
}

export interface AccessEvent {
  at: number;
  type: string;
  key: string;
  parts: GrantParts;
  reason: string | null;
}

/** Grants, revocations and disablings of some people before a moment, from the audit trails in order of time: email → events. */
export async function accessEvents(
  session: Session,
  emails: readonly string[],
  until: string,
): Promise<Map<string, AccessEvent[]>> {
  const rows = await session.rows(
    `SELECT lower(trim(user_email)) AS email, occurred_at, event_type, system, resource, permission, reason
     FROM audit_events
     WHERE event_type IN ('access_granted', 'access_revoked', 'account_disabled')
       AND lower(trim(user_email)) IN (SELECT unnest($emails::VARCHAR[])) AND occurred_at < $until::TIMESTAMPTZ
     ORDER BY occurred_at, chain, seq`,
    { emails: [...emails], until },
  );
  const events = new Map<string, AccessEvent[]>(emails.map((email) => [email, []]));
  for (const row of rows) {
    events.get(String(row['email']))?.push({
      at: instant(row['occurred_at'])!,
      type: String(row['event_type']),
      key: grantKey(row),
      parts: grantParts(row),
      reason: row['reason'] === null ? null : String(row['reason']),
    });
  }
  return events;
}

/** Mean of seconds, or null of none. */
export function mean(seconds: readonly number[]): number | null {
  return seconds.length === 0 ? null : seconds.reduce((sum, value) => sum + value, 0) / seconds.length;
}

/** HR events of a kind in the period, with the address of the roster and the moment from which time counts (rules by kind in the callers). */
export async function hrEvents(
  session: Session,
  types: readonly string[],
  bounds: { period_start: string; period_end: string },
): Promise<Row[]> {
  return session.rows(
    `WITH opening AS (SELECT coalesce(min(opens), '09:00') AS opens FROM business_hours)
     SELECT event_id, event_type, identity_id, lower(trim(coalesce(p.email, h.email))) AS email, effective_at, recorded_at, overlap_days,
       CASE WHEN date_only THEN (strftime(effective_at, '%Y-%m-%d') || ' ' || opens)::TIMESTAMPTZ ELSE effective_at END AS opening_at,
       CASE WHEN date_only THEN (effective_at::DATE + 1)::TIMESTAMPTZ ELSE effective_at END AS day_end_at
     FROM hr_events AS h LEFT JOIN (SELECT identity_id, email FROM people()) AS p USING (identity_id), opening
     WHERE event_type IN (SELECT unnest($types::VARCHAR[]))
       AND effective_at >= $from::TIMESTAMPTZ AND effective_at < $to::TIMESTAMPTZ
     ORDER BY effective_at, event_id`,
    { types: [...types], from: bounds.period_start, to: bounds.period_end },
  );
}
