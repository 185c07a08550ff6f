/*
id: reviews.reviewers-independent
version: 2
title: Access was reviewed by the reviewer of record, and nobody reviewed their own
severity:
  self_review: high
  not_manager_of_record: medium
  not_owner_of_record: medium
  independent: low
  manager_unknown: low
  owner_unknown: low
  reviewer_unknown: low
subject: review_item
needs:
  review_items: [campaign_id, item_id, user_email, system, resource, permission, reviewer_email]
  review_answers: [campaign_id, item_id, reviewer_email, decided_at, decision]
  identities: [identity_id, email, manager_email]
optional_needs:
  review_campaigns:
    columns: [campaign_id, review_type]
    without: All reviews are taken for reviews of people.
  accounts:
    columns: [system, account_id, identity_id, kind, owner_email]
    without: Whose an account of another name is, and who owns shared ones, was not seen.
  service_accounts:
    columns: [system, account_id, owner_email]
    without: Owners of service accounts were not seen.
  vendors:
    columns: [vendor, account_ids, owner_email]
    without: Owners of vendors' contracts were not seen.
reasons:
  self_review:
    title: Somebody reviewed their own access
  not_manager_of_record:
    title: Somebody else decided than the manager of record
  not_owner_of_record:
    title: Somebody else decided than the owner of the account or contract
  independent:
    title: The reviewer of record decided
  manager_unknown:
    title: No manager of record is known
  owner_unknown:
    title: No owner of the account or contract is known
  reviewer_unknown:
    title: Nothing says who decided
texts:
  criteria: Access of people is reviewed by their manager, of services by the account's owner, of vendors by the contract's owner, and never by whoever holds it.
  effect: The decision does not come from somebody who answers for the access.
  recommendation: Have the reviewer of record decide again.
*/
WITH kinds AS (
  SELECT campaign_id, bool_or(lower(trim(review_type)) NOT IN ('user', 'people')) AS of_others,
    bool_or(regexp_matches(lower(trim(review_type)), '^(service|vendor)')) AS of_accounts
  FROM review_campaigns GROUP BY campaign_id
), managers AS (
  SELECT lower(trim(email)) AS email, min(nullif(lower(trim(manager_email)), '')) AS manager FROM people() GROUP BY ALL
), behind AS (
  -- An item may name the account of a person instead of the person.
  SELECT k.system, lower(trim(k.account_id)) AS account, min(lower(trim(p.email))) AS email
  FROM known_accounts() AS k JOIN people() AS p ON p.identity_id = k.identity_id GROUP BY ALL
), owned AS (
  SELECT system, account, list(DISTINCT owner ORDER BY owner) FILTER (owner <> '') AS owners FROM (
    SELECT system, lower(trim(account_id)) AS account, lower(trim(owner_email)) AS owner FROM accounts
    UNION ALL SELECT system, lower(trim(account_id)), lower(trim(owner_email)) FROM service_accounts)
  GROUP BY ALL
), contracts AS (
  SELECT account, list(DISTINCT owner ORDER BY owner) FILTER (owner <> '') AS owners FROM (
    SELECT lower(trim(unnest(list_append(coalesce(account_ids, []), vendor)))) AS account, lower(trim(owner_email)) AS owner FROM vendors)
  GROUP BY ALL
), answered AS (
  SELECT i.campaign_id, i.item_id, lower(trim(i.user_email)) AS holder, i.system, i.resource, i.permission,
    lower(coalesce(nullif(trim(a.reviewer_email), ''), nullif(trim(i.reviewer_email), ''))) AS reviewer, a.decided_at, a.source_id, a.record_no
  FROM review_items AS i
  JOIN review_answers AS a ON a.campaign_id = i.campaign_id AND a.item_id = i.item_id
  WHERE nullif(trim(a.decision), '') IS NOT NULL AND (a.decided_at IS NULL OR a.decided_at <= $as_of::TIMESTAMPTZ)
  QUALIFY row_number() OVER (PARTITION BY i.campaign_id, i.item_id ORDER BY a.decided_at DESC, a.source_id, a.record_no) = 1
), placed AS (
  SELECT a.*, coalesce(k.of_others, false) AS of_others, coalesce(k.of_accounts, false) AS of_accounts,
    CASE WHEN l.line IS NOT NULL THEN l.line WHEN v.account IS NOT NULL THEN 'vendor' WHEN m.email IS NOT NULL OR b.email IS NOT NULL THEN 'person' END AS line,
    coalesce(m.email, b.email) AS person, CASE WHEN l.line IS NULL OR l.line = 'vendor' THEN coalesce(v.owners, o.owners) ELSE o.owners END AS owners
  FROM answered AS a
  LEFT JOIN kinds AS k ON k.campaign_id = a.campaign_id
  LEFT JOIN account_lines() AS l ON l.system = a.system AND l.account_id = a.holder
  LEFT JOIN contracts AS v ON v.account = a.holder
  LEFT JOIN owned AS o ON o.system = a.system AND o.account = a.holder
  LEFT JOIN managers AS m ON m.email = a.holder
  LEFT JOIN behind AS b ON b.system = a.system AND b.account = a.holder
), judged AS (
  SELECT p.*, m.manager, CASE
      WHEN p.reviewer IS NULL THEN 'reviewer_unknown'
      WHEN p.reviewer = p.holder OR (p.line = 'person' AND p.reviewer = p.person) THEN 'self_review'
      WHEN p.line <> 'person' OR (p.line IS NULL AND p.of_accounts)
        THEN CASE WHEN p.owners IS NULL THEN 'owner_unknown' WHEN list_contains(p.owners, p.reviewer) THEN 'independent' ELSE 'not_owner_of_record' END
      WHEN p.of_others THEN 'independent'
      WHEN m.manager IS NULL THEN 'manager_unknown'
      WHEN p.reviewer <> m.manager THEN 'not_manager_of_record'
      ELSE 'independent' END AS reason
  FROM placed AS p LEFT JOIN managers AS m ON m.email = p.person
)
SELECT 'review_item' AS subject_type, campaign_id || '|' || item_id AS subject_id,
  CASE WHEN reason = 'independent' THEN 'pass' WHEN reason IN ('manager_unknown', 'owner_unknown', 'reviewer_unknown') THEN 'indeterminate' ELSE 'exception' END AS outcome,
  reason AS reason_code,
  CASE reason WHEN 'self_review' THEN reviewer || ' decided on their own access' || CASE WHEN holder <> reviewer THEN ' as ' || holder ELSE '' END
    WHEN 'not_manager_of_record' THEN reviewer || ' decided on ' || person || '; manager of record is ' || manager
    WHEN 'not_owner_of_record' THEN reviewer || ' decided on ' || holder || '; owner of record is ' || array_to_string(owners, ' or ')
    WHEN 'manager_unknown' THEN 'no manager of record is known for ' || coalesce(holder, '?')
    WHEN 'reviewer_unknown' THEN 'nothing says who decided on ' || coalesce(holder, '?')
    WHEN 'owner_unknown' THEN 'no owner of record is known for ' || coalesce(holder, '?')
    ELSE CASE WHEN line <> 'person' THEN 'decided by the owner of record' WHEN of_others THEN 'decided by somebody else than the person' ELSE 'decided by the manager of record' END
    END AS summary,
  json_object('person', coalesce(person, holder), 'account', CASE WHEN line <> 'person' OR holder <> person THEN holder END, 'line', line, 'system', system,
    'resource', resource, 'permission', permission, 'reviewer', reviewer, 'manager', manager, 'owners', owners, 'decided_at', decided_at) AS details,
  [{'table': 'review_answers', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id
