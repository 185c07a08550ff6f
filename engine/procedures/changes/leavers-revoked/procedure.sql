/*
id: changes.leavers-revoked
version: 2
title: Access of people who leave ends with their employment, within hours
severity:
  still_active: critical
  revoked_late: high
  revoked: low
  no_evidence: medium
subject: identity
needs:
  identities: [identity_id, email, left_at]
  audit_events: [occurred_at, event_type, user_email]
  grants: [as_of, system, account_id, identity_id, resource, permission]
optional_needs:
  hr_events:
    columns: [event_type, identity_id, email, effective_at, date_only]
    without: The end of employment is the end of the last day.
params:
  max_hours:
    type: integer
    unit: hours
    doc: Longest time from the end of employment to the last removal
    default: 4
    min: 0
    max: 720
reasons:
  still_active:
    title: Access is still there in a later snapshot
    recommendation: Remove the access now; look for its use since the last day.
  revoked_late:
    title: The last access was removed too late
    recommendation: Look for use of the access in between; find out what held it up.
  revoked:
    title: Removed in time
  no_evidence:
    title: Neither events nor snapshots show the removal
texts:
  criteria: All access of a person ends within {params.max_hours} hours of the end of employment.
  effect: A former employee can still get in, or somebody else in their name.
*/
WITH leavers AS (
  SELECT p.identity_id, lower(trim(p.email)) AS email, coalesce(h.effective_at, p.left_at) AS effective_at,
    CASE WHEN h.date_only THEN ((h.effective_at AT TIME ZONE $timezone::VARCHAR)::DATE + 1)::TIMESTAMP AT TIME ZONE $timezone::VARCHAR
      ELSE coalesce(h.effective_at, p.left_at) END AS ended_at, p.source_id, p.record_no, h.source_id AS event_source, h.record_no AS event_record
  FROM people() AS p
  LEFT JOIN (
    SELECT identity_id, arg_max({'effective_at': effective_at, 'date_only': date_only, 'source_id': source_id, 'record_no': record_no}, (effective_at, source_id, record_no)) AS last
    FROM hr_events WHERE event_type = 'termination' GROUP BY identity_id
  ) AS t ON t.identity_id = p.identity_id
  LEFT JOIN LATERAL (SELECT t.last.effective_at AS effective_at, t.last.date_only AS date_only, t.last.source_id AS source_id, t.last.record_no AS record_no) AS h ON true
  WHERE coalesce(h.effective_at, p.left_at) >= $period_start::TIMESTAMPTZ AND coalesce(h.effective_at, p.left_at) < $period_end::TIMESTAMPTZ
), removals AS (
  SELECT l.identity_id, max(e.occurred_at) AS last_at, count(*) AS events,
    arg_max({'source_id': e.source_id, 'record_no': e.record_no}, (e.occurred_at, e.source_id, e.record_no)) AS origin
  FROM leavers AS l JOIN audit_events AS e ON lower(trim(e.user_email)) = l.email
  WHERE e.event_type IN ('access_revoked', 'account_disabled') AND e.occurred_at >= l.effective_at AND e.occurred_at < $period_end::TIMESTAMPTZ
  GROUP BY l.identity_id
), held AS (
  SELECT g.identity_id, count(*) AS grants, max(g.as_of) AS observed_at,
    list({'table': 'grants', 'source_id': g.source_id, 'record_no': g.record_no} ORDER BY g.source_id, g.record_no) AS source_rows
  FROM snapshot_at($period_end::TIMESTAMPTZ) AS g JOIN leavers AS l ON l.identity_id = g.identity_id
  WHERE g.as_of >= l.ended_at + to_hours($max_hours::BIGINT)
  GROUP BY g.identity_id
), judged AS (
  SELECT l.*, r.last_at, coalesce(r.events, 0) AS events, r.origin, h.grants, h.observed_at, h.source_rows AS held_rows,
    CASE
      WHEN h.grants IS NOT NULL THEN 'still_active'
      WHEN r.last_at > l.ended_at + to_hours($max_hours::BIGINT) THEN 'revoked_late'
      WHEN r.last_at IS NULL THEN 'no_evidence'
      ELSE 'revoked' END AS reason
  FROM leavers AS l LEFT JOIN removals AS r ON r.identity_id = l.identity_id LEFT JOIN held AS h ON h.identity_id = l.identity_id
)
SELECT 'identity' AS subject_type, coalesce(email, identity_id) AS subject_id,
  CASE reason WHEN 'revoked' THEN 'pass' WHEN 'no_evidence' THEN 'indeterminate' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason
    WHEN 'still_active' THEN grants || CASE grants WHEN 1 THEN ' grant is' ELSE ' grants are' END || ' still there after the end of employment'
    WHEN 'revoked_late' THEN 'the last access was removed ' || date_diff('minute', ended_at, last_at) || ' minutes after the end of employment'
    WHEN 'no_evidence' THEN 'no removal is recorded' ELSE 'removed in time' END AS summary,
  json_object('ended_at', ended_at, 'last_removal_at', last_at, 'minutes', date_diff('minute', ended_at, last_at), 'events', events,
    'grants_left', coalesce(grants, 0), 'observed_at', observed_at) AS details,
  list_concat([CASE WHEN event_source IS NULL THEN {'table': 'identities', 'source_id': source_id, 'record_no': record_no}
      ELSE {'table': 'hr_events', 'source_id': event_source, 'record_no': event_record} END],
    CASE WHEN origin IS NULL THEN [] ELSE [{'table': 'audit_events', 'source_id': origin.source_id, 'record_no': origin.record_no}] END,
    coalesce(held_rows, [])) AS source_rows
FROM judged
ORDER BY reason_code, subject_id
