import type { ActionState, RemediationAction } from '#shared/model/review.ts';
import type { Session } from '#engine/store/index.ts';

/** An action that was planned, with what later snapshots and lists show of it. Days are of the engagement's zone. */
export interface ActionView {
  action_id: string;
  plan_id: string;
  action: RemediationAction;
  state: ActionState;
  /** Day of the snapshot, or of the entry of a list, that shows it done. */
  closed_on: string | null;
  /** What the state rests on, as a sentence without its full stop. */
  shown_by: string;
  past_due: boolean;
  severity: string | null;
  cause: string | null;
  holder: string | null;
  system: string | null;
  account_id: string | null;
  resource: string | null;
  permission: string | null;
  new_permission: string | null;
  rule: string | null;
  owner: string | null;
  planned_on: string;
  due_on: string;
  reason: string | null;
}

/** Actions in the order of their plans, each as it was planned last. */
const ACTIONS = `
  SELECT r.*, s.position FROM remediation_actions AS r JOIN work.sources AS s ON s.source_id = r.source_id
  QUALIFY row_number() OVER (PARTITION BY r.action_id ORDER BY s.position DESC, r.record_no DESC) = 1`;

/** Who breaks which rule: dear, so it is asked only where a separation was planned. */
const CONFLICTS = `
    SELECT rule, person, mitigation FROM sod_conflicts($as_of::TIMESTAMPTZ, 'roles')
    UNION ALL SELECT rule, person, mitigation FROM sod_conflicts($as_of::TIMESTAMPTZ, 'resources')`;
const NO_CONFLICTS = `
    SELECT NULL::VARCHAR AS rule, NULL::VARCHAR AS person, {'accepted_by': NULL::VARCHAR} AS mitigation WHERE false`;

