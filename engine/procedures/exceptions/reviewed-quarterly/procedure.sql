/*
id: exceptions.reviewed-quarterly
version: 1
title: Each active exception was reviewed within the last quarter
severity: low
subject: exception
needs:
  exceptions: [exception_id, user_email, approved_by, requested_by, approved_at, granted_at, expires_at, revoked_at, reviewed_at]
params:
  max_days:
    type: integer
    unit: days
    doc: Longest time since the last review, or since the grant
    default: 92
    min: 1
    max: 3650
reasons:
  not_reviewed:
    title: The exception is active and was not reviewed for longer than the limit
  reviewed:
    title: Reviewed, or too young to be due
texts:
  criteria: Active exceptions are reviewed every quarter.
  effect: Access outside policy goes on although its reason may be gone.
  recommendation: Ask the approver whether the exception is still needed; end it otherwise.
*/
WITH active AS (
  SELECT *, coalesce(CASE WHEN reviewed_at <= $as_of::TIMESTAMPTZ THEN reviewed_at END, granted_at, approved_at) AS last_look_at
  FROM valid_exceptions($as_of::TIMESTAMPTZ)
), judged AS (
  SELECT *, last_look_at < $as_of::TIMESTAMPTZ - to_hours(24 * $max_days::BIGINT) AS overdue FROM active
)
SELECT 'exception' AS subject_type, coalesce(exception_id, lower(trim(user_email)) || '|' || resource) AS subject_id,
  CASE WHEN overdue THEN 'exception' ELSE 'pass' END AS outcome,
  CASE WHEN overdue THEN 'not_reviewed' ELSE 'reviewed' END AS reason_code,
  CASE WHEN reviewed_at IS NULL THEN 'never reviewed; given ' ELSE 'last looked at ' END
    || date_diff('hour', last_look_at, $as_of::TIMESTAMPTZ) // 24 || ' days ago' AS summary,
  json_object('person', lower(trim(user_email)), 'granted_at', granted_at, 'reviewed_at', reviewed_at, 'expires_at', expires_at) AS details,
  [{'table': 'exceptions', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id, source_id, record_no
