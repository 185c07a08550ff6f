/*
id: drift.exposure-limited
version: 1
title: Access outside policy does not last
severity:
  too_long: high
  within_limit: low
subject: grant
needs:
  identities: [identity_id, email, hired_at, left_at, status]
  grants: [as_of, system, account_id, identity_id, resource, permission]
  policies: [policy, version, effective_at, approved_by, scope_valid, grants_in_file]
  policy_scopes: [policy, version, attribute, value]
  policy_grants: [policy, version, clause_no, system, resource, permission]
optional_needs:
  exceptions:
    columns: [exception_id, user_email, system, resource, permission, requested_by, approved_by, approved_at, expires_at, revoked_at]
    without: Access that exceptions explained counts as drift.
  audit_events:
    columns: [event_type, occurred_at, user_email, system, resource, permission]
    without: Begin and end of drift are known between two snapshots only, not to the hour.
params:
  max_days:
    type: integer
    unit: days
    doc: Drift may last this long from its beginning to its end, or to the moment of the test
    default: 30
    min: 0
    max: 3650
reasons:
  too_long:
    title: Access outside policy lasted longer than allowed
  within_limit:
    title: Access outside policy that lasted no longer than allowed
texts:
  criteria: What neither a policy nor an exception gives is ended or decided within {params.max_days} days.
  effect: For {details.days} days or more the access could be used without anybody having decided that it should be.
  recommendation: Look at what was done with the access in that time; find out why no review ended it.
*/
WITH drift AS (
  SELECT *, coalesce(began_at, first_seen) AS since,
    -- The next snapshot lies after the test: then it is still open.
    CASE WHEN no_longer_seen <= $as_of::TIMESTAMPTZ THEN coalesce(ended_at, last_seen) END AS until
  FROM drift_windows() WHERE first_seen <= $as_of::TIMESTAMPTZ
), measured AS (
  SELECT *, date_diff('second', since, coalesce(until, $as_of::TIMESTAMPTZ)) AS seconds
  FROM drift
  WHERE until IS NULL OR until >= $period_start::TIMESTAMPTZ
), numbered AS (
  SELECT *, seconds > $max_days::BIGINT * 86400 AS too_long,
    row_number() OVER (PARTITION BY email, system, resource, permission ORDER BY first_seen) AS time
  FROM measured
)
SELECT 'grant' AS subject_type, email || '|' || system || ':' || resource || '|' || permission AS subject_id,
  CASE WHEN too_long THEN 'exception' ELSE 'pass' END AS outcome,
  CASE WHEN too_long THEN 'too_long' ELSE 'within_limit' END AS reason_code,
  email || ' held ' || permission || ' on ' || system || ':' || resource || ' outside policy for '
    || CASE WHEN not_yet_seen IS NULL THEN 'at least ' ELSE '' END || seconds // 86400 || ' days'
    || CASE WHEN until IS NULL THEN ', and still does' ELSE '' END AS summary,
  json_object('days', seconds // 86400, 'since', since, 'since_known_from', CASE WHEN began_at IS NULL THEN 'snapshot' ELSE 'event' END,
    'not_before', not_yet_seen, 'until', until, 'until_known_from', CASE WHEN until IS NULL THEN NULL WHEN ended_at IS NULL THEN 'snapshot' ELSE 'event' END,
    'gone_by', CASE WHEN until IS NOT NULL THEN no_longer_seen END, 'still_held', until IS NULL) AS details,
  [{'table': 'grants', 'source_id': source_id, 'record_no': record_no}] AS source_rows,
  CASE WHEN time > 1 THEN strftime(first_seen AT TIME ZONE 'UTC', '%Y-%m-%d') ELSE '' END AS finding_key
FROM numbered
ORDER BY seconds DESC, subject_id, finding_key
