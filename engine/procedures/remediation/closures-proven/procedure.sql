/*
id: remediation.closures-proven
version: 2
title: What the client reports as removed is gone from a later snapshot, and nothing stays open beyond a month
severity:
  still_there: high
  overdue: medium
  snapshot_too_old: medium
  closed: low
  running: low
subject: incident
needs:
  reported_drift: [incident_id, user_email, system, resource, permission, detected_at, resolved_at, resolution]
  grants: [as_of, system, account_id, identity_id, resource, permission]
  identities: [identity_id, email]
params:
  days:
    type: integer
    unit: days
    doc: Time allowed to resolve an incident
    default: 30
    min: 0
    max: 365
reasons:
  still_there:
    title: Reported as removed, and the next snapshot still has the access
  overdue:
    title: Open for longer than the time allowed, or resolved after it
  snapshot_too_old:
    title: Reported as removed, and no later snapshot shows it
    recommendation: Ask the client for a later snapshot.
  closed:
    title: Resolved in time, and a removal is seen in a later snapshot
  running:
    title: Open, and the time allowed has not passed
texts:
  criteria: Incidents are resolved within {params.days} days; a removal counts when a later snapshot shows it.
  cause: The ticket was closed without a look at the system.
  effect: Access that should be gone is still there while the log says otherwise.
  recommendation: Open the incident again, remove the access, and close it with a snapshot.
*/
WITH reported AS (
  SELECT *, lower(trim(user_email)) AS person, CASE WHEN resolved_at <= $as_of::TIMESTAMPTZ THEN resolved_at END AS ended_at
  FROM reported_drift WHERE detected_at <= $as_of::TIMESTAMPTZ
), seen AS (
  SELECT DISTINCT system, as_of FROM grants WHERE as_of <= $as_of::TIMESTAMPTZ
), next_seen AS (
  SELECT r.source_id, r.record_no, min(s.as_of) AS as_of
  FROM reported AS r JOIN seen AS s ON s.system = r.system AND s.as_of >= r.ended_at GROUP BY ALL
), held AS (
  SELECT r.source_id, r.record_no,
    list({'table': 'grants', 'source_id': g.source_id, 'record_no': g.record_no} ORDER BY g.source_id, g.record_no) AS grant_rows
  FROM reported AS r JOIN next_seen AS n ON n.source_id = r.source_id AND n.record_no = r.record_no
  JOIN people() AS p ON lower(trim(p.email)) = r.person
  JOIN grants AS g ON g.identity_id = p.identity_id AND g.system = r.system AND g.resource = r.resource AND g.as_of = n.as_of
    AND g.permission = coalesce(r.permission, g.permission)
  GROUP BY r.source_id, r.record_no
), judged AS (
  SELECT r.*, n.as_of AS observed_at, h.grant_rows, CASE
      WHEN r.ended_at IS NULL THEN CASE WHEN r.detected_at + to_hours(24 * $days::BIGINT) < $as_of::TIMESTAMPTZ THEN 'overdue' ELSE 'running' END
      WHEN lower(trim(r.resolution)) = 'removed' AND h.grant_rows IS NOT NULL THEN 'still_there'
      WHEN r.ended_at > r.detected_at + to_hours(24 * $days::BIGINT) THEN 'overdue'
      WHEN lower(trim(r.resolution)) = 'removed' AND n.as_of IS NULL THEN 'snapshot_too_old'
      ELSE 'closed' END AS reason
  FROM reported AS r
  LEFT JOIN next_seen AS n ON n.source_id = r.source_id AND n.record_no = r.record_no
  LEFT JOIN held AS h ON h.source_id = r.source_id AND h.record_no = r.record_no
)
SELECT 'incident' AS subject_type, coalesce(incident_id, person || '|' || system || ':' || resource) AS subject_id,
  CASE reason WHEN 'closed' THEN 'pass' WHEN 'running' THEN 'not_applicable' WHEN 'snapshot_too_old' THEN 'indeterminate' ELSE 'exception' END AS outcome,
  reason AS reason_code,
  CASE reason
    WHEN 'still_there' THEN person || ' still holds ' || coalesce(permission || ' on ', '') || system || ':' || resource || ', reported as removed'
    WHEN 'overdue' THEN CASE WHEN ended_at IS NULL THEN 'open for ' || date_diff('hour', detected_at, $as_of::TIMESTAMPTZ) // 24 || ' days'
      ELSE 'resolved after ' || date_diff('hour', detected_at, ended_at) // 24 || ' days' END
    WHEN 'snapshot_too_old' THEN 'no snapshot of ' || coalesce(system, resource) || ' was taken after the removal'
    ELSE reason END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'permission', permission, 'detected_at', detected_at, 'resolved_at', ended_at,
    'resolution', resolution, 'observed_at', observed_at) AS details,
  list_prepend({'table': 'reported_drift', 'source_id': source_id, 'record_no': record_no}, CASE reason WHEN 'still_there' THEN grant_rows ELSE [] END) AS source_rows,
  coalesce(person, '') || '|' || coalesce(system, '') || ':' || coalesce(resource, '') || '|' || coalesce(permission, '') AS finding_key
FROM judged
ORDER BY reason_code, subject_id, finding_key, source_id, record_no
