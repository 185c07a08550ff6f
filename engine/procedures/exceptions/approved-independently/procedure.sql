/*
id: exceptions.approved-independently
version: 2
title: Each exception was approved by somebody else, before the access was given
severity:
  no_approver: high
  self_approved: high
  approved_after_granted: medium
  approval_time_unknown: medium
  approved: low
  not_granted: low
subject: exception
needs:
  exceptions: [exception_id, user_email, requested_by, approved_by, approved_at, granted_at, requested_at, status, system, resource, permission]
optional_needs:
  grants:
    columns: [as_of, system, identity_id, resource, permission]
    without: Whether the access was observed before its approval was not tested.
reasons:
  no_approver:
    title: Nobody approved the exception
  self_approved:
    title: The requester or the beneficiary approved it
  approved_after_granted:
    title: It was approved after the access had been given or observed
  approval_time_unknown:
    title: The time of approval or of the grant is not stated
    recommendation: Ask the client for the approval record with its time.
  approved:
    title: Approved by somebody else beforehand
  not_granted:
    title: The access was never given
texts:
  criteria: An exception is approved by somebody other than the requester and the beneficiary before the access is given.
  cause: The approval step can be bypassed or made up for afterwards.
  effect: Access outside policy was given without an independent decision.
  recommendation: Obtain the decision of the resource owner; make the grant depend on the approval.
*/
WITH known AS (
  SELECT *, lower(trim(user_email)) AS person, nullif(lower(trim(approved_by)), '') AS approver
  FROM exceptions
  WHERE coalesce(granted_at, approved_at, requested_at, $as_of::TIMESTAMPTZ) <= $as_of::TIMESTAMPTZ
), observed AS (
  -- The snapshot before the approval shows the access, and no earlier exception was valid then.
  SELECT k.source_id, k.record_no, max(g.as_of) AS observed_at
  FROM known AS k
  JOIN people() AS p ON lower(trim(p.email)) = k.person
  JOIN grants AS g ON g.identity_id = p.identity_id AND (g.system = k.system OR k.system IS NULL)
    AND g.resource = k.resource AND g.permission = k.permission
  WHERE g.as_of = (SELECT max(s.as_of) FROM (SELECT DISTINCT system, as_of FROM grants) AS s WHERE s.system = g.system AND s.as_of < k.approved_at)
    AND NOT EXISTS (
      FROM exception_spans() AS e WHERE e.email = k.person AND coalesce(e.system, g.system) = g.system
        AND e.resource = k.resource AND e.permission = k.permission AND e.valid_from <= g.as_of AND g.as_of < e.valid_until)
    AND NOT EXISTS (
      FROM expected_history() AS x WHERE x.identity_id = g.identity_id AND x.system IN (g.system, '*')
        AND x.resource IN (g.resource, '*') AND x.permission IN (g.permission, '*')
        AND (x.valid_from IS NULL OR x.valid_from <= g.as_of) AND (x.valid_until IS NULL OR g.as_of < x.valid_until))
  GROUP BY k.source_id, k.record_no
), judged AS (
  SELECT k.*, o.observed_at,
    CASE
      WHEN k.granted_at IS NULL AND lower(trim(k.status)) IN ('pending', 'requested', 'rejected', 'denied', 'draft') THEN 'not_granted'
      WHEN k.approver IS NULL THEN 'no_approver'
      WHEN k.approver IN (lower(trim(k.requested_by)), k.person) THEN 'self_approved'
      WHEN k.approved_at > k.granted_at OR o.observed_at IS NOT NULL THEN 'approved_after_granted'
      WHEN k.approved_at IS NULL OR k.granted_at IS NULL THEN 'approval_time_unknown'
      ELSE 'approved' END AS reason
  FROM known AS k LEFT JOIN observed AS o ON o.source_id = k.source_id AND o.record_no = k.record_no
)
SELECT 'exception' AS subject_type, coalesce(exception_id, person || '|' || resource) AS subject_id,
  CASE reason WHEN 'approved' THEN 'pass' WHEN 'not_granted' THEN 'not_applicable'
    WHEN 'approval_time_unknown' THEN 'indeterminate' ELSE 'exception' END AS outcome,
  reason AS reason_code,
  CASE reason
    WHEN 'no_approver' THEN 'nobody approved ' || coalesce(permission, '') || ' on ' || coalesce(system || ':', '') || resource || ' for ' || person
    WHEN 'self_approved' THEN approver || ' approved an exception that they requested or that is for them'
    WHEN 'approved_after_granted' THEN CASE WHEN approved_at > granted_at THEN 'the access was given before it was approved'
      ELSE 'the access was observed before it was approved' END
    WHEN 'approval_time_unknown' THEN 'when it was approved or given is not stated'
    ELSE 'approved by ' || coalesce(approver, 'nobody, and not given') END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'permission', permission, 'requested_by', requested_by,
    'approved_by', approved_by, 'approved_at', approved_at, 'granted_at', granted_at, 'observed_at', observed_at) AS details,
  [{'table': 'exceptions', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id, source_id, record_no
