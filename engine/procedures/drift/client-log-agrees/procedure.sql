/*
id: drift.client-log-agrees
version: 1
title: The client's drift log says what its own snapshots show
severity:
  missed_by_client: high
  not_reproducible: medium
  agreed: low
subject: grant
needs:
  identities: [identity_id, email, hired_at, left_at, status]
  grants: [as_of, system, account_id, identity_id, resource, permission]
  policies: [policy, version, effective_at, approved_by, scope_valid, grants_in_file]
  policy_scopes: [policy, version, attribute, value]
  policy_grants: [policy, version, clause_no, system, resource, permission]
  reported_drift: [incident_id, user_email, system, resource, permission, detected_at]
optional_needs:
  exceptions:
    columns: [exception_id, user_email, system, resource, permission, requested_by, approved_by, approved_at, expires_at, revoked_at]
    without: Access that exceptions explained counts as drift.
  audit_events:
    columns: [event_type, occurred_at, user_email, system, resource, permission]
    without: Begin and end of drift are known between two snapshots only, not to the hour.
params:
  tolerance_hours:
    type: integer
    unit: hours
    doc: A detection may be reported up to this long before the snapshot that shows it first
    default: 24
    min: 0
    max: 744
reasons:
  agreed:
    title: The log and the snapshots agree
  missed_by_client:
    title: Drift that began in the period and is not in the client's log
    effect: The client's detection did not see it, or did not write it down; its figures are too low.
  not_reproducible:
    title: Drift in the client's log that no snapshot shows
    effect: The log was kept by other means than the snapshots handed over, or it is wrong.
texts:
  criteria: Each drift that the snapshots show is in the log, and the log holds nothing else.
  recommendation: Ask for the output of the detection run of that day, and compare its rules with the policies in force.
*/
WITH ours AS (
  SELECT * FROM drift_windows()
), log AS (
  SELECT row_number() OVER (ORDER BY detected_at, incident_id, source_id, record_no) AS entry, incident_id,
    lower(trim(user_email)) AS email, system, resource, permission, detected_at, source_id, record_no
  FROM reported_drift
  WHERE detected_at >= $period_start::TIMESTAMPTZ AND detected_at < $period_end::TIMESTAMPTZ
), pairs AS (
  -- A log that names no system means the resource, whatever system has it.
  SELECT l.entry, o.system, o.email, o.resource, o.permission, o.first_seen
  FROM log AS l JOIN ours AS o ON o.email = l.email AND o.resource = l.resource AND o.permission = l.permission
  WHERE coalesce(l.system, o.system) = o.system
    AND o.first_seen <= l.detected_at + to_hours($tolerance_hours::INTEGER)
    AND coalesce(l.detected_at < o.no_longer_seen, true)
), claimed AS (
  SELECT l.*, count(p.entry) AS matches, min(p.first_seen) AS first_seen, coalesce(l.system, min(p.system)) AS shown_system
  FROM log AS l LEFT JOIN pairs AS p ON p.entry = l.entry
  GROUP BY l.entry, l.incident_id, l.email, l.system, l.resource, l.permission, l.detected_at, l.source_id, l.record_no
), judged AS (
  SELECT email, shown_system AS system, resource, permission, CASE WHEN matches > 0 THEN 'agreed' ELSE 'not_reproducible' END AS reason,
    detected_at, first_seen, NULL::TIMESTAMPTZ AS last_seen, incident_id, 'reported_drift' AS source, source_id, record_no
  FROM claimed
  UNION ALL
  -- What drifted in the first snapshot of a system began before anybody looked.
  SELECT o.email, o.system, o.resource, o.permission, 'missed_by_client', NULL, o.first_seen, o.last_seen, NULL, 'grants', o.source_id, o.record_no
  FROM ours AS o
  ANTI JOIN pairs AS p ON p.email = o.email AND p.system = o.system AND p.resource = o.resource AND p.permission = o.permission AND p.first_seen = o.first_seen
  WHERE o.not_yet_seen IS NOT NULL AND o.first_seen >= $period_start::TIMESTAMPTZ AND o.first_seen < $period_end::TIMESTAMPTZ
), numbered AS (
  SELECT *, row_number() OVER (PARTITION BY reason, email, system, resource, permission ORDER BY coalesce(detected_at, first_seen), source_id, record_no) AS time
  FROM judged
)
SELECT 'grant' AS subject_type, email || '|' || coalesce(system || ':', '') || resource || '|' || permission AS subject_id,
  CASE reason WHEN 'agreed' THEN 'pass' ELSE 'exception' END AS outcome, reason AS reason_code,
  email || ', ' || permission || ' on ' || coalesce(system || ':', '') || resource || ': ' || CASE reason
    WHEN 'agreed' THEN 'in the log and in the snapshots'
    WHEN 'not_reproducible' THEN 'in the log as ' || incident_id || ', in no snapshot'
    ELSE 'in the snapshots, not in the log' END AS summary,
  json_object('incident', incident_id, 'detected_at', detected_at, 'first_seen', first_seen, 'last_seen', last_seen) AS details,
  [{'table': source, 'source_id': source_id, 'record_no': record_no}] AS source_rows,
  CASE WHEN time > 1 THEN time::VARCHAR ELSE '' END AS finding_key
FROM numbered
ORDER BY reason_code, subject_id, finding_key
