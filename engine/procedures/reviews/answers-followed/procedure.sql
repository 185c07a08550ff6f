/*
id: reviews.answers-followed
version: 2
title: What a reviewer answered was followed by what the answer calls for
severity:
  contradiction: medium
  unsure: medium
  escalation_open: low
  followed: low
  not_due: low
subject: review_item
needs:
  review_items: [campaign_id, item_id, user_email, system, resource, permission]
  review_answers: [campaign_id, item_id, reviewer_email, decided_at, decision, answers]
optional_needs:
  grants:
    columns: [as_of, system, account_id, identity_id, resource, permission]
    without: Access that went away instead of a second decision was not seen.
  identities:
    columns: [identity_id, email]
    without: Access that went away instead of a second decision was not seen.
params:
  days:
    type: integer
    unit: days
    doc: Time allowed to follow up an answer that leaves the access undecided
    default: 30
    min: 0
    max: 365
reasons:
  contradiction:
    title: The access was approved although an answer calls for its removal or reduction
  unsure:
    title: The reviewer was unsure and nobody decided afterwards
  escalation_open:
    title: The access is too little for the role, and nothing shows that security took it up
    recommendation: Ask security what became of it.
  followed:
    title: Decision and answers agree
  not_due:
    title: The time allowed for the follow-up has not passed
texts:
  criteria: Not needed means revoke; too much means reduce; a dormant account is disabled; unsure is no approval and is followed up within {params.days} days.
  effect: The review notices what is wrong and changes nothing.
  recommendation: Have the item decided again, and act on the decision.
*/
WITH answered AS (
  SELECT a.*, lower(trim(a.decision)) AS verdict,
    lower(trim(a.answers->>'$.Q1')) AS needed, lower(trim(a.answers->>'$.Q2')) AS level, lower(trim(a.answers->>'$.Q4')) AS dormant,
    lower(trim(a.answers->>'$.Q5')) AS services
  FROM review_answers AS a
  WHERE nullif(trim(a.decision), '') IS NOT NULL AND (a.decided_at IS NULL OR a.decided_at <= $as_of::TIMESTAMPTZ)
  QUALIFY row_number() OVER (PARTITION BY a.campaign_id, a.item_id ORDER BY a.decided_at DESC NULLS LAST, a.source_id, a.record_no) = 1
), observed AS (
  FROM latest_snapshots($as_of::TIMESTAMPTZ)
), held AS (
  -- An item names a person by address, and what is no person's by the account.
  SELECT lower(trim(p.email)) AS email, g.system, g.resource, g.permission
  FROM actual_grants($as_of::TIMESTAMPTZ) AS g JOIN people() AS p ON p.identity_id = g.identity_id
  UNION
  SELECT lower(trim(account_id)), system, resource, permission FROM actual_grants($as_of::TIMESTAMPTZ)
), joined AS (
  SELECT a.*, lower(trim(i.user_email)) AS person, i.system, i.resource, i.permission,
    o.as_of > a.decided_at AND h.email IS NULL AS gone,
    a.decided_at + to_hours(24 * $days::BIGINT) >= $as_of::TIMESTAMPTZ AS running
  FROM answered AS a JOIN (
    SELECT campaign_id, item_id, min(user_email) AS user_email, min(system) AS system, min(resource) AS resource, min(permission) AS permission
    FROM review_items GROUP BY campaign_id, item_id) AS i ON i.campaign_id = a.campaign_id AND i.item_id = a.item_id
  LEFT JOIN observed AS o ON o.system = i.system
  LEFT JOIN held AS h ON h.email = lower(trim(i.user_email)) AND h.system = i.system AND h.resource = i.resource AND h.permission = i.permission
), judged AS (
  SELECT *, CASE
      WHEN verdict IN ('approve', 'approved') AND (needed = 'no' OR level = 'no - too much' OR dormant = 'yes')
        THEN CASE WHEN gone THEN 'followed' ELSE 'contradiction' END
      WHEN verdict = 'unsure' OR needed = 'unsure' OR services = 'unsure'
        THEN CASE WHEN gone OR verdict NOT IN ('unsure', 'approve', 'approved') THEN 'followed'
          WHEN running THEN 'not_due' ELSE 'unsure' END
      WHEN level = 'no - too little' THEN CASE WHEN running THEN 'not_due' ELSE 'escalation_open' END
      ELSE 'followed' END AS reason
  FROM joined
)
SELECT 'review_item' AS subject_type, campaign_id || '|' || item_id AS subject_id,
  CASE reason WHEN 'followed' THEN 'pass' WHEN 'not_due' THEN 'not_applicable' WHEN 'escalation_open' THEN 'lead' ELSE 'exception' END AS outcome,
  reason AS reason_code,
  CASE reason
    WHEN 'contradiction' THEN coalesce(reviewer_email, 'nobody named') || ' approved ' || coalesce(permission, 'access') || ' of ' || coalesce(person, '?')
      || ' on ' || coalesce(system || ':', '') || coalesce(resource, '?') || ' and answered that '
      || CASE WHEN needed = 'no' THEN 'it is not needed' WHEN level = 'no - too much' THEN 'it is too much' ELSE 'the account is dormant' END
    WHEN 'unsure' THEN coalesce(reviewer_email, 'nobody named') || ' was unsure about ' || coalesce(person, '?') || ' on ' || coalesce(system || ':', '')
      || coalesce(resource, '?') || ', and nobody decided afterwards'
    WHEN 'escalation_open' THEN coalesce(person, '?') || ' has too little on ' || coalesce(system || ':', '') || coalesce(resource, '?') || ', says '
      || coalesce(reviewer_email, 'nobody named')
    ELSE reason END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'permission', permission, 'reviewer', reviewer_email, 'decision', verdict,
    'answers', answers, 'decided_at', decided_at) AS details,
  [{'table': 'review_answers', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id
