/*
id: trail.changes-logged
version: 2
title: Each change of a policy and each decision on an exception has its event in the audit trail
severity:
  not_logged: high
  approval_not_logged: high
  revocation_not_logged: medium
  extension_not_logged: medium
  logged: low
subject: [policy, exception]
needs:
  audit_events: [occurred_at, event_type, exception_id, metadata]
optional_needs:
  policies:
    columns: [policy, version, effective_at]
    without: Whether changes of policies were logged was not tested.
  exceptions:
    columns: [exception_id, user_email, resource, approved_by, approved_at, revoked_at]
    without: Whether decisions on exceptions were logged was not tested.
  exception_extensions:
    columns: [exception_id, extended_at]
    without: Whether extensions of exceptions were logged was not tested.
params: {}
reasons:
  not_logged:
    title: A version of a policy took effect and no event says so
    recommendation: Obtain the record of the change from where policies are kept, with its author and approval.
  approval_not_logged:
    title: An exception was approved and no event says so
    recommendation: Obtain the decision of the approver from another record.
  revocation_not_logged:
    title: An exception was ended early and no event says so
  extension_not_logged:
    title: An exception was extended and no event says so
  logged:
    title: The event is there
texts:
  criteria: Changes of policies and decisions on exceptions are recorded in the audit trail.
  cause: The change was made around the system that writes the trail, or its event was lost.
  effect: Who decided what, and when, rests on the word of the register alone.
*/
WITH covered AS (
  SELECT min(occurred_at) AS from_at, max(occurred_at) AS until_at FROM audit_events
), policy_events AS (
  SELECT DISTINCT lower(trim(metadata->>'$.policy')) AS policy, trim(metadata->>'$.version') AS version
  FROM audit_events WHERE event_type LIKE 'policy%'
), exception_events AS (
  SELECT DISTINCT exception_id, event_type FROM audit_events
), judged AS (
  SELECT 'policy' AS subject_type, v.policy || ' ' || v.version AS subject_id, 'not_logged' AS missing, v.effective_at AS happened_at,
    e.policy IS NOT NULL AS is_logged, 'policies' AS table_name, v.source_id, v.record_no
  FROM policy_versions() AS v CROSS JOIN covered AS t
  LEFT JOIN policy_events AS e ON e.policy = lower(trim(v.policy)) AND e.version = trim(v.version)
  WHERE v.effective_at >= t.from_at AND v.effective_at <= t.until_at
  UNION ALL
  -- One without an id cannot be told in the trail.
  SELECT 'exception', coalesce(x.exception_id, lower(trim(x.user_email)) || '|' || x.resource), 'approval_not_logged', x.approved_at, e.exception_id IS NOT NULL, 'exceptions', x.source_id, x.record_no
  FROM exceptions AS x CROSS JOIN covered AS t
  LEFT JOIN exception_events AS e ON e.exception_id = x.exception_id AND e.event_type = 'exception_approved'
  WHERE nullif(trim(x.approved_by), '') IS NOT NULL AND x.approved_at >= t.from_at AND x.approved_at <= t.until_at
  UNION ALL
  SELECT 'exception', coalesce(x.exception_id, lower(trim(x.user_email)) || '|' || x.resource), 'revocation_not_logged', x.revoked_at, e.exception_id IS NOT NULL, 'exceptions', x.source_id, x.record_no
  FROM exceptions AS x CROSS JOIN covered AS t
  LEFT JOIN exception_events AS e ON e.exception_id = x.exception_id AND e.event_type = 'exception_revoked'
  WHERE x.revoked_at >= t.from_at AND x.revoked_at <= t.until_at
  UNION ALL
  SELECT 'exception', coalesce(x.exception_id, 'without id'), 'extension_not_logged', x.extended_at, e.exception_id IS NOT NULL, 'exception_extensions', x.source_id, x.record_no
  FROM exception_extensions AS x CROSS JOIN covered AS t
  LEFT JOIN exception_events AS e ON e.exception_id = x.exception_id AND e.event_type = 'exception_extended'
  WHERE x.extended_at >= t.from_at AND x.extended_at <= t.until_at
)
SELECT subject_type, subject_id, CASE WHEN is_logged THEN 'pass' ELSE 'exception' END AS outcome,
  CASE WHEN is_logged THEN 'logged' ELSE missing END AS reason_code,
  CASE WHEN is_logged THEN 'the trail has its event'
    WHEN missing = 'not_logged' THEN 'policy ' || subject_id || ' took effect and the trail has no event of it'
    ELSE 'exception ' || subject_id || ': the ' || split_part(missing, '_', 1) || ' has no event in the trail' END AS summary,
  json_object('happened_at', happened_at) AS details,
  [{'table': table_name, 'source_id': source_id, 'record_no': record_no}] AS source_rows,
  CASE WHEN row_number() OVER (PARTITION BY subject_type, subject_id, missing ORDER BY source_id, record_no) > 1
    THEN source_id || ' ' || record_no ELSE '' END AS finding_key
FROM judged
WHERE happened_at < greatest($as_of::TIMESTAMPTZ, $period_end::TIMESTAMPTZ)
ORDER BY reason_code, subject_type, subject_id, finding_key
