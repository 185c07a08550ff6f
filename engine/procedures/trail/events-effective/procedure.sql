/*
id: trail.events-effective
version: 1
title: Each grant and each revocation in the audit trail shows in the next snapshot
severity:
  grant_not_effective: medium
  revocation_not_effective: high
  effective: low
subject: event
needs:
  audit_events: [chain, seq, event_id, occurred_at, event_type, user_email, system, resource, permission]
  grants: [as_of, system, account_id, identity_id, resource, permission]
params: {}
reasons:
  grant_not_effective:
    title: The trail says that access was granted, and the next snapshot does not have it
    recommendation: Ask whether the grant failed, or whether it was taken back without an event.
  revocation_not_effective:
    title: The trail says that access was revoked, and the next snapshot still has it
    recommendation: Remove the access; ask why the revocation did not take effect.
  effective:
    title: The next snapshot shows it
texts:
  criteria: What the trail says was done is what the systems show afterwards.
  effect: The trail says what did not happen, and cannot be relied on for when access began or ended.
*/
WITH named AS (
  SELECT e.chain, e.seq, e.event_id, e.occurred_at, e.event_type, lower(trim(e.user_email)) AS person, e.system, e.resource, e.permission,
    e.source_id, e.record_no
  FROM audit_events AS e
  WHERE list_contains(['access_granted', 'access_revoked'], e.event_type) AND e.user_email IS NOT NULL
    AND e.resource IS NOT NULL AND e.permission IS NOT NULL
    AND e.occurred_at >= $period_start::TIMESTAMPTZ AND e.occurred_at < $period_end::TIMESTAMPTZ
), snapshots AS (
  SELECT DISTINCT system, as_of FROM grants
), placed AS (
  SELECT n.*, s.as_of AS seen_at
  FROM named AS n ASOF JOIN snapshots AS s ON s.system = n.system AND s.as_of >= n.occurred_at
), last_word AS (
  -- Of several events on one grant before a snapshot, the last one says what the snapshot must show.
  SELECT * FROM placed
  QUALIFY row_number() OVER (PARTITION BY person, system, resource, permission, seen_at ORDER BY occurred_at DESC, seq DESC, source_id DESC, record_no DESC) = 1
), held AS (
  SELECT g.as_of, g.system, coalesce(lower(trim(p.email)), lower(g.account_id)) AS person, g.resource, g.permission,
    arg_min(g.source_id, (g.source_id, g.record_no)) AS source_id, arg_min(g.record_no, (g.source_id, g.record_no)) AS record_no
  FROM grants AS g LEFT JOIN people() AS p ON p.identity_id = g.identity_id
  GROUP BY ALL
), judged AS (
  SELECT l.*, h.source_id AS grant_source, h.record_no AS grant_record,
    CASE WHEN l.event_type = 'access_granted' AND h.person IS NULL THEN 'grant_not_effective'
      WHEN l.event_type = 'access_revoked' AND h.person IS NOT NULL THEN 'revocation_not_effective' ELSE 'effective' END AS reason
  FROM last_word AS l LEFT JOIN held AS h ON h.as_of = l.seen_at AND h.system = l.system AND h.person = l.person
    AND h.resource = l.resource AND h.permission = l.permission
)
SELECT 'event' AS subject_type, coalesce(event_id, chain || ' record ' || (seq + 1)) AS subject_id,
  CASE reason WHEN 'effective' THEN 'pass' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'grant_not_effective' THEN permission || ' on ' || system || ':' || resource || ' was granted to ' || person || ', and the next snapshot does not have it'
    WHEN 'revocation_not_effective' THEN permission || ' on ' || system || ':' || resource || ' was revoked from ' || person || ', and the next snapshot still has it'
    ELSE 'the next snapshot shows it' END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'permission', permission, 'occurred_at', occurred_at,
    'snapshot', seen_at) AS details,
  CASE WHEN grant_record IS NULL THEN [{'table': 'audit_events', 'source_id': source_id, 'record_no': record_no}]
    ELSE [{'table': 'audit_events', 'source_id': source_id, 'record_no': record_no},
      {'table': 'grants', 'source_id': grant_source, 'record_no': grant_record}] END AS source_rows,
  CASE WHEN row_number() OVER (PARTITION BY event_id ORDER BY source_id, record_no) > 1 THEN source_id || ' ' || record_no ELSE '' END AS finding_key
FROM judged
ORDER BY reason_code, subject_id, finding_key
