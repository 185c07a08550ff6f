/*
id: exceptions.time-limited
version: 1
title: Each exception ends, and not too late
severity:
  no_expiry: medium
  too_long: low
  limited: low
  start_unknown: low
subject: exception
needs:
  exceptions: [exception_id, user_email, approved_at, granted_at, requested_at, expires_at, status]
params:
  max_days:
    type: integer
    unit: days
    doc: Longest time from grant to expiry, extensions included
    default: 180
    min: 1
    max: 3650
reasons:
  no_expiry:
    title: The exception has no expiry
    recommendation: Set an expiry, or take the access into a policy.
  too_long:
    title: The exception runs longer than the limit
    recommendation: Shorten the exception, or take the access into a policy.
  limited:
    title: The exception ends within the limit
  start_unknown:
    title: When the access was given is not stated
texts:
  criteria: An exception is temporary, and no longer than {params.max_days} days.
  effect: Temporary access becomes permanent without anybody looking at it again.
*/
WITH given AS (
  SELECT *, coalesce(granted_at, approved_at) AS starts_at
  FROM exceptions
  WHERE coalesce(granted_at, approved_at, requested_at, $as_of::TIMESTAMPTZ) <= $as_of::TIMESTAMPTZ
    AND NOT (granted_at IS NULL AND lower(trim(coalesce(status, ''))) IN ('pending', 'requested', 'rejected', 'denied', 'draft'))
), judged AS (
  SELECT *, CASE
      WHEN expires_at IS NULL THEN 'no_expiry'
      WHEN starts_at IS NULL THEN 'start_unknown'
      WHEN expires_at > starts_at + to_hours(24 * $max_days::BIGINT) THEN 'too_long'
      ELSE 'limited' END AS reason
  FROM given
)
SELECT 'exception' AS subject_type, coalesce(exception_id, lower(trim(user_email)) || '|' || resource) AS subject_id,
  CASE reason WHEN 'limited' THEN 'pass' WHEN 'start_unknown' THEN 'indeterminate' ELSE 'exception' END AS outcome,
  reason AS reason_code,
  CASE reason WHEN 'no_expiry' THEN 'no expiry is stated' WHEN 'start_unknown' THEN 'when it began is not stated'
    ELSE 'runs for ' || date_diff('hour', starts_at, expires_at) // 24 || ' days' END AS summary,
  json_object('person', lower(trim(user_email)), 'granted_at', granted_at, 'expires_at', expires_at, 'limit_days', $max_days::BIGINT) AS details,
  [{'table': 'exceptions', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id, source_id, record_no