const statement = (conflicts: string): string => `
  WITH planned AS MATERIALIZED (${ACTIONS}),
  -- The client speaks of an account by its id or by the address of its person.
  seen AS (
    SELECT DISTINCT system, as_of FROM grants WHERE as_of <= $as_of::TIMESTAMPTZ
  ), holders AS (
    SELECT DISTINCT lower(trim(g.account_id)) AS account, lower(trim(p.email)) AS email, g.system, g.resource, g.permission, g.as_of
    FROM grants AS g LEFT JOIN people() AS p ON p.identity_id = g.identity_id
    SEMI JOIN (SELECT DISTINCT system FROM planned) AS w ON w.system = g.system OR w.system IS NULL
    WHERE g.as_of <= $as_of::TIMESTAMPTZ
  ), now_held AS (
    SELECT DISTINCT lower(trim(g.account_id)) AS account, lower(trim(p.email)) AS email, g.system, g.resource, g.permission
    FROM actual_grants($as_of::TIMESTAMPTZ) AS g LEFT JOIN people() AS p ON p.identity_id = g.identity_id
  ), names AS (
    SELECT action_id, lower(coalesce(holder, account_id)) AS name FROM planned
  ), sides AS (
    SELECT p.action_id, p.planned_at, lower(p.holder) AS name, s->>'item' AS item, s->>'system' AS system, s->>'resource' AS resource, s->>'permission' AS permission
    FROM planned AS p, unnest(from_json(p.sides, '["JSON"]')) AS u(s) WHERE p.action = 'separate'
  ), side_seen AS (
    SELECT system, as_of FROM seen UNION SELECT system, as_of FROM memberships WHERE as_of <= $as_of::TIMESTAMPTZ
  ), concerned AS (
    SELECT p.action_id, p.planned_at, s.as_of FROM planned AS p JOIN seen AS s ON s.system = coalesce(p.system, s.system)
    WHERE p.action <> 'separate'
    UNION
    SELECT d.action_id, d.planned_at, s.as_of FROM sides AS d JOIN side_seen AS s ON s.system = d.system
  ), later AS (
    SELECT action_id, count(*) AS snapshots, max(as_of) AS last_as_of FROM concerned WHERE as_of > planned_at GROUP BY action_id
  ), held AS (
    SELECT p.action_id FROM planned AS p JOIN names AS n ON n.action_id = p.action_id
    JOIN (SELECT account AS name, * FROM now_held UNION ALL SELECT email, * FROM now_held WHERE email IS DISTINCT FROM account) AS h ON h.name = n.name
    WHERE h.system = coalesce(p.system, h.system)
      AND (p.action = 'disable' OR (h.resource = p.resource AND h.permission IS NOT DISTINCT FROM coalesce(p.permission, h.permission)))
    GROUP BY p.action_id
  ), direct AS (
    SELECT p.action_id, max(h.as_of) AS last_held, min(h.as_of) AS first_held FROM planned AS p JOIN names AS n ON n.action_id = p.action_id
    JOIN (SELECT account AS name, * FROM holders UNION ALL SELECT email, * FROM holders WHERE email IS DISTINCT FROM account) AS h ON h.name = n.name
    WHERE h.system = coalesce(p.system, h.system)
      AND (p.action = 'disable' OR (h.resource = p.resource AND h.permission IS NOT DISTINCT FROM coalesce(p.permission, h.permission)))
    GROUP BY p.action_id
  ), sides_now AS (
    -- One grant, or membership, is enough for a side.
    SELECT s.action_id, s.item, bool_or(h.name IS NOT NULL) AS held FROM sides AS s LEFT JOIN (
      SELECT account AS name, system, resource, permission FROM now_held UNION SELECT email, system, resource, permission FROM now_held
      UNION SELECT lower(trim(p.email)), g.system, g.group_id, 'member' FROM group_people($as_of::TIMESTAMPTZ) AS g JOIN people() AS p ON p.identity_id = g.identity_id
    ) AS h ON h.name = s.name AND h.system = s.system AND h.resource = s.resource AND h.permission IS NOT DISTINCT FROM s.permission
    GROUP BY s.action_id, s.item
  ), side_gone AS (
    SELECT s.action_id, s.item, max(h.as_of) AS last_held FROM sides AS s
    JOIN (SELECT account AS name, * FROM holders UNION ALL SELECT email, * FROM holders WHERE email IS DISTINCT FROM account) AS h
      ON h.name = s.name AND h.system = s.system AND h.resource = s.resource AND h.permission IS NOT DISTINCT FROM s.permission
    GROUP BY s.action_id, s.item
  ), apart AS (
    -- What only groups ever gave stands in no row of the person: then the last snapshot speaks.
    SELECT action_id, min(as_of) AS as_of FROM (
      SELECT n.action_id, n.item, CASE WHEN any_value(g.last_held) IS NULL THEN max(k.as_of) ELSE min(k.as_of) FILTER (k.as_of > g.last_held) END AS as_of
      FROM sides_now AS n JOIN sides AS s ON s.action_id = n.action_id AND s.item = n.item JOIN side_seen AS k ON k.system = s.system
      LEFT JOIN side_gone AS g ON g.action_id = n.action_id AND g.item = n.item
      WHERE NOT n.held AND k.as_of > s.planned_at GROUP BY n.action_id, n.item
    ) GROUP BY action_id
  ), conflicts AS (${conflicts}
  ), separated AS (
    SELECT p.action_id, bool_and(n.held) AS both_held, any_value(c.rule IS NOT NULL) AS conflict, any_value(c.mitigation.accepted_by) AS accepted_by
    FROM planned AS p JOIN sides_now AS n ON n.action_id = p.action_id
    LEFT JOIN conflicts AS c ON c.rule = p.rule AND c.person = lower(p.holder)
    GROUP BY p.action_id
  ), gone AS (
    SELECT p.action_id, min(s.as_of) AS as_of
    FROM planned AS p JOIN direct AS d ON d.action_id = p.action_id JOIN seen AS s ON s.system = coalesce(p.system, s.system)
    WHERE s.as_of > p.planned_at AND s.as_of > d.last_held GROUP BY p.action_id
  ), listed AS (
    SELECT p.action_id, bool_or(lower(k.status) = 'enabled') AS enabled,
      max(k.disabled_at) FILTER (k.disabled_at > p.planned_at AND k.disabled_at <= $as_of::TIMESTAMPTZ) AS disabled_at
    FROM planned AS p JOIN names AS n ON n.action_id = p.action_id
    JOIN known_accounts() AS k ON lower(k.account_id) = n.name OR lower(k.email) = n.name
    WHERE k.system = coalesce(p.system, k.system) AND p.action = 'disable' AND p.resource IS NULL
    GROUP BY p.action_id
  ), listings AS (
    SELECT source_id, system, account_id FROM accounts UNION ALL SELECT source_id, system, account_id FROM service_accounts
    UNION ALL SELECT source_id, system, account_id FROM credentials UNION ALL SELECT source_id, NULL, account FROM rotation_steps
  ), relisted AS (
    SELECT p.action_id, count(*) AS entries FROM planned AS p JOIN names AS n ON n.action_id = p.action_id
    JOIN listings AS l ON lower(l.account_id) = n.name JOIN work.sources AS s ON s.source_id = l.source_id
    WHERE s.position > p.position AND coalesce(l.system, p.system, '') = coalesce(p.system, l.system, '') GROUP BY p.action_id
  ), rotated AS (
    SELECT p.action_id, min(r.at) AS at FROM planned AS p JOIN names AS n ON n.action_id = p.action_id JOIN (
      SELECT system, lower(account_id) AS account, NULL AS credential_id, last_rotated_at AS at FROM service_accounts
      UNION ALL SELECT system, lower(account_id), credential_id, coalesce(last_rotated_at, created_at) FROM credentials
      UNION ALL SELECT NULL, lower(account), NULL, max(done_at) FROM rotation_steps GROUP BY incident_id, lower(account)
        HAVING count(DISTINCT lower(trim(step))) FILTER (list_contains(['sessions_invalidated', 'api_keys_revoked', 'password_reset', 'mfa_required', 'user_notified'], lower(trim(step)))) = 5
    ) AS r ON r.account = n.name
    WHERE p.action = 'rotate' AND coalesce(r.system, p.system, '') = coalesce(p.system, r.system, '') AND r.at > p.planned_at AND r.at <= $as_of::TIMESTAMPTZ
    GROUP BY p.action_id
  ), stopped AS (
    SELECT p.action_id, bool_or(lower(c.status) = 'enabled') AS enabled FROM planned AS p JOIN names AS n ON n.action_id = p.action_id
    JOIN credentials AS c ON lower(c.account_id) = n.name AND c.credential_id = p.resource
    JOIN work.sources AS s ON s.source_id = c.source_id
    WHERE p.action = 'disable' AND s.position > p.position GROUP BY p.action_id
  )
  SELECT p.action_id, p.plan_id, p.action, p.severity, p.cause, p.holder, p.system, p.account_id, p.resource, p.permission, p.new_permission, p.rule, p.owner,
    strftime(p.planned_at, '%Y-%m-%d') AS planned_on, strftime(p.due_on, '%Y-%m-%d') AS due_on, p.reason,
    p.due_on < $as_of::TIMESTAMPTZ::DATE AS past_due,
    coalesce(l.snapshots, 0)::INTEGER AS snapshots, strftime(l.last_as_of, '%Y-%m-%d') AS last_snapshot, h.action_id IS NOT NULL AS held,
    d.action_id IS NOT NULL AS ever_held, strftime(coalesce(g.as_of, CASE WHEN d.action_id IS NULL THEN l.last_as_of END), '%Y-%m-%d') AS gone_on,
    a.enabled AS enabled, strftime(a.disabled_at, '%Y-%m-%d') AS disabled_on, coalesce(e.entries, 0)::INTEGER AS entries,
    strftime(t.at, '%Y-%m-%d') AS rotated_on, x.enabled AS credential_enabled,
    z.both_held, z.conflict, z.accepted_by, strftime(b.as_of, '%Y-%m-%d') AS apart_on
  FROM planned AS p
  LEFT JOIN later AS l ON l.action_id = p.action_id
  LEFT JOIN held AS h ON h.action_id = p.action_id
  LEFT JOIN direct AS d ON d.action_id = p.action_id
  LEFT JOIN gone AS g ON g.action_id = p.action_id
  LEFT JOIN listed AS a ON a.action_id = p.action_id
  LEFT JOIN relisted AS e ON e.action_id = p.action_id
  LEFT JOIN rotated AS t ON t.action_id = p.action_id
  LEFT JOIN stopped AS x ON x.action_id = p.action_id
  LEFT JOIN apart AS b ON b.action_id = p.action_id
  LEFT JOIN separated AS z ON z.action_id = p.action_id
  ORDER BY p.due_on, CASE p.severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 ELSE 4 END, p.action, p.action_id`;

