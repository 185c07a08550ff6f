/*
id: exceptions.extensions-approved
version: 1
title: Each extension of an exception was approved anew, by somebody else and in time
severity:
  not_approved: medium
  self_approved: medium
  approved_late: low
  not_recorded: medium
  approved: low
subject: exception
needs:
  exceptions: [exception_id, user_email, expires_at, original_expires_at]
  exception_extensions: [exception_id, extended_at, old_expires_at, new_expires_at, requested_by, approved_by, approved_at]
reasons:
  not_approved:
    title: The extension has no approver
  self_approved:
    title: The requester or the beneficiary approved the extension
  approved_late:
    title: The extension was approved after it took effect
  not_recorded:
    title: The expiry was moved, and no extension is recorded
  approved:
    title: Approved anew
texts:
  criteria: An extension is a new decision and needs a new approval.
  effect: Temporary access goes on without anybody's decision.
  recommendation: Obtain the decision of the approver, or end the access at the expiry first approved.
*/
WITH extended AS (
  SELECT x.*, lower(trim(e.user_email)) AS person, nullif(lower(trim(x.approved_by)), '') AS approver,
    row_number() OVER (PARTITION BY x.exception_id ORDER BY x.extended_at, x.source_id, x.record_no) AS turn
  FROM exception_extensions AS x
  LEFT JOIN (SELECT exception_id, min(user_email) AS user_email FROM exceptions GROUP BY exception_id) AS e ON e.exception_id = x.exception_id
  WHERE x.extended_at <= $as_of::TIMESTAMPTZ
), judged AS (
  SELECT *, CASE
      WHEN approver IS NULL THEN 'not_approved'
      WHEN approver IN (lower(trim(requested_by)), person) THEN 'self_approved'
      WHEN approved_at > extended_at THEN 'approved_late'
      ELSE 'approved' END AS reason
  FROM extended
)
SELECT 'exception' AS subject_type, exception_id AS subject_id,
  CASE reason WHEN 'approved' THEN 'pass' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'not_approved' THEN 'nobody approved the extension' WHEN 'self_approved' THEN approver || ' approved their own extension'
    WHEN 'approved_late' THEN 'the extension was approved after it took effect' ELSE 'approved by ' || approver END AS summary,
  json_object('person', person, 'extended_at', extended_at, 'old_expires_at', old_expires_at, 'new_expires_at', new_expires_at,
    'requested_by', requested_by, 'approved_by', approved_by, 'approved_at', approved_at) AS details,
  [{'table': 'exception_extensions', 'source_id': source_id, 'record_no': record_no}] AS source_rows,
  CASE WHEN turn = 1 THEN '' ELSE turn::VARCHAR END AS finding_key
FROM judged
UNION ALL
SELECT 'exception', exception_id, 'exception', 'not_recorded',
  'the expiry was moved, and no extension is recorded',
  json_object('person', lower(trim(user_email)), 'original_expires_at', original_expires_at, 'expires_at', expires_at),
  [{'table': 'exceptions', 'source_id': source_id, 'record_no': record_no}], ''
FROM exceptions AS e
WHERE original_expires_at < expires_at AND granted_at <= $as_of::TIMESTAMPTZ
  AND NOT EXISTS (FROM exception_extensions AS x WHERE x.exception_id = e.exception_id)
ORDER BY subject_id, reason_code, finding_key
