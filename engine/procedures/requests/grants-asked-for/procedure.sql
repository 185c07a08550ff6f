/*
id: requests.grants-asked-for
version: 2
title: Each grant rests on a policy, a valid exception or an approved request
severity: medium
subject: grant
needs:
  grants: [as_of, system, account_id, identity_id, resource, permission]
  identities: [identity_id, email]
  access_requests: [request_id, user_email, system, resource, permission, status, requested_at]
reasons:
  nothing_asked:
    title: Neither policy nor exception gives the access, and no approved request asks for it
  request_rejected:
    title: Neither policy nor exception gives the access, and the request for it was rejected
texts:
  criteria: Nobody gets access that no policy gives, unless it was asked for and approved.
  effect: Access exists whose reason nobody can name.
  recommendation: Remove the access, or have it requested and decided.
*/
WITH drift AS (
  SELECT coalesce(lower(trim(email)), identity_id) AS person, system, resource, permission, account_id,
    row_number() OVER (PARTITION BY identity_id, system, resource, permission ORDER BY account_id) AS account_rank,
    {'table': 'grants', 'source_id': source_id, 'record_no': record_no} AS grant_row
  FROM access_coverage($as_of::TIMESTAMPTZ) WHERE part = 'drift'
), asked AS (
  SELECT lower(trim(user_email)) AS person, system, resource, permission,
    bool_or(lower(trim(status)) IN ('approved', 'approve')) AS approved, bool_or(lower(trim(status)) IN ('rejected', 'reject')) AS rejected
  FROM access_requests WHERE requested_at <= $as_of::TIMESTAMPTZ GROUP BY ALL
), answers AS (
  -- A request that names no system means the resource, whatever system has it.
  SELECT d.person, d.system, d.resource, d.permission, bool_or(a.approved) AS approved, bool_or(a.rejected) AS rejected
  FROM drift AS d JOIN asked AS a ON a.person = d.person AND a.resource = d.resource AND a.permission = d.permission
  WHERE coalesce(a.system, d.system) = d.system
  GROUP BY ALL
), judged AS (
  SELECT d.*, CASE WHEN a.rejected THEN 'request_rejected' ELSE 'nothing_asked' END AS reason
  FROM drift AS d LEFT JOIN answers AS a USING (person, system, resource, permission)
  WHERE a.approved IS NOT TRUE
)
SELECT 'grant' AS subject_type, person || '|' || system || ':' || resource || '|' || coalesce(permission, '') AS subject_id,
  'exception' AS outcome, reason AS reason_code,
  person || ' holds ' || coalesce(permission, 'access') || ' on ' || system || ':' || resource
    || CASE reason WHEN 'request_rejected' THEN ', for which the request was rejected' ELSE ', which nobody asked for' END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'permission', permission) AS details, [grant_row] AS source_rows,
  CASE WHEN account_rank > 1 THEN account_id ELSE '' END AS finding_key
FROM judged
ORDER BY reason_code, subject_id, finding_key, grant_row
