/*
id: reviews.reviewers-independent
version: 1
title: Access was reviewed by the manager of record, and nobody reviewed their own
severity:
  self_review: high
  not_manager_of_record: medium
  independent: low
  manager_unknown: low
subject: review_item
needs:
  review_items: [campaign_id, item_id, user_email, system, resource, permission, reviewer_email]
  review_answers: [campaign_id, item_id, reviewer_email, decided_at, decision]
  identities: [identity_id, email, manager_email]
optional_needs:
  review_campaigns:
    columns: [campaign_id, review_type]
    without: All reviews are taken for reviews of people.
reasons:
  self_review:
    title: Somebody reviewed their own access
  not_manager_of_record:
    title: Somebody else decided than the manager of record
  independent:
    title: The manager of record decided
  manager_unknown:
    title: No manager of record is known
texts:
  criteria: Access of people is reviewed by their manager of record, never by themselves.
  effect: The decision does not come from somebody who answers for the person's access.
  recommendation: Have the manager of record decide again.
*/
WITH reviews AS (
  SELECT campaign_id FROM review_campaigns GROUP BY campaign_id HAVING bool_or(lower(trim(review_type)) NOT IN ('user', 'people'))
), managers AS (
  SELECT lower(trim(email)) AS email, min(lower(trim(manager_email))) AS manager FROM people() GROUP BY ALL
), answered AS (
  SELECT i.campaign_id, i.item_id, lower(trim(i.user_email)) AS person, i.system, i.resource, i.permission,
    lower(trim(coalesce(a.reviewer_email, i.reviewer_email))) AS reviewer, m.manager, a.decided_at, a.source_id, a.record_no,
    r.campaign_id IS NULL AS of_people,
    row_number() OVER (PARTITION BY i.campaign_id, i.item_id ORDER BY a.decided_at DESC, a.source_id, a.record_no) AS turn
  FROM review_items AS i
  JOIN review_answers AS a ON a.campaign_id = i.campaign_id AND a.item_id = i.item_id
  LEFT JOIN managers AS m ON m.email = lower(trim(i.user_email))
  LEFT JOIN reviews AS r ON r.campaign_id = i.campaign_id
  WHERE nullif(trim(a.decision), '') IS NOT NULL AND (a.decided_at IS NULL OR a.decided_at <= $as_of::TIMESTAMPTZ)
), judged AS (
  SELECT *, CASE
      WHEN reviewer = person THEN 'self_review'
      WHEN NOT of_people THEN 'independent'
      WHEN manager IS NULL OR manager = '' THEN 'manager_unknown'
      WHEN reviewer <> manager THEN 'not_manager_of_record'
      ELSE 'independent' END AS reason
  FROM answered WHERE turn = 1
)
SELECT 'review_item' AS subject_type, campaign_id || '|' || item_id AS subject_id,
  CASE reason WHEN 'independent' THEN 'pass' WHEN 'manager_unknown' THEN 'indeterminate' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'self_review' THEN person || ' decided on their own access'
    WHEN 'not_manager_of_record' THEN reviewer || ' decided on ' || person || '; manager of record is ' || manager
    WHEN 'manager_unknown' THEN 'no manager of record is known for ' || coalesce(person, '?') ELSE 'decided by the manager of record' END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'permission', permission, 'reviewer', reviewer, 'manager', manager,
    'decided_at', decided_at) AS details,
  [{'table': 'review_answers', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id