interface Evidence {
  action: RemediationAction;
  resource: string | null;
  past_due: boolean;
  /** Later than the plan. */
  snapshots: number;
  last_snapshot: string | null;
  held: boolean;
  ever_held: boolean;
  gone_on: string | null;
  /** What lists of accounts say; null = none knows the account. */
  enabled: boolean | null;
  disabled_on: string | null;
  /** Entries about the account in lists that came after the plan. */
  entries: number;
  rotated_on: string | null;
  credential_enabled: boolean | null;
  /** Of a separation; null otherwise. Everything planned is still held on each side; the rule is broken, in whatever way. */
  both_held: boolean | null;
  conflict: boolean | null;
  /** Day of the later snapshot in which a side is gone. */
  apart_on: string | null;
  /** Who accepted the conflict, as of the moment. */
  accepted_by: string | null;
}

type Judged = Pick<ActionView, 'state' | 'closed_on' | 'shown_by'>;

const closed = (closed_on: string | null, shown_by: string): Judged => ({
  state: 'closed',
  closed_on,
  shown_by,
});

/**
 * What a later snapshot or list shows of an action; what somebody says of it plays no part. Access that came back is
 * open again.
 */
export function judgeAction(evidence: Evidence): Judged {
  const { action, past_due, snapshots, last_snapshot, held } = evidence;
  const goneOn = evidence.gone_on ?? last_snapshot;
  const open = (shown_by: string): Judged => ({
    state: past_due ? 'overdue' : 'open',
    closed_on: null,
    shown_by,
  });
  const unknown = (shown_by: string): Judged => ({ state: 'cannot_tell', closed_on: null, shown_by });
  if (action === 'rotate') {
    if (evidence.rotated_on !== null)
      return closed(evidence.rotated_on, `a later list says that it was rotated on ${evidence.rotated_on}`);
    return evidence.entries > 0
      ? open('a later list shows no rotation')
      : unknown('no later list of the account');
  }
  if (action === 'separate') return judgeSeparation(evidence, { open, unknown });
  if (action === 'disable' && evidence.resource !== null) {
    if (evidence.credential_enabled === null) return unknown('no later list of the credential');
    return evidence.credential_enabled
      ? open('a later list shows it enabled')
      : closed(null, 'a later list shows it disabled');
  }
  // One of several accounts of a person may be disabled, and another not.
  if (action === 'disable' && evidence.disabled_on !== null && evidence.enabled !== true)
    return closed(evidence.disabled_on, `a list says that it was disabled on ${evidence.disabled_on}`);
  if (snapshots === 0) {
    if (action === 'disable' && evidence.entries > 0 && evidence.enabled === true)
      return open('a later list shows it enabled');
    return unknown('no later snapshot');
  }
  if (action === 'disable') {
    if (held) return open(`it still holds access in the snapshot of ${last_snapshot}`);
    if (evidence.enabled === true)
      return open('it holds nothing any more, and a list of accounts shows it enabled');
    return evidence.ever_held
      ? closed(goneOn, `no access any more in the snapshot of ${goneOn}`)
      : unknown('no snapshot ever showed the account');
  }
  if (held) return open(`still there in the snapshot of ${last_snapshot}`);
  // What no snapshot shows under this name may stand in all of them under another.
  return evidence.ever_held
    ? closed(goneOn, `gone from the snapshot of ${goneOn}`)
    : unknown('no snapshot ever showed it under this name');
}

