/*
id: retention.objects-locked
version: 1
title: Each stored log object is under a lock that nobody can lift, for as long as records are kept
severity:
  no_mode: high
  governance_mode: medium
  retention_too_short: medium
  retention_unknown: medium
  locked: low
subject: object
needs:
  retention_locks: [bucket, object_key, event_id, mode, retain_until, stored_at]
params:
  years:
    type: integer
    unit: calendar years
    doc: How long an object must be kept, from when it was stored
    default: 7
    min: 1
    max: 100
reasons:
  no_mode:
    title: The object has no lock
    recommendation: Lock the object.
  governance_mode:
    title: The lock can be lifted by those with a special permission
    criteria: Only the mode COMPLIANCE binds everybody, administrators included.
    recommendation: Use the mode COMPLIANCE; until then, list who may lift locks, and who did.
  retention_too_short:
    title: The lock ends before the time of keeping
    recommendation: Extend the lock.
  retention_unknown:
    title: The end of the lock, or its beginning, is not stated
  locked:
    title: Locked for everybody, for long enough
texts:
  criteria: Log objects are kept for {params.years} calendar years where nobody can change or delete them.
  effect: Evidence of who had access can be removed or altered.
*/
WITH objects AS (
  SELECT bucket, object_key, upper(trim(mode)) AS mode, retain_until, stored_at, source_id, record_no,
    -- Calendar years in UTC: a year is not 365 days.
    ((stored_at AT TIME ZONE 'UTC') + to_years($years::INTEGER)) AT TIME ZONE 'UTC' AS due_until
  FROM retention_locks WHERE event_id IS NULL
  QUALIFY row_number() OVER (PARTITION BY bucket, object_key ORDER BY stored_at DESC, source_id DESC, record_no DESC) = 1
), judged AS (
  SELECT *, 'no_mode' AS reason FROM objects WHERE nullif(mode, '') IS NULL
  UNION ALL
  SELECT *, 'governance_mode' FROM objects WHERE mode <> '' AND mode <> 'COMPLIANCE'
  UNION ALL
  SELECT *, 'retention_too_short' FROM objects WHERE mode <> '' AND retain_until < due_until
  UNION ALL
  SELECT *, 'retention_unknown' FROM objects WHERE mode <> '' AND (retain_until IS NULL OR due_until IS NULL)
)
SELECT 'object' AS subject_type, bucket || '/' || object_key AS subject_id,
  CASE reason WHEN 'retention_unknown' THEN 'indeterminate' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'no_mode' THEN 'the object has no lock' WHEN 'governance_mode' THEN 'the lock has the mode ' || mode
    WHEN 'retention_too_short' THEN 'locked for less than ' || $years::INTEGER || ' years'
    ELSE 'the time of the lock is not stated' END AS summary,
  json_object('mode', mode, 'stored_at', stored_at, 'retain_until', retain_until, 'due_until', due_until) AS details,
  [{'table': 'retention_locks', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id
