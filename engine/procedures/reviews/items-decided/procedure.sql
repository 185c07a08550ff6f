/*
id: reviews.items-decided
version: 1
title: Every item of a finished review was decided
severity: medium
subject: review_item
needs:
  review_campaigns: [campaign_id, status, started_at, due_at, completed_at]
  review_items: [campaign_id, item_id, user_email, system, resource, permission, reviewer_email]
  review_answers: [campaign_id, item_id, decision, decided_at]
reasons:
  undecided:
    title: Nobody decided the item
  decided:
    title: The item was decided
  running:
    title: The review is not finished
texts:
  criteria: A review is finished when each access in it was decided.
  effect: Access goes on that nobody confirmed, and the review looks complete.
  recommendation: Have the items decided; find out how the review could be closed without them.
*/
WITH finished AS (
  SELECT campaign_id, bool_or(completed_at <= $as_of::TIMESTAMPTZ OR due_at <= $as_of::TIMESTAMPTZ) AS over
  FROM review_campaigns GROUP BY campaign_id
), decided AS (
  SELECT DISTINCT campaign_id, item_id FROM review_answers
  WHERE lower(trim(decision)) IN ('approve', 'approved', 'revoke', 'revoked', 'modify', 'modified', 'unsure') AND (decided_at IS NULL OR decided_at <= $as_of::TIMESTAMPTZ)
), judged AS (
  SELECT i.*, CASE WHEN d.item_id IS NOT NULL THEN 'decided' WHEN f.over THEN 'undecided' ELSE 'running' END AS reason
  FROM review_items AS i
  LEFT JOIN finished AS f ON f.campaign_id = i.campaign_id
  LEFT JOIN decided AS d ON d.campaign_id = i.campaign_id AND d.item_id = i.item_id
)
SELECT 'review_item' AS subject_type, campaign_id || '|' || item_id AS subject_id,
  CASE reason WHEN 'undecided' THEN 'exception' WHEN 'decided' THEN 'pass' ELSE 'not_applicable' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'undecided' THEN 'no decision of ' || coalesce(reviewer_email, 'nobody') || ' on ' || coalesce(user_email, '?') || ', '
    || coalesce(system || ':', '') || coalesce(resource, '?') ELSE reason END AS summary,
  json_object('person', user_email, 'system', system, 'resource', resource, 'permission', permission, 'reviewer', reviewer_email) AS details,
  [{'table': 'review_items', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id, source_id, record_no
