/*
id: exceptions.expired-removed
version: 1
title: Access given by an exception is gone when the exception has expired
severity:
  access_after_expiry: high
  removed: low
  covered: low
  renewed: low
  snapshot_too_old: medium
subject: exception
needs:
  exceptions: [exception_id, user_email, system, resource, permission, expires_at, revoked_at]
  grants: [as_of, system, account_id, identity_id, resource, permission]
  identities: [identity_id, email]
optional_needs:
  policy_grants:
    columns: [policy, version, system, resource, permission]
    without: Access that a policy gives as well is reported too.
params:
  grace_hours:
    type: integer
    unit: hours
    doc: Time allowed between expiry and removal
    default: 0
    min: 0
    max: 720
reasons:
  access_after_expiry:
    title: The exception has expired and the access is still there
  removed:
    title: The access is gone
  covered:
    title: A policy or another exception gives the access
  renewed:
    title: A later exception for the same access is the one to be tested
  snapshot_too_old:
    title: The latest snapshot is older than the expiry
    recommendation: Ask the client for a snapshot taken after the expiry.
texts:
  criteria: Access under an exception is temporary and ends with it.
  cause: Removal at expiry is not automatic, or failed without being noticed.
  effect: Temporary access has become permanent, without anybody's decision.
  recommendation: Remove the access, or have the exception approved again. Find out why removal did not happen.
*/
WITH ended AS (
  SELECT *, lower(trim(user_email)) AS person,
    row_number() OVER (PARTITION BY lower(trim(user_email)), system, resource, permission
      ORDER BY expires_at DESC, exception_id DESC) AS recency
  FROM exceptions
  WHERE expires_at + to_hours($grace_hours::BIGINT) <= $as_of::TIMESTAMPTZ AND (revoked_at IS NULL OR revoked_at > expires_at)
), held AS (
  SELECT email, system, resource, permission, min(as_of) AS as_of, bool_or(part = 'drift') AS unexplained,
    list({'table': 'grants', 'source_id': source_id, 'record_no': record_no} ORDER BY source_id, record_no) AS source_rows
  FROM access_coverage($as_of::TIMESTAMPTZ)
  -- What no exception was about need not be gathered.
  WHERE line = 'person' AND (email, resource) IN (SELECT (person, resource) FROM ended)
  GROUP BY email, system, resource, permission
), judged AS (
  SELECT e.*, h.as_of AS observed_at, h.source_rows AS held_rows, h.system AS held_system,
    CASE
      WHEN h.email IS NULL THEN 'removed'
      WHEN NOT h.unexplained THEN 'covered'
      WHEN e.recency > 1 THEN 'renewed'
      WHEN h.as_of < e.expires_at THEN 'snapshot_too_old'
      ELSE 'access_after_expiry' END AS reason
  FROM ended AS e
  LEFT JOIN held AS h ON h.email = e.person AND (h.system = e.system OR e.system IS NULL)
    AND h.resource = e.resource AND h.permission = e.permission
  -- A resource without a system may be held in several: the gravest answer speaks for the exception.
  QUALIFY row_number() OVER (PARTITION BY e.source_id, e.record_no, e.exception_id
    ORDER BY h.unexplained DESC NULLS LAST, h.as_of DESC NULLS LAST, h.system) = 1
)
SELECT 'exception' AS subject_type, coalesce(exception_id, person || '|' || resource) AS subject_id,
  CASE reason WHEN 'access_after_expiry' THEN 'exception' WHEN 'snapshot_too_old' THEN 'indeterminate' ELSE 'pass' END AS outcome,
  reason AS reason_code,
  CASE reason
    WHEN 'access_after_expiry' THEN person || ' still holds ' || permission || ' on ' || held_system || ':' || resource || ' after the exception has expired'
    WHEN 'snapshot_too_old' THEN 'no snapshot of ' || held_system || ' was taken after the expiry'
    ELSE 'nothing is left that only the expired exception gave' END AS summary,
  json_object('person', person, 'system', coalesce(held_system, system), 'resource', resource, 'permission', permission,
    'expires_at', expires_at, 'observed_at', observed_at, 'approved_by', approved_by, 'status', status) AS details,
  list_prepend({'table': 'exceptions', 'source_id': source_id, 'record_no': record_no}, coalesce(held_rows, [])) AS source_rows
FROM judged
ORDER BY outcome, expires_at, subject_id, source_id, record_no
