/*
id: changes.leavers-inactive
version: 1
title: Nothing is done in the name of people after they have left
severity:
  used_access: critical
  acted: critical
  approved: high
subject: identity
needs:
  identities: [identity_id, email, left_at]
optional_needs:
  hr_events:
    columns: [event_type, identity_id, effective_at]
    without: The end of employment is the end of the last day.
  access_logs:
    columns: [occurred_at, account, identity_id, result]
    without: Use of systems after the departure was not looked for.
  audit_events:
    columns: [occurred_at, actor]
    without: Changes made after the departure were not looked for.
  approvals:
    columns: [approver_email, decided_at]
    without: Approvals of requests after the departure were not looked for.
  review_answers:
    columns: [reviewer_email, decided_at]
    without: Answers in reviews after the departure were not looked for.
  exceptions:
    columns: [approved_by, approved_at]
    without: Approvals of exceptions after the departure were not looked for.
reasons:
  used_access:
    title: An account of the person was used
    recommendation: Disable the accounts; find out who used them, from where, and what was read.
  acted:
    title: A change was made in the person's name
    recommendation: Find out who made the change; undo it if nobody answers for it.
  approved:
    title: Something was approved in the person's name
    recommendation: Treat the approval as not given; have it decided by who is in charge now.
texts:
  criteria: What is done in the name of a person is done by that person, while employed.
  effect: A former employee still gets in, or somebody else acts in their name.
*/
WITH leavers AS (
  SELECT p.identity_id, lower(trim(p.email)) AS email, coalesce(h.ended_at, p.left_at) AS ended_at, p.source_id, p.record_no
  FROM people() AS p
  LEFT JOIN (
    SELECT identity_id, max(effective_at) AS ended_at FROM hr_events WHERE event_type = 'termination' GROUP BY identity_id
  ) AS h ON h.identity_id = p.identity_id
), deeds AS (
  SELECT identity_id, NULL AS email, 'used_access' AS reason, occurred_at AS done_at, 'access_logs' AS origin, source_id, record_no,
    coalesce(system, '') || ':' || coalesce(action, 'use') AS what
  FROM access_logs WHERE coalesce(result, 'success') = 'success'
  UNION ALL
  SELECT NULL, account, 'used_access', occurred_at, 'access_logs', source_id, record_no, coalesce(system, '') || ':' || coalesce(action, 'use')
  FROM access_logs WHERE identity_id IS NULL AND coalesce(result, 'success') = 'success'
  UNION ALL
  SELECT NULL, lower(trim(actor)), 'acted', occurred_at, 'audit_events', source_id, record_no, event_type FROM audit_events
  UNION ALL
  SELECT NULL, lower(trim(approver_email)), 'approved', decided_at, 'approvals', source_id, record_no, 'request ' || request_id FROM approvals
  UNION ALL
  SELECT NULL, lower(trim(reviewer_email)), 'approved', decided_at, 'review_answers', source_id, record_no, 'review ' || campaign_id FROM review_answers
  UNION ALL
  SELECT NULL, lower(trim(approved_by)), 'approved', approved_at, 'exceptions', source_id, record_no, 'exception ' || exception_id FROM exceptions
), after_departure AS (
  SELECT l.identity_id, l.email, l.ended_at, l.source_id AS person_source, l.record_no AS person_record, d.reason, d.done_at, d.origin, d.source_id, d.record_no, d.what
  FROM leavers AS l JOIN deeds AS d ON d.identity_id = l.identity_id
  WHERE d.done_at >= l.ended_at AND d.done_at < $period_end::TIMESTAMPTZ
  UNION ALL
  SELECT l.identity_id, l.email, l.ended_at, l.source_id, l.record_no, d.reason, d.done_at, d.origin, d.source_id, d.record_no, d.what
  FROM leavers AS l JOIN deeds AS d ON d.email = l.email
  WHERE d.done_at >= l.ended_at AND d.done_at < $period_end::TIMESTAMPTZ
)
SELECT 'identity' AS subject_type, coalesce(email, identity_id) AS subject_id, 'exception' AS outcome, reason AS reason_code,
  count(*) || CASE reason WHEN 'used_access' THEN ' uses' WHEN 'acted' THEN ' changes' ELSE ' approvals' END || ' after the end of employment' AS summary,
  json_object('ended_at', ended_at, 'count', count(*), 'first_at', min(done_at), 'last_at', max(done_at), 'what', list(DISTINCT what ORDER BY what)) AS details,
  list_concat([{'table': 'identities', 'source_id': min(person_source), 'record_no': min(person_record)}],
    list({'table': origin, 'source_id': source_id, 'record_no': record_no} ORDER BY done_at, origin, source_id, record_no)) AS source_rows
FROM after_departure
GROUP BY identity_id, email, ended_at, reason
ORDER BY reason_code, subject_id
