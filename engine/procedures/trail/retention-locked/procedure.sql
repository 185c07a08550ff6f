/*
id: trail.retention-locked
version: 1
title: Each event of the trail is stored under a lock that nobody can lift, for as long as records are kept
severity:
  not_locked: high
  no_mode: high
  governance_mode: medium
  retention_too_short: medium
  retention_unknown: medium
  locked: low
subject: event
needs:
  audit_events: [chain, seq, event_id, occurred_at]
  retention_locks: [bucket, object_key, event_id, mode, retain_until, stored_at]
params:
  years:
    type: integer
    unit: calendar years
    doc: How long an event must be kept
    default: 7
    min: 1
    max: 100
  counts_from:
    type: text
    unit: word
    doc: Whether the time of keeping counts from when the event was stored or from when it occurred
    default: stored
    pattern: stored|occurred
reasons:
  not_locked:
    title: No stored copy of the event is known
    recommendation: Find out why the event was not stored; store it now, with the reason.
  no_mode:
    title: The stored copy has no lock
    recommendation: Lock the copy.
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
  criteria: Events are kept for {params.years} calendar years where nobody can change or delete them.
  effect: Evidence of who had access can be removed or altered.
*/
WITH events AS (
  SELECT chain, seq, event_id, occurred_at, source_id, record_no FROM audit_events
  QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY source_id, record_no) = 1 OR event_id IS NULL
), locks AS (
  SELECT event_id, upper(trim(mode)) AS mode, retain_until, stored_at, bucket, object_key, source_id, record_no
  FROM retention_locks
  QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY stored_at DESC, source_id DESC, record_no DESC) = 1
), joined AS (
  SELECT e.event_id, e.chain, e.seq, e.occurred_at, e.source_id, e.record_no, l.mode, l.retain_until, l.stored_at, l.bucket,
    -- Calendar years in UTC: a year is not 365 days.
    ((CASE $counts_from WHEN 'occurred' THEN e.occurred_at ELSE l.stored_at END AT TIME ZONE 'UTC') + to_years($years::INTEGER))
      AT TIME ZONE 'UTC' AS due_until,
    l.object_key, l.source_id AS lock_source, l.record_no AS lock_record, l.event_id IS NOT NULL AS stored
  FROM events AS e LEFT JOIN locks AS l ON l.event_id = e.event_id
), judged AS (
  SELECT *, 'not_locked' AS reason FROM joined WHERE NOT stored
  UNION ALL
  SELECT *, 'no_mode' FROM joined WHERE stored AND nullif(mode, '') IS NULL
  UNION ALL
  SELECT *, 'governance_mode' FROM joined WHERE mode <> '' AND mode <> 'COMPLIANCE'
  UNION ALL
  SELECT *, 'retention_too_short' FROM joined WHERE mode <> '' AND retain_until < due_until
  UNION ALL
  SELECT *, 'retention_unknown' FROM joined WHERE mode <> '' AND (retain_until IS NULL OR due_until IS NULL)
)
SELECT 'event' AS subject_type, coalesce(event_id, chain || ' record ' || record_no) AS subject_id,
  CASE reason WHEN 'retention_unknown' THEN 'indeterminate' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'not_locked' THEN 'no stored copy is known' WHEN 'no_mode' THEN 'the stored copy has no lock'
    WHEN 'governance_mode' THEN 'the lock has the mode ' || mode
    WHEN 'retention_too_short' THEN 'locked for less than ' || $years::INTEGER || ' years'
    ELSE 'the time of the lock is not stated' END AS summary,
  json_object('chain', chain, 'occurred_at', occurred_at, 'mode', mode, 'stored_at', stored_at, 'retain_until', retain_until,
    'due_until', due_until, 'bucket', bucket, 'object_key', object_key) AS details,
  CASE WHEN stored THEN [{'table': 'audit_events', 'source_id': source_id, 'record_no': record_no},
    {'table': 'retention_locks', 'source_id': lock_source, 'record_no': lock_record}]
  ELSE [{'table': 'audit_events', 'source_id': source_id, 'record_no': record_no}] END AS source_rows
FROM judged
ORDER BY reason_code, chain, seq, subject_id
