/*
id: access.transient-explained
version: 2
title: Access that came and went between two snapshots is explained
severity:
  unexplained: medium
  explained: low
subject: identity
needs:
  audit_events: [occurred_at, event_type, user_email, system, resource, permission]
  grants: [as_of, system]
optional_needs:
  policy_grants:
    columns: [policy, version, system, resource, permission]
    without: Whether policy gave the access was not looked at.
  exceptions:
    columns: [exception_id, user_email, resource, permission, approved_by, approved_at, expires_at]
    without: Whether an exception gave the access was not looked at.
  access_requests:
    columns: [request_id, user_email, resource, permission]
    without: Whether the access was requested was not looked at.
reasons:
  unexplained:
    title: No snapshot shows the access, and no policy, exception or request explains it
  explained:
    title: A policy, an exception or a request explains the access
texts:
  criteria: All access, however short, is given for a reason that can be shown.
  effect: Access that is taken back before the next snapshot escapes every comparison with policy.
  recommendation: Find out who gave the access and what for; look at what was done with it in that time.
*/
WITH events AS (
  SELECT occurred_at, event_type, lower(trim(user_email)) AS email, system, resource, permission, actor, source_id, record_no
  FROM audit_events
), spans AS (
  SELECT g.email, g.system, g.resource, g.permission, g.occurred_at AS granted_at, g.actor, g.source_id, g.record_no,
    min({'at': r.occurred_at, 'source_id': r.source_id, 'record_no': r.record_no}) AS gone
  FROM events AS g JOIN events AS r ON r.email = g.email AND r.system = g.system AND r.resource = g.resource AND r.permission = g.permission
  WHERE g.event_type = 'access_granted' AND r.event_type = 'access_revoked' AND r.occurred_at > g.occurred_at
    AND g.occurred_at >= $period_start::TIMESTAMPTZ AND g.occurred_at < $period_end::TIMESTAMPTZ
  GROUP BY ALL
), moments AS (
  SELECT DISTINCT system, as_of FROM grants
), transient AS (
  SELECT s.* FROM spans AS s
  SEMI JOIN moments AS known ON known.system = s.system
  WHERE NOT EXISTS (FROM moments AS m WHERE m.system = s.system AND m.as_of >= s.granted_at AND m.as_of < s.gone."at")
), by_policy AS (
  SELECT t.email, t.system, t.resource, t.permission, t.granted_at, min(h.policy) AS policy
  FROM transient AS t JOIN people() AS p ON lower(trim(p.email)) = t.email
  JOIN expected_history() AS h ON h.identity_id = p.identity_id AND h.system IN ('*', t.system) AND h.resource IN ('*', t.resource) AND h.permission IN ('*', t.permission)
  WHERE (h.valid_from IS NULL OR h.valid_from <= t.granted_at) AND (h.valid_until IS NULL OR h.valid_until > t.granted_at)
  GROUP BY ALL
), by_exception AS (
  SELECT t.email, t.system, t.resource, t.permission, t.granted_at, min(x.exception_id) AS exception_id
  FROM transient AS t JOIN exception_spans() AS x ON x.email = t.email AND x.resource = t.resource AND x.permission = t.permission
  WHERE coalesce(x.system, t.system) = t.system AND x.valid_from <= t.granted_at AND x.valid_until > t.granted_at
  GROUP BY ALL
), by_request AS (
  SELECT t.email, t.system, t.resource, t.permission, t.granted_at, min(q.request_id) AS request_id
  FROM transient AS t JOIN access_requests AS q ON lower(trim(q.user_email)) = t.email AND q.resource = t.resource AND q.permission = t.permission
  WHERE coalesce(q.system, t.system) = t.system AND q.requested_at <= t.granted_at AND lower(q.status) = 'approved'
  GROUP BY ALL
), judged AS (
  SELECT t.*, p.policy, x.exception_id, q.request_id, coalesce(p.policy, x.exception_id, q.request_id) AS explanation
  FROM transient AS t
  LEFT JOIN by_policy AS p USING (email, system, resource, permission, granted_at)
  LEFT JOIN by_exception AS x USING (email, system, resource, permission, granted_at)
  LEFT JOIN by_request AS q USING (email, system, resource, permission, granted_at)
)
SELECT 'identity' AS subject_type, email AS subject_id, CASE WHEN explanation IS NULL THEN 'lead' ELSE 'pass' END AS outcome,
  CASE WHEN explanation IS NULL THEN 'unexplained' ELSE 'explained' END AS reason_code,
  permission || ' on ' || system || ':' || resource || ' for ' || date_diff('minute', granted_at, gone."at") || ' minutes, between two snapshots' AS summary,
  json_object('system', system, 'resource', resource, 'permission', permission, 'granted_at', granted_at, 'revoked_at', gone."at", 'granted_by', actor,
    'policy', policy, 'exception', exception_id, 'request', request_id) AS details,
  [{'table': 'audit_events', 'source_id': source_id, 'record_no': record_no}, {'table': 'audit_events', 'source_id': gone.source_id, 'record_no': gone.record_no}] AS source_rows,
  system || ':' || resource || '|' || permission || '|' || strftime(granted_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS finding_key
FROM judged
ORDER BY reason_code, subject_id, finding_key
