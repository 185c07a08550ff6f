/*
id: trail.grants-logged
version: 1
title: Each grant that appeared or disappeared between two snapshots has its event in the audit trail
severity:
  grant_not_logged: high
  removal_not_logged: medium
  system_not_in_trail: medium
  logged: low
subject: [grant, system]
needs:
  grants: [as_of, system, account_id, identity_id, resource, permission]
  audit_events: [occurred_at, event_type, user_email, system, resource, permission]
params: {}
reasons:
  grant_not_logged:
    title: Access appeared and no event says that it was granted
    recommendation: Ask how it was granted, by whom, and why that way leaves no event.
  removal_not_logged:
    title: Access disappeared and no event says that it was revoked
    effect: When access ended cannot be shown.
    recommendation: Ask how it was revoked, and why that way leaves no event.
  system_not_in_trail:
    title: Access changes in a system of which the trail has no event at all
    recommendation: Ask for the log of that system, or state it as outside what the trail can show.
  logged:
    title: The event is there
texts:
  criteria: The audit trail records every grant and every revocation.
  cause: Access is changed in a way that does not pass through what writes the trail.
  effect: The trail is not complete; what it does not show cannot be reviewed from it.
*/
WITH covered AS (
  SELECT min(occurred_at) AS from_at, max(occurred_at) AS until_at FROM audit_events
), known AS (
  SELECT DISTINCT system FROM audit_events WHERE event_type IN ('access_granted', 'access_revoked')
), changes AS (
  -- A change counts where the trail covers all the time in which it can have happened.
  SELECT c.*, coalesce(lower(trim(p.email)), c.account_id) AS person, k.system IS NOT NULL AS in_trail
  FROM observed_changes() AS c
  CROSS JOIN covered AS t
  LEFT JOIN people() AS p ON p.identity_id = c.identity_id
  LEFT JOIN known AS k ON k.system = c.system
  WHERE c.not_before >= t.from_at AND c.not_after <= t.until_at
    AND c.not_after > $period_start::TIMESTAMPTZ AND c.not_before < $period_end::TIMESTAMPTZ
), told AS (
  SELECT DISTINCT c.change, c.system, c.account_id, c.resource, c.permission, c.not_after
  FROM changes AS c JOIN audit_events AS e
    ON lower(trim(e.user_email)) = c.person AND e.resource = c.resource
      AND e.event_type = CASE c.change WHEN 'appeared' THEN 'access_granted' ELSE 'access_revoked' END
  WHERE (e.system = c.system OR e.system IS NULL) AND (e.permission = c.permission OR e.permission IS NULL)
    AND e.occurred_at > c.not_before AND e.occurred_at <= c.not_after
  UNION
  SELECT DISTINCT c.change, c.system, c.account_id, c.resource, c.permission, c.not_after
  FROM changes AS c JOIN audit_events AS e ON lower(trim(e.user_email)) = c.person AND c.change = 'disappeared'
  WHERE e.event_type IN ('account_disabled', 'account_deleted') AND e.occurred_at > c.not_before AND e.occurred_at <= c.not_after
), judged AS (
  -- Between two snapshots a grant either appears or disappears.
  SELECT c.*, t.change IS NOT NULL AS is_told
  FROM changes AS c LEFT JOIN told AS t ON t.system = c.system AND t.account_id = c.account_id
    AND t.resource = c.resource AND t.permission IS NOT DISTINCT FROM c.permission AND t.not_after = c.not_after
)
SELECT 'grant' AS subject_type, person || '|' || system || ':' || resource || '|' || coalesce(permission, '') AS subject_id,
  CASE WHEN is_told THEN 'pass' ELSE 'exception' END AS outcome,
  CASE WHEN is_told THEN 'logged' WHEN change = 'appeared' THEN 'grant_not_logged' ELSE 'removal_not_logged' END AS reason_code,
  coalesce(permission, 'access') || ' on ' || system || ':' || resource || ' of ' || person || ' ' || change || ' between two snapshots'
    || CASE WHEN is_told THEN '' ELSE ', and the trail has no event of it' END AS summary,
  json_object('person', person, 'account', account_id, 'system', system, 'resource', resource, 'permission', permission,
    'change', change, 'not_before', not_before, 'not_after', not_after) AS details,
  [{'table': 'grants', 'source_id': source_id, 'record_no': record_no}] AS source_rows,
  strftime(not_after AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') || CASE WHEN account_id = person THEN '' ELSE ' ' || account_id END AS finding_key
FROM judged WHERE in_trail
UNION ALL
SELECT 'system', system, 'indeterminate', 'system_not_in_trail', count(*) || ' changes of access in ' || system || ', and no event of it in the trail',
  json_object('system', system, 'changes', count(*)),
  [{'table': 'grants', 'source_id': arg_min(source_id, (source_id, record_no)), 'record_no': arg_min(record_no, (source_id, record_no))}], ''
FROM judged WHERE NOT in_trail GROUP BY system
ORDER BY reason_code, subject_type, subject_id, finding_key
