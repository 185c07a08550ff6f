/*
id: exceptions.revoked-removed
version: 1
title: Access given by an exception is gone when the exception has been revoked
severity:
  access_after_revocation: high
  snapshot_too_old: medium
  removed: low
subject: exception
needs:
  exceptions: [exception_id, user_email, system, resource, permission, expires_at, revoked_at]
  grants: [as_of, system, account_id, identity_id, resource, permission]
  identities: [identity_id, email]
optional_needs:
  policy_grants:
    columns: [policy, version, system, resource, permission]
    without: Access that a policy gives as well is reported too.
reasons:
  access_after_revocation:
    title: The exception was revoked and the access is still there
  snapshot_too_old:
    title: The latest snapshot is older than the revocation
    recommendation: Ask the client for a snapshot taken after the revocation.
  removed:
    title: Nothing is left that only the revoked exception gave
texts:
  criteria: Who revokes an exception takes the access away.
  cause: The decision to revoke did not reach those who remove access.
  effect: A decision against the access has no effect, and looks as if it had.
  recommendation: Remove the access; find out how revocations reach the systems.
*/
WITH ended AS (
  SELECT *, lower(trim(user_email)) AS person
  FROM exceptions
  WHERE revoked_at <= $as_of::TIMESTAMPTZ AND (expires_at IS NULL OR revoked_at <= expires_at)
), held AS (
  SELECT email, system, resource, permission, min(as_of) AS as_of,
    list({'table': 'grants', 'source_id': source_id, 'record_no': record_no} ORDER BY source_id, record_no) AS source_rows
  FROM access_coverage($as_of::TIMESTAMPTZ) WHERE part = 'drift'
  GROUP BY email, system, resource, permission
), judged AS (
  SELECT e.*, h.as_of AS observed_at, h.source_rows AS held_rows, h.system AS held_system,
    CASE WHEN h.email IS NULL THEN 'removed' WHEN h.as_of < e.revoked_at THEN 'snapshot_too_old' ELSE 'access_after_revocation' END AS reason
  FROM ended AS e
  LEFT JOIN held AS h ON h.email = e.person AND (h.system = e.system OR e.system IS NULL)
    AND h.resource = e.resource AND h.permission = e.permission
  QUALIFY row_number() OVER (PARTITION BY e.source_id, e.record_no, e.exception_id ORDER BY h.as_of DESC NULLS LAST, h.system) = 1
)
SELECT 'exception' AS subject_type, coalesce(exception_id, person || '|' || resource) AS subject_id,
  CASE reason WHEN 'access_after_revocation' THEN 'exception' WHEN 'snapshot_too_old' THEN 'indeterminate' ELSE 'pass' END AS outcome,
  reason AS reason_code,
  CASE reason
    WHEN 'access_after_revocation' THEN person || ' still holds ' || permission || ' on ' || held_system || ':' || resource || ' after the exception was revoked'
    WHEN 'snapshot_too_old' THEN 'no snapshot of ' || held_system || ' was taken after the revocation'
    ELSE 'nothing is left that only the revoked exception gave' END AS summary,
  json_object('person', person, 'system', coalesce(held_system, system), 'resource', resource, 'permission', permission,
    'revoked_at', revoked_at, 'observed_at', observed_at) AS details,
  list_prepend({'table': 'exceptions', 'source_id': source_id, 'record_no': record_no}, coalesce(held_rows, [])) AS source_rows
FROM judged
ORDER BY outcome, revoked_at, subject_id, source_id, record_no
