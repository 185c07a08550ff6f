/*
id: requests.grants-asked-for
version: 1
title: Each grant rests on a policy, a valid exception or an approved request
severity: medium
subject: grant
needs:
  grants: [as_of, system, account_id, identity_id, resource, permission]
  identities: [identity_id, email]
  access_requests: [request_id, user_email, system, resource, permission, status, granted_at]
reasons:
  nothing_asked:
    title: Neither policy nor exception gives the access, and no approved request asks for it
  request_rejected:
    title: Neither policy nor exception gives the access, and the request for it was rejected
  asked_for:
    title: A policy, an exception or an approved request explains the access
texts:
  criteria: Nobody gets access that no policy gives, unless it was asked for and approved.
  effect: Access exists whose reason nobody can name.
  recommendation: Remove the access, or have it requested and decided.
*/
WITH held AS (
  SELECT lower(trim(email)) AS person, system, resource, permission, part,
    {'table': 'grants', 'source_id': source_id, 'record_no': record_no} AS grant_row
  FROM access_coverage($as_of::TIMESTAMPTZ) WHERE part IS NOT NULL
), asked AS (
  SELECT lower(trim(user_email)) AS person, system, resource, permission,
    bool_or(lower(trim(status)) IN ('approved', 'approve')) AS approved, bool_or(lower(trim(status)) IN ('rejected', 'reject')) AS rejected
  FROM access_requests WHERE requested_at <= $as_of::TIMESTAMPTZ GROUP BY ALL
), judged AS (
  SELECT h.*, CASE WHEN h.part <> 'drift' OR a.approved THEN 'asked_for' WHEN a.rejected THEN 'request_rejected' ELSE 'nothing_asked' END AS reason
  FROM held AS h LEFT JOIN asked AS a ON a.person = h.person AND a.system = h.system AND a.resource = h.resource AND a.permission = h.permission
)
SELECT 'grant' AS subject_type, coalesce(person, '?') || '|' || system || ':' || resource || '|' || coalesce(permission, '') AS subject_id,
  CASE reason WHEN 'asked_for' THEN 'pass' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'asked_for' THEN reason
    ELSE coalesce(person, '?') || ' holds ' || coalesce(permission, 'access') || ' on ' || system || ':' || resource
      || CASE reason WHEN 'request_rejected' THEN ', for which the request was rejected' ELSE ', which nobody asked for' END END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'permission', permission) AS details, [grant_row] AS source_rows
FROM judged
ORDER BY reason_code, subject_id, grant_row
