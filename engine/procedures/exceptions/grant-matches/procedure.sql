/*
id: exceptions.grant-matches
version: 1
title: What was given under an exception is what was approved
severity:
  permission_differs: medium
  matches: low
  not_given: low
subject: exception
needs:
  exceptions: [exception_id, user_email, system, resource, permission, approved_by, requested_by, approved_at, expires_at, revoked_at]
  grants: [as_of, system, account_id, identity_id, resource, permission]
  identities: [identity_id, email]
reasons:
  permission_differs:
    title: Another permission was given than was approved
  matches:
    title: The approved permission is held
  not_given:
    title: Nothing is held on the resource
texts:
  criteria: The permission given is exactly the one approved.
  cause: The grant was made by hand from the request and not from the approval.
  effect: The person holds more, or something else, than the approver decided.
  recommendation: Set the approved permission, or have the one given approved.
*/
WITH active AS (
  SELECT *, lower(trim(user_email)) AS person FROM valid_exceptions($as_of::TIMESTAMPTZ)
), held AS (
  SELECT email, system, resource, permission, part, source_id, record_no
  FROM access_coverage($as_of::TIMESTAMPTZ)
  -- What no exception is about need not be gathered.
  WHERE (email, resource) IN (SELECT (person, resource) FROM active)
), compared AS (
  SELECT a.exception_id, a.source_id, a.record_no, any_value(a.person ORDER BY a.person) AS person, any_value(a.resource ORDER BY a.resource) AS resource,
    any_value(a.permission ORDER BY a.permission) AS approved,
    bool_or(h.permission = a.permission) AS has_approved,
    list(h.system || ':' || h.resource || ' ' || h.permission ORDER BY h.system, h.resource, h.permission) FILTER (h.part = 'drift' AND h.permission <> a.permission) AS others,
    list({'table': 'grants', 'source_id': h.source_id, 'record_no': h.record_no} ORDER BY h.source_id, h.record_no)
      FILTER (h.part = 'drift' AND h.permission <> a.permission) AS other_rows
  FROM active AS a
  LEFT JOIN held AS h ON h.email = a.person AND (h.system = a.system OR a.system IS NULL) AND h.resource = a.resource
  GROUP BY a.exception_id, a.source_id, a.record_no
), judged AS (
  SELECT *, CASE WHEN len(others) > 0 THEN 'permission_differs' WHEN has_approved THEN 'matches' ELSE 'not_given' END AS reason
  FROM compared
)
SELECT 'exception' AS subject_type, coalesce(exception_id, person || '|' || resource) AS subject_id,
  CASE reason WHEN 'permission_differs' THEN 'exception' ELSE 'pass' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'permission_differs' THEN person || ' holds ' || array_to_string(others, ', ') || '; approved was ' || approved
    ELSE reason END AS summary,
  json_object('person', person, 'resource', resource, 'approved', approved, 'held', others) AS details,
  list_prepend({'table': 'exceptions', 'source_id': source_id, 'record_no': record_no}, coalesce(other_rows, [])) AS source_rows
FROM judged
ORDER BY reason_code, subject_id, source_id, record_no
