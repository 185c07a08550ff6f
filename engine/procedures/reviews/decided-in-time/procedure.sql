/*
id: reviews.decided-in-time
version: 1
title: Review decisions were made by the due date
severity: low
subject: review_item
needs:
  review_campaigns: [campaign_id, due_at]
  review_answers: [campaign_id, item_id, reviewer_email, decided_at, decision]
reasons:
  late:
    title: The decision came after the due date
  in_time:
    title: The decision came in time
  time_unknown:
    title: When it was decided, or due, is not stated
texts:
  criteria: Reviewers decide by the due date of the review.
  effect: Access that should go stays for longer.
  recommendation: Ask whether reminders were sent, and what happens to late reviewers.
*/
WITH answered AS (
  SELECT a.*, c.due_at,
    row_number() OVER (PARTITION BY a.campaign_id, a.item_id ORDER BY a.decided_at, a.source_id, a.record_no) AS turn
  FROM review_answers AS a LEFT JOIN (SELECT campaign_id, max(due_at) AS due_at FROM review_campaigns GROUP BY campaign_id) AS c ON c.campaign_id = a.campaign_id
  WHERE nullif(trim(a.decision), '') IS NOT NULL AND (a.decided_at IS NULL OR a.decided_at <= $as_of::TIMESTAMPTZ)
), judged AS (
  SELECT *, CASE WHEN decided_at IS NULL OR due_at IS NULL THEN 'time_unknown' WHEN decided_at > due_at THEN 'late' ELSE 'in_time' END AS reason
  FROM answered WHERE turn = 1
)
SELECT 'review_item' AS subject_type, campaign_id || '|' || item_id AS subject_id,
  CASE reason WHEN 'late' THEN 'exception' WHEN 'in_time' THEN 'pass' ELSE 'indeterminate' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'late' THEN coalesce(reviewer_email, 'nobody named') || ' decided ' || date_diff('hour', due_at, decided_at) || ' hours after the due date' ELSE reason END AS summary,
  json_object('reviewer', reviewer_email, 'decided_at', decided_at, 'due_at', due_at, 'decision', decision) AS details,
  [{'table': 'review_answers', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id
