/*
id: reviews.revocations-effective
version: 1
title: What a review decided to revoke or modify is gone or modified within a month
severity:
  still_there: high
  not_modified: medium
  snapshot_too_old: medium
  done: low
  not_due: low
subject: review_item
needs:
  review_items: [campaign_id, item_id, user_email, system, resource, permission]
  review_answers: [campaign_id, item_id, decided_at, decision, new_permission]
  grants: [as_of, system, account_id, identity_id, resource, permission]
  identities: [identity_id, email]
params:
  days:
    type: integer
    unit: days
    doc: Time allowed between the decision and its effect
    default: 30
    min: 0
    max: 365
reasons:
  still_there:
    title: The access that was to go is still there
  not_modified:
    title: The permission that was to change is still the old one
  snapshot_too_old:
    title: No snapshot was taken after the time allowed
    recommendation: Ask the client for a later snapshot.
  done:
    title: The decision was carried out
  not_due:
    title: The time allowed has not passed
texts:
  criteria: Decisions of a review are carried out within {params.days} days.
  cause: The decision did not reach those who change access.
  effect: The review looks effective and changes nothing.
  recommendation: Carry out the decision now; find out how decisions reach the systems.
*/
WITH decided AS (
  SELECT i.campaign_id, i.item_id, lower(trim(i.user_email)) AS person, i.system, i.resource, i.permission, a.decided_at, a.new_permission,
    a.source_id, a.record_no, CASE WHEN lower(trim(a.decision)) IN ('revoke', 'revoked') THEN 'revoke' ELSE 'modify' END AS decision,
    lower(trim(a.decision)) IN ('revoke', 'revoked', 'modify', 'modified') AS acts,
    row_number() OVER (PARTITION BY i.campaign_id, i.item_id ORDER BY a.decided_at DESC, a.source_id, a.record_no) AS turn
  FROM review_items AS i JOIN review_answers AS a ON a.campaign_id = i.campaign_id AND a.item_id = i.item_id
  WHERE a.decided_at <= $as_of::TIMESTAMPTZ AND nullif(trim(a.decision), '') IS NOT NULL
), held AS (
  -- An item names a person by address, and what is no person's by the account.
  SELECT email, system, resource, permission,
    list({'table': 'grants', 'source_id': source_id, 'record_no': record_no} ORDER BY source_id, record_no) AS source_rows
  FROM (
    SELECT lower(trim(p.email)) AS email, g.system, g.resource, g.permission, g.source_id, g.record_no
    FROM actual_grants($as_of::TIMESTAMPTZ) AS g JOIN people() AS p ON p.identity_id = g.identity_id
    UNION
    SELECT lower(trim(account_id)), system, resource, permission, source_id, record_no FROM actual_grants($as_of::TIMESTAMPTZ)
  ) GROUP BY ALL
), observed AS (
  FROM latest_snapshots($as_of::TIMESTAMPTZ)
), judged AS (
  SELECT d.*, o.as_of AS observed_at, h.source_rows AS held_rows,
    CASE
      WHEN o.as_of IS NULL OR o.as_of < d.decided_at THEN 'snapshot_too_old'
      WHEN h.email IS NULL OR (d.decision = 'modify' AND d.new_permission = d.permission) THEN 'done'
      WHEN o.as_of <= d.decided_at + to_hours(24 * $days::BIGINT) THEN 'not_due'
      WHEN d.decision = 'revoke' THEN 'still_there'
      ELSE 'not_modified' END AS reason
  FROM decided AS d
  LEFT JOIN observed AS o ON o.system = d.system
  LEFT JOIN held AS h ON h.email = d.person AND h.system = d.system AND h.resource = d.resource AND h.permission = d.permission
  WHERE d.turn = 1 AND d.acts
)
SELECT 'review_item' AS subject_type, campaign_id || '|' || item_id AS subject_id,
  CASE WHEN reason IN ('still_there', 'not_modified') THEN 'exception' WHEN reason = 'done' THEN 'pass'
    WHEN reason = 'not_due' THEN 'not_applicable' ELSE 'indeterminate' END AS outcome, reason AS reason_code,
  CASE reason
    WHEN 'still_there' THEN person || ' still holds ' || permission || ' on ' || system || ':' || resource || ', which was to be revoked'
    WHEN 'not_modified' THEN person || ' still holds ' || permission || ' on ' || system || ':' || resource || ', which was to become ' || coalesce(new_permission, 'another')
    WHEN 'snapshot_too_old' THEN 'no snapshot of ' || coalesce(system, resource) || ' shows what came of the decision'
    ELSE reason END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'permission', permission, 'new_permission', new_permission,
    'decided_at', decided_at, 'observed_at', observed_at) AS details,
  list_prepend({'table': 'review_answers', 'source_id': source_id, 'record_no': record_no}, coalesce(held_rows, [])) AS source_rows
FROM judged
ORDER BY reason_code, subject_id
