/*
id: changes.movers-complete
version: 2
title: People who change role get the new access in time and lose the old one within the overlap allowed
severity:
  late: low
  incomplete: medium
  leftover: high
  removed_late: medium
  removal_not_shown: low
subject: identity
needs:
  hr_events: [event_id, event_type, identity_id, email, effective_at, date_only, overlap_days]
  identities: [identity_id, email, hired_at]
  audit_events: [occurred_at, event_type, user_email, system, resource, permission]
  policies: [policy, version, effective_at, approved_by]
  policy_scopes: [policy, version, attribute, value]
  policy_grants: [policy, version, system, resource, permission]
optional_needs:
  grants:
    columns: [as_of, system, identity_id, resource, permission]
    without: Whether old access is still there is known from events only.
  business_hours:
    columns: [weekday, opens, closes]
    without: Work begins at 09:00.
params:
  max_hours:
    type: integer
    unit: hours
    doc: Longest time from the change to the last new access
    default: 24
    min: 0
    max: 720
  default_overlap_days:
    type: integer
    unit: days
    doc: Overlap of old and new access where HR states none
    default: 0
    min: 0
    max: 365
reasons:
  late:
    title: The last new access came too late
  incomplete:
    title: New access that policy gives was not given
    recommendation: Give the access, or correct the policy.
  leftover:
    title: Old access is still there after the overlap allowed
    recommendation: Remove the access; look for what the old and the new access allow together.
  removed_late:
    title: Old access was removed after the overlap allowed
  removal_not_shown:
    title: Neither an event nor a later snapshot shows that old access is gone
    recommendation: Ask for a snapshot taken after the overlap.
texts:
  criteria: New access is there within {params.max_hours} hours of a change of role, and the old one ends with the overlap allowed.
  effect: Access adds up with every change of role, and duties that must be kept apart come together.
*/
WITH moves AS (
  -- Of later changes nothing can be late or lacking at the end of the period.
  SELECT h.event_id, h.identity_id, lower(trim(coalesce(p.email, h.email))) AS email, h.effective_at,
    CASE WHEN h.date_only THEN ((h.effective_at AT TIME ZONE $timezone::VARCHAR)::DATE + coalesce((SELECT min(opens) FROM business_hours), '09:00')::TIME) AT TIME ZONE $timezone::VARCHAR ELSE h.effective_at END AS starts_at,
    coalesce(h.overlap_days, $default_overlap_days::BIGINT) AS overlap_days, h.source_id, h.record_no
  FROM hr_events AS h JOIN people() AS p ON p.identity_id = h.identity_id
  WHERE h.event_type IN ('promotion', 'transfer') AND h.effective_at >= $period_start::TIMESTAMPTZ
), given_by_policy AS (
  SELECT DISTINCT m.event_id, x.system, x.resource, x.permission,
    (x.valid_from IS NULL OR x.valid_from <= m.effective_at) AND (x.valid_until IS NULL OR x.valid_until > m.effective_at) AS after_change,
    (x.valid_from IS NULL OR x.valid_from < m.effective_at) AND (x.valid_until IS NULL OR x.valid_until >= m.effective_at) AS before_change
  FROM moves AS m JOIN expected_history() AS x ON x.identity_id = m.identity_id WHERE x.owed
), owed AS (
  SELECT event_id, system, resource, permission, bool_or(after_change) AS is_new, bool_or(before_change) AS is_old
  FROM given_by_policy GROUP BY ALL
), events AS (
  SELECT m.event_id, e.event_type, e.system, e.resource, e.permission, min(e.occurred_at) AS done_at,
    min({'at': e.occurred_at, 'source_id': e.source_id, 'record_no': e.record_no}) AS origin
  FROM moves AS m JOIN audit_events AS e ON lower(trim(e.user_email)) = m.email
  WHERE e.occurred_at >= m.starts_at - to_hours(24 * 30) AND e.occurred_at < $period_end::TIMESTAMPTZ
  GROUP BY ALL
), latest AS (
  SELECT system, max(as_of) AS as_of FROM grants WHERE as_of < $period_end::TIMESTAMPTZ GROUP BY system
), fresh AS (
  SELECT m.event_id, o.system || ':' || o.resource || ' ' || o.permission AS what, {'system': o.system, 'resource': o.resource, 'permission': o.permission} AS place, e.origin, CASE
      WHEN e.done_at > m.starts_at + to_hours($max_hours::BIGINT) THEN 'late'
      WHEN e.done_at IS NULL AND m.starts_at + to_hours($max_hours::BIGINT) < $period_end::TIMESTAMPTZ THEN 'incomplete' END AS reason
  FROM moves AS m JOIN owed AS o ON o.event_id = m.event_id
  LEFT JOIN events AS e ON e.event_id = o.event_id AND e.event_type = 'access_granted' AND e.system = o.system AND e.resource = o.resource AND e.permission = o.permission
  WHERE o.is_new AND NOT o.is_old
), old AS (
  SELECT m.event_id, o.system, o.resource, o.permission, m.identity_id, e.origin, e.done_at, s.as_of,
    m.starts_at + to_hours(24 * m.overlap_days::BIGINT) AS limit_at
  FROM moves AS m JOIN owed AS o ON o.event_id = m.event_id
  LEFT JOIN events AS e ON e.event_id = o.event_id AND e.event_type = 'access_revoked' AND e.system = o.system AND e.resource = o.resource AND e.permission = o.permission
  LEFT JOIN latest AS s ON s.system = o.system
  WHERE o.is_old AND NOT o.is_new
), remains AS (
  SELECT o.event_id, o.system || ':' || o.resource || ' ' || o.permission AS what, {'system': o.system, 'resource': o.resource, 'permission': o.permission} AS place, o.origin, CASE
      WHEN g.held AND o.as_of > o.limit_at THEN 'leftover'
      WHEN o.done_at > o.limit_at THEN 'removed_late'
      WHEN o.done_at IS NULL AND o.limit_at < $period_end::TIMESTAMPTZ AND (o.as_of IS NULL OR o.as_of <= o.limit_at) THEN 'removal_not_shown' END AS reason
  FROM old AS o
  LEFT JOIN (
    SELECT DISTINCT identity_id, system, resource, permission, true AS held FROM grants SEMI JOIN latest USING (system, as_of)
  ) AS g ON g.identity_id = o.identity_id AND g.system = o.system AND g.resource = o.resource AND g.permission = o.permission
), found AS (
  SELECT * FROM fresh WHERE reason IS NOT NULL
  UNION ALL
  SELECT * FROM remains WHERE reason IS NOT NULL
)
SELECT 'identity' AS subject_type, coalesce(m.email, m.identity_id) AS subject_id,
  CASE f.reason WHEN 'removal_not_shown' THEN 'indeterminate' ELSE 'exception' END AS outcome, f.reason AS reason_code,
  count(*) || CASE f.reason WHEN 'late' THEN ' given too late' WHEN 'incomplete' THEN ' not given' WHEN 'leftover' THEN ' still there'
    WHEN 'removed_late' THEN ' removed too late' ELSE ' not shown to be gone' END || ': ' || string_agg(f.what, ', ' ORDER BY f.what) AS summary,
  json_object('starts_at', m.starts_at, 'overlap_days', m.overlap_days, 'permissions', list(f.what ORDER BY f.what),
    'grants', list(f.place ORDER BY f.what)) AS details,
  list_concat([{'table': 'hr_events', 'source_id': m.source_id, 'record_no': m.record_no}],
    coalesce(list({'table': 'audit_events', 'source_id': f.origin.source_id, 'record_no': f.origin.record_no} ORDER BY f.what) FILTER (f.origin IS NOT NULL), [])) AS source_rows,
  m.event_id AS finding_key
FROM found AS f JOIN moves AS m ON m.event_id = f.event_id
GROUP BY m.event_id, m.email, m.identity_id, m.starts_at, m.overlap_days, m.source_id, m.record_no, f.reason
ORDER BY reason_code, subject_id, finding_key
