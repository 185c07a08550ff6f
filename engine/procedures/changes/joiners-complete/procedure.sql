/*
id: changes.joiners-complete
version: 2
title: People who join get all access that policy gives them in time, and no other
severity:
  late: low
  incomplete: medium
  still_open: low
  beyond_policy: medium
  nothing_owed: low
  in_time: low
subject: identity
needs:
  hr_events: [event_id, event_type, identity_id, email, effective_at, date_only]
  identities: [identity_id, email, hired_at]
  audit_events: [occurred_at, event_type, user_email, system, resource, permission]
  policies: [policy, version, effective_at, approved_by]
  policy_scopes: [policy, version, attribute, value]
  policy_grants: [policy, version, system, resource, permission]
optional_needs:
  business_hours:
    columns: [weekday, opens, closes]
    without: Work begins at 09:00.
params:
  max_hours:
    type: integer
    unit: hours
    doc: Longest time from the start of work to the last access that policy gives
    default: 24
    min: 0
    max: 720
  early_days:
    type: integer
    unit: days
    doc: Access given earlier before the start is not counted for it
    default: 30
    min: 0
    max: 365
reasons:
  late:
    title: The last access came too late
    recommendation: Find out what held it up; people without access borrow that of others.
  incomplete:
    title: Access that policy gives was not given
    recommendation: Give the access, or correct the policy.
  still_open:
    title: The time allowed was not over at the end of the period
  beyond_policy:
    title: Access was given that policy does not give
    recommendation: Ask for the exception or the request; remove the access otherwise.
  nothing_owed:
    title: No policy gives the person anything
    recommendation: Find out whether a policy should apply to the role.
  in_time:
    title: All access was given in time
texts:
  criteria: People have the access that policy gives them within {params.max_hours} hours of their start.
  effect: Who lacks access works with that of others; who gets more than policy gives keeps it.
*/
WITH hires AS (
  SELECT h.event_id, h.identity_id, lower(trim(coalesce(p.email, h.email))) AS email, h.effective_at,
    CASE WHEN h.date_only THEN ((h.effective_at AT TIME ZONE $timezone::VARCHAR)::DATE + coalesce((SELECT min(opens) FROM business_hours), '09:00')::TIME) AT TIME ZONE $timezone::VARCHAR ELSE h.effective_at END AS starts_at, h.source_id, h.record_no
  FROM hr_events AS h JOIN people() AS p ON p.identity_id = h.identity_id
  WHERE h.event_type = 'hire' AND h.effective_at >= $period_start::TIMESTAMPTZ AND h.effective_at < $period_end::TIMESTAMPTZ
), owed AS (
  SELECT DISTINCT h.event_id, x.system, x.resource, x.permission
  FROM hires AS h JOIN expected_history() AS x ON x.identity_id = h.identity_id
  WHERE x.owed AND (x.valid_from IS NULL OR x.valid_from <= h.effective_at) AND (x.valid_until IS NULL OR x.valid_until > h.effective_at)
), given AS (
  SELECT h.event_id, e.system, e.resource, e.permission, min(e.occurred_at) AS given_at,
    min({'at': e.occurred_at, 'source_id': e.source_id, 'record_no': e.record_no}) AS origin
  FROM hires AS h JOIN audit_events AS e ON lower(trim(e.user_email)) = h.email
  WHERE e.event_type = 'access_granted' AND e.occurred_at >= h.starts_at - to_hours(24 * $early_days::BIGINT) AND e.occurred_at < $period_end::TIMESTAMPTZ
  GROUP BY ALL
), matched AS (
  SELECT o.event_id, count(*) AS owed, count(g.given_at) AS given, max(g.given_at) AS last_at,
    list(o.system || ':' || o.resource || ' ' || o.permission ORDER BY o.system, o.resource, o.permission) FILTER (g.given_at IS NULL) AS missing,
    list({'table': 'audit_events', 'source_id': g.origin.source_id, 'record_no': g.origin.record_no} ORDER BY g.given_at, g.origin.source_id, g.origin.record_no)
      FILTER (g.given_at IS NOT NULL) AS source_rows
  FROM owed AS o LEFT JOIN given AS g ON g.event_id = o.event_id AND g.system = o.system AND g.resource = o.resource AND g.permission = o.permission
  GROUP BY o.event_id
), covered AS (
  -- An explicit * covers access and owes none.
  SELECT DISTINCT g.event_id, g.system, g.resource, g.permission
  FROM given AS g JOIN hires AS h ON h.event_id = g.event_id
  JOIN expected_history() AS x ON x.identity_id = h.identity_id
    AND x.system IN ('*', g.system) AND x.resource IN ('*', g.resource) AND x.permission IN ('*', g.permission)
  WHERE (x.valid_from IS NULL OR x.valid_from <= h.effective_at) AND (x.valid_until IS NULL OR x.valid_until > h.effective_at)
), beyond AS (
  SELECT g.event_id, count(*) AS extra, list(g.system || ':' || g.resource || ' ' || g.permission ORDER BY g.system, g.resource, g.permission) AS what,
    list({'table': 'audit_events', 'source_id': g.origin.source_id, 'record_no': g.origin.record_no} ORDER BY g.given_at, g.origin.source_id, g.origin.record_no) AS source_rows
  FROM given AS g JOIN hires AS h ON h.event_id = g.event_id LEFT JOIN matched AS m ON m.event_id = g.event_id
  ANTI JOIN covered AS c ON c.event_id = g.event_id AND c.system = g.system AND c.resource = g.resource AND c.permission = g.permission
  WHERE g.given_at <= greatest(h.starts_at, m.last_at)
  GROUP BY g.event_id
), judged AS (
  SELECT h.*, m.owed, m.given, m.last_at, m.missing, coalesce(m.source_rows, []) AS given_rows, CASE
      WHEN m.owed IS NULL THEN 'nothing_owed'
      WHEN m.given < m.owed AND h.starts_at + to_hours($max_hours::BIGINT) >= $period_end::TIMESTAMPTZ THEN 'still_open'
      WHEN m.given < m.owed THEN 'incomplete'
      WHEN m.last_at > h.starts_at + to_hours($max_hours::BIGINT) THEN 'late'
      ELSE 'in_time' END AS reason
  FROM hires AS h LEFT JOIN matched AS m ON m.event_id = h.event_id
)
SELECT 'identity' AS subject_type, coalesce(email, identity_id) AS subject_id,
  CASE WHEN reason IN ('late', 'incomplete') THEN 'exception' WHEN reason = 'in_time' THEN 'pass' ELSE 'indeterminate' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'nothing_owed' THEN 'no policy gives anything'
    WHEN 'late' THEN 'the last access came ' || date_diff('minute', starts_at, last_at) || ' minutes after the start'
    WHEN 'in_time' THEN 'all access was given in time' ELSE owed - given || ' of ' || owed || ' were not given' END AS summary,
  json_object('starts_at', starts_at, 'last_at', last_at, 'owed', coalesce(owed, 0), 'given', coalesce(given, 0), 'missing', coalesce(missing, []),
    'minutes', greatest(0, date_diff('minute', starts_at, last_at))) AS details,
  list_concat([{'table': 'hr_events', 'source_id': source_id, 'record_no': record_no}], given_rows) AS source_rows, event_id AS finding_key
FROM judged
UNION ALL
SELECT 'identity', coalesce(h.email, h.identity_id), 'lead', 'beyond_policy', b.extra || ' given with it that policy does not give',
  json_object('starts_at', h.starts_at, 'extra', b.extra, 'owed', coalesce(h.owed, 0), 'what', b.what),
  list_concat([{'table': 'hr_events', 'source_id': h.source_id, 'record_no': h.record_no}], b.source_rows), h.event_id
FROM judged AS h JOIN beyond AS b ON b.event_id = h.event_id
ORDER BY reason_code, subject_id, finding_key
