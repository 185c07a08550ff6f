/*
id: admins.actions-reviewed
version: 1
title: What administrators changed is looked at, and none of it was for themselves
severity:
  own_access: high
  actions: low
  no_actions: low
subject: identity
needs:
  accounts: [system, account_id, email, kind, is_admin]
  audit_events: [occurred_at, event_type, actor, user_email]
params:
  window_days:
    type: integer
    unit: days
    doc: Changes of so many days before the moment of the test are listed
    default: 30
    min: 1
    max: 3650
reasons:
  own_access:
    title: An administrator gave access to themselves
    criteria: Whoever gives access does not give it to themselves.
    effect: The approval that access needs is passed by.
    recommendation: Ask for the request and its approval; remove the access otherwise.
  actions:
    title: Changes by the administrator, to be looked at
    recommendation: Compare the changes with requests and tickets.
  no_actions:
    title: No changes by the administrator
texts:
  criteria: Changes by administrators are logged and looked at by somebody else.
*/
WITH admins AS (
  SELECT DISTINCT lower(trim(coalesce(p.email, a.email, a.account_id))) AS email
  FROM known_accounts() AS a LEFT JOIN people() AS p ON p.identity_id = a.identity_id
  WHERE a.is_admin AND coalesce(a.kind, 'human') IN ('human', 'guest')
), acted AS (
  SELECT a.email, e.occurred_at, e.event_type, lower(trim(e.user_email)) AS user_email, e.source_id, e.record_no
  FROM admins AS a JOIN audit_events AS e ON lower(trim(e.actor)) = a.email
), recent AS (
  SELECT email, count(*) AS actions, min(occurred_at) AS first_at, max(occurred_at) AS last_at, count(DISTINCT user_email) AS people,
    list(DISTINCT event_type ORDER BY event_type) AS kinds,
    list({'table': 'audit_events', 'source_id': source_id, 'record_no': record_no} ORDER BY occurred_at, source_id, record_no) AS source_rows
  FROM acted
  WHERE occurred_at >= $as_of::TIMESTAMPTZ - to_hours(24 * $window_days::BIGINT) AND occurred_at < $as_of::TIMESTAMPTZ
  GROUP BY email
), own AS (
  SELECT email, count(*) AS actions, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
    list({'table': 'audit_events', 'source_id': source_id, 'record_no': record_no} ORDER BY occurred_at, source_id, record_no) AS source_rows
  FROM acted
  WHERE event_type = 'access_granted' AND user_email = email
    AND occurred_at >= $period_start::TIMESTAMPTZ AND occurred_at < $period_end::TIMESTAMPTZ
  GROUP BY email
)
SELECT 'identity' AS subject_type, a.email AS subject_id, CASE WHEN r.email IS NULL THEN 'pass' ELSE 'lead' END AS outcome,
  CASE WHEN r.email IS NULL THEN 'no_actions' ELSE 'actions' END AS reason_code,
  coalesce(r.actions, 0) || CASE r.actions WHEN 1 THEN ' change in ' ELSE ' changes in ' END || $window_days::BIGINT || ' days' AS summary,
  json_object('actions', coalesce(r.actions, 0), 'people', coalesce(r.people, 0), 'kinds', coalesce(r.kinds, []), 'first_at', r.first_at, 'last_at', r.last_at) AS details,
  coalesce(r.source_rows, []) AS source_rows
FROM admins AS a LEFT JOIN recent AS r ON r.email = a.email
UNION ALL
SELECT 'identity', email, 'exception', 'own_access', actions || CASE actions WHEN 1 THEN ' grant to themselves' ELSE ' grants to themselves' END, json_object('actions', actions, 'first_at', first_at, 'last_at', last_at), source_rows
FROM own
ORDER BY reason_code, subject_id
