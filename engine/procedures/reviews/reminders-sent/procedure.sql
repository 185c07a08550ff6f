/*
id: reviews.reminders-sent
version: 1
title: Reviewers with open items were reminded before the due date, and the due date was near
severity: low
subject: reviewer
needs:
  review_campaigns: [campaign_id, started_at, due_at]
  review_items: [campaign_id, item_id, reviewer_email]
  review_answers: [campaign_id, item_id, decided_at, decision]
  reminders: [campaign_id, recipient_email, sent_at]
params:
  before_days:
    type: integer
    unit: days
    doc: Days before the due date from which on an open item calls for a reminder
    default: 3
    min: 0
    max: 90
  due_days:
    type: integer
    unit: days
    doc: Most days of the calendar between the start of a review and its due date
    default: 7
    min: 1
    max: 365
reasons:
  not_reminded:
    title: Items were open shortly before the due date and no reminder was sent
  due_too_late:
    title: The reviewer was given more time than the rule allows
  reminded:
    title: Reminded in time, or nothing to remind of
  time_unknown:
    title: When the review began or was due is not stated
texts:
  criteria: Reviews are due within {params.due_days} days, and who has open items {params.before_days} days before that is reminded.
  effect: Reviews drag on and items stay undecided.
  recommendation: Send reminders from the tool, and keep what was sent.
*/
WITH timed AS (
  SELECT campaign_id, min(started_at) AS started_at, max(due_at) AS due_at FROM review_campaigns GROUP BY campaign_id
), asked AS (
  SELECT i.campaign_id, lower(trim(i.reviewer_email)) AS reviewer, t.started_at, t.due_at, i.item_id, i.source_id, i.record_no,
    (SELECT min(a.decided_at) FROM review_answers AS a WHERE a.campaign_id = i.campaign_id AND a.item_id = i.item_id
      AND nullif(trim(a.decision), '') IS NOT NULL) AS decided_at
  FROM review_items AS i JOIN timed AS t ON t.campaign_id = i.campaign_id
  WHERE nullif(trim(i.reviewer_email), '') IS NOT NULL AND (t.due_at IS NULL OR t.due_at <= $as_of::TIMESTAMPTZ)
), totals AS (
  SELECT campaign_id, reviewer, any_value(started_at ORDER BY started_at) AS started_at, any_value(due_at ORDER BY due_at) AS due_at,
    count(*) FILTER (decided_at IS NULL OR decided_at > due_at - to_hours(24 * $before_days::BIGINT)) AS open_items,
    arg_min(source_id, (source_id, record_no)) AS source_id, arg_min(record_no, (source_id, record_no)) AS record_no
  FROM asked GROUP BY campaign_id, reviewer
), judged AS (
  SELECT t.*, m.sent, CASE
      WHEN t.started_at IS NULL OR t.due_at IS NULL THEN 'time_unknown'
      WHEN t.due_at AT TIME ZONE $timezone::VARCHAR > t.started_at AT TIME ZONE $timezone::VARCHAR + to_days($due_days::INTEGER) THEN 'due_too_late'
      WHEN t.open_items > 0 AND coalesce(m.sent, 0) = 0 THEN 'not_reminded'
      ELSE 'reminded' END AS reason
  FROM totals AS t
  LEFT JOIN (
    SELECT t.campaign_id, t.reviewer, count(*) AS sent
    FROM totals AS t JOIN reminders AS r ON r.campaign_id = t.campaign_id AND lower(trim(r.recipient_email)) = t.reviewer
    WHERE r.sent_at > t.started_at AND r.sent_at <= t.due_at GROUP BY ALL) AS m ON m.campaign_id = t.campaign_id AND m.reviewer = t.reviewer
)
SELECT 'reviewer' AS subject_type, campaign_id || '|' || reviewer AS subject_id,
  CASE reason WHEN 'reminded' THEN 'pass' WHEN 'time_unknown' THEN 'indeterminate' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'not_reminded' THEN reviewer || ' had ' || open_items || ' open items and got no reminder'
    WHEN 'due_too_late' THEN 'due ' || date_diff('hour', started_at, due_at) || ' hours after the start' ELSE reason END AS summary,
  json_object('campaign', campaign_id, 'reviewer', reviewer, 'started_at', started_at, 'due_at', due_at, 'open_items', open_items,
    'reminders', coalesce(sent, 0)) AS details,
  [{'table': 'review_items', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id