/** Accepting the conflict is a decision, and separates nothing. */
function judgeSeparation(
  { snapshots, last_snapshot, both_held, conflict, apart_on, accepted_by }: Evidence,
  { open, unknown }: Record<'open' | 'unknown', (shown_by: string) => Judged>,
): Judged {
  if (snapshots === 0) return unknown('no later snapshot');
  const accepted = accepted_by === null ? '' : `; ${accepted_by} accepted it for the time being`;
  if (both_held === true) return open(`both sides are held in the snapshot of ${last_snapshot}${accepted}`);
  if (conflict === true)
    return open(`other access breaks the rule in the snapshot of ${last_snapshot}${accepted}`);
  return apart_on === null
    ? unknown('no later snapshot of the side that is gone')
    : closed(apart_on, `one side is gone from the snapshot of ${apart_on}`);
}

/** All planned actions with their state at a moment, soonest due first. */
export async function actionViews(session: Session, as_of: string): Promise<ActionView[]> {
  const separations = await session.value(
    "SELECT 1 FROM remediation_actions WHERE action = 'separate' LIMIT 1",
  );
  const rows = await session.rows(statement(separations === null ? NO_CONFLICTS : CONFLICTS), { as_of });
  return rows.map((row) => {
    const known = row as unknown as Evidence & Omit<ActionView, 'state' | 'closed_on' | 'shown_by'>;
    return {
      action_id: known.action_id,
      plan_id: known.plan_id,
      action: known.action,
      ...judgeAction(known),
      past_due: known.past_due,
      severity: known.severity,
      cause: known.cause,
      holder: known.holder,
      system: known.system,
      account_id: known.account_id,
      resource: known.resource,
      permission: known.permission,
      new_permission: known.new_permission,
      rule: known.rule,
      owner: known.owner,
      planned_on: known.planned_on,
      due_on: known.due_on,
      reason: known.reason,
    };
  });
}
