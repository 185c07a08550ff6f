/*
id: exceptions.approver-in-charge
version: 2
title: Each exception was approved by the person in charge of the resource
severity:
  wrong_approver: medium
  right_approver: low
  no_approver_required: low
  approver_not_in_post: medium
  approval_time_unknown: low
subject: exception
needs:
  exceptions: [exception_id, user_email, system, resource, permission, requested_by, approved_by, approved_at, granted_at]
  entitlements: [system, resource, permission, required_approver]
optional_needs:
  role_holders:
    columns: [role, email, held_from, held_until]
    without: Whether the approver was in post at that time was not tested.
reasons:
  wrong_approver:
    title: Somebody else approved than the one in charge
  approver_not_in_post:
    title: The approver did not hold the approving role at that time
  approval_time_unknown:
    title: When the holder of the role approved is not stated
    recommendation: Obtain the record of the approval with its time.
  right_approver:
    title: The one in charge approved
  no_approver_required:
    title: Nobody is named as approver of the resource
texts:
  criteria: Exceptions for a resource are approved by the person whom the company put in charge of it.
  effect: Access was given by somebody who does not answer for the data.
  recommendation: Obtain the decision of the person in charge.
*/
WITH required AS (
  SELECT system, resource, permission, lower(trim(required_approver)) AS approver
  FROM entitlements WHERE nullif(trim(required_approver), '') IS NOT NULL
), approved AS (
  SELECT *, lower(trim(approved_by)) AS approver, lower(trim(user_email)) AS person
  FROM exceptions
  WHERE nullif(trim(approved_by), '') IS NOT NULL AND coalesce(granted_at, approved_at) <= $as_of::TIMESTAMPTZ
    AND lower(trim(approved_by)) NOT IN (coalesce(lower(trim(requested_by)), ''), coalesce(lower(trim(user_email)), ''))
), holders AS (
  SELECT lower(trim(role)) AS role, lower(trim(email)) AS email, held_from, held_until FROM role_holders
), compared AS (
  SELECT a.source_id, a.record_no, any_value(a.exception_id ORDER BY a.exception_id) AS exception_id, any_value(a.person ORDER BY a.person) AS person,
    any_value(a.system ORDER BY a.system) AS system, any_value(a.resource ORDER BY a.resource) AS resource,
    any_value(a.approver ORDER BY a.approver) AS approver, any_value(a.approved_at ORDER BY a.approved_at) AS approved_at,
    list(DISTINCT r.approver ORDER BY r.approver) FILTER (r.approver IS NOT NULL) AS required,
    bool_or(r.approver = a.approver OR h.email = a.approver) AS named,
    bool_or(h.email = a.approver AND (h.held_from IS NULL OR h.held_from <= a.approved_at) AND (h.held_until IS NULL OR a.approved_at < h.held_until)) AS in_post,
    bool_or(h.role IS NOT NULL) AS by_role
  FROM approved AS a
  LEFT JOIN required AS r ON (r.system = a.system OR a.system IS NULL) AND r.resource = a.resource
    AND (r.permission = a.permission OR r.permission IS NULL)
  LEFT JOIN holders AS h ON h.role = r.approver OR h.email = r.approver
  GROUP BY a.source_id, a.record_no
), judged AS (
  SELECT *, CASE
      WHEN required IS NULL THEN 'no_approver_required'
      WHEN NOT coalesce(named, false) THEN 'wrong_approver'
      WHEN by_role AND approved_at IS NULL THEN 'approval_time_unknown'
      WHEN by_role AND NOT coalesce(in_post, false) THEN 'approver_not_in_post'
      ELSE 'right_approver' END AS reason
  FROM compared
)
SELECT 'exception' AS subject_type, coalesce(exception_id, person || '|' || resource) AS subject_id,
  CASE reason WHEN 'right_approver' THEN 'pass' WHEN 'no_approver_required' THEN 'not_applicable'
    WHEN 'approval_time_unknown' THEN 'indeterminate' ELSE 'exception' END AS outcome,
  reason AS reason_code,
  CASE reason WHEN 'wrong_approver' THEN approver || ' approved; in charge is ' || array_to_string(required, ' or ')
    WHEN 'approver_not_in_post' THEN approver || ' did not hold the approving role at that time'
    WHEN 'approval_time_unknown' THEN 'when ' || approver || ' approved is not stated' ELSE reason END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'approved_by', approver, 'approved_at', approved_at, 'required', required) AS details,
  [{'table': 'exceptions', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id, source_id, record_no
