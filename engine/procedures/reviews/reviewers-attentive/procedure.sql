/*
id: reviews.reviewers-attentive
version: 1
title: Reviewers took their time and told items apart
severity: low
subject: reviewer
needs:
  review_items: [campaign_id, item_id, system, resource, permission, reviewer_email]
  review_answers: [campaign_id, item_id, reviewer_email, decided_at, decision]
optional_needs:
  entitlements:
    columns: [system, resource, permission, privileged]
    without: Privileged access that was approved in seconds was not looked for.
params:
  min_items:
    type: integer
    unit: items
    doc: Fewer decisions than this show no pattern
    default: 10
    min: 2
    max: 1000
  seconds:
    type: integer
    unit: seconds
    doc: A mean time between decisions below this is no reading
    default: 10
    min: 1
    max: 3600
  approve_percent:
    type: integer
    unit: percent
    doc: Share of approvals from which on a reviewer counts as approving everything
    default: 100
    min: 50
    max: 100
reasons:
  rubber_stamp:
    title: Everything was approved, in seconds an item
  hasty:
    title: Decisions follow each other in seconds, not all of them approvals
  privileged_in_seconds:
    title: Privileged access was approved in seconds
  attentive:
    title: No sign of decisions without reading
texts:
  criteria: A reviewer looks at each access before confirming it.
  effect: The review confirms what nobody has looked at.
  recommendation: Talk to the reviewer; have a sample of the items decided again by somebody else.
*/
WITH decided AS (
  SELECT a.campaign_id, lower(trim(coalesce(nullif(trim(a.reviewer_email), ''), i.reviewer_email))) AS reviewer, a.item_id, a.decided_at,
    lower(trim(a.decision)) IN ('approve', 'approved') AS approved,
    coalesce((SELECT bool_or(e.privileged) FROM entitlements AS e WHERE e.system = i.system AND e.resource = i.resource AND e.permission = i.permission), false) AS privileged,
    a.source_id, a.record_no
  FROM review_answers AS a JOIN review_items AS i ON i.campaign_id = a.campaign_id AND i.item_id = a.item_id
  WHERE nullif(trim(a.decision), '') IS NOT NULL AND a.decided_at <= $as_of::TIMESTAMPTZ
), spaced AS (
  SELECT *, date_diff('second', lag(decided_at) OVER (PARTITION BY campaign_id, reviewer ORDER BY decided_at, item_id, source_id, record_no), decided_at) AS gap
  FROM decided WHERE reviewer IS NOT NULL
), figures AS (
  SELECT campaign_id, reviewer, count(*) AS items, count(*) FILTER (approved) AS approvals, date_diff('second', min(decided_at), max(decided_at)) AS lasted,
    count(*) FILTER (approved AND privileged AND gap < $seconds::BIGINT) AS privileged_fast,
    list({'table': 'review_answers', 'source_id': source_id, 'record_no': record_no} ORDER BY decided_at, source_id, record_no) AS source_rows
  FROM spaced GROUP BY campaign_id, reviewer
), judged AS (
  SELECT *, CASE
      WHEN items >= $min_items::BIGINT AND lasted < $seconds::BIGINT * (items - 1)
        THEN CASE WHEN approvals * 100 >= $approve_percent::BIGINT * items THEN 'rubber_stamp' ELSE 'hasty' END
      WHEN privileged_fast > 0 THEN 'privileged_in_seconds'
      ELSE 'attentive' END AS reason
  FROM figures
)
SELECT 'reviewer' AS subject_type, campaign_id || '|' || reviewer AS subject_id,
  CASE reason WHEN 'attentive' THEN 'pass' ELSE 'lead' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'attentive' THEN reason
    WHEN 'privileged_in_seconds' THEN reviewer || ' approved ' || privileged_fast || ' privileged items within ' || $seconds::BIGINT || ' seconds of the decision before'
    ELSE reviewer || ' approved ' || approvals || ' of ' || items || ' items in ' || lasted || ' seconds' END AS summary,
  json_object('campaign', campaign_id, 'reviewer', reviewer, 'items', items, 'approved', approvals, 'seconds', lasted,
    'seconds_an_item', CASE WHEN items > 1 THEN lasted // (items - 1) END, 'privileged_in_seconds', privileged_fast) AS details,
  source_rows
FROM judged
ORDER BY reason_code, subject_id
