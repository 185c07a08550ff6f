/*
id: reviews.items-complete
version: 1
title: Each grant in the scope of a review was put up for it
severity: medium
subject: grant
needs:
  review_campaigns: [campaign_id, scope, started_at]
  review_items: [campaign_id, item_id, user_email, system, resource, permission]
  grants: [as_of, system, account_id, identity_id, resource, permission]
  identities: [identity_id, email, department, hired_at, left_at]
optional_needs:
  entitlements:
    columns: [system, resource, permission, privileged]
    without: Reviews of privileged access were not tested.
reasons:
  not_in_campaign:
    title: The access was held when the review began and is no item of it
  not_certain:
    title: A snapshot before the review has the access, none after it does
    recommendation: Ask for a snapshot of the day on which the review began.
  scope_unknown:
    title: What the review covers is not understood
    recommendation: Ask the client what the review covers.
  in_campaign:
    title: The access is an item of the review
texts:
  criteria: A review covers all access in its scope.
  effect: Access that is left out is confirmed by nobody.
  recommendation: Have the access reviewed now; find out how the list for the review was made.
*/
WITH begun AS (
  SELECT campaign_id, min(started_at) AS started_at, min(lower(trim(scope))) AS scope, min(source_id) AS source_id, min(record_no) AS record_no
  FROM review_campaigns WHERE started_at <= $as_of::TIMESTAMPTZ GROUP BY campaign_id
), scoped AS (
  SELECT *, CASE
      WHEN scope IN ('all', 'all_users', 'all_access') THEN 'all'
      WHEN scope = 'privileged_users' THEN 'privileged'
      WHEN starts_with(scope, 'department:') THEN 'department'
      WHEN starts_with(scope, 'system:') THEN 'system' END AS kind,
    trim(regexp_replace(scope, '^[a-z]+:', '')) AS name
  FROM begun
), seen AS (
  SELECT DISTINCT system, as_of FROM grants
), around AS (
  SELECT c.campaign_id, s.system, max(s.as_of) FILTER (s.as_of <= c.started_at) AS before_at, min(s.as_of) FILTER (s.as_of > c.started_at) AS after_at
  FROM scoped AS c CROSS JOIN seen AS s GROUP BY ALL
), held AS (
  SELECT a.campaign_id, g.identity_id, g.system, g.resource, g.permission,
    bool_or(g.as_of = a.before_at) AS held_before, bool_or(g.as_of = a.after_at) AS held_after, bool_or(a.after_at IS NULL) AS last_known,
    arg_min(g.source_id, (g.as_of, g.source_id, g.record_no)) AS source_id, arg_min(g.record_no, (g.as_of, g.source_id, g.record_no)) AS record_no
  FROM around AS a JOIN grants AS g ON g.system = a.system AND (g.as_of = a.before_at OR g.as_of = a.after_at)
  GROUP BY ALL
), staff AS (
  SELECT r.identity_id, r.valid_from, r.valid_until, lower(trim(r.department)) AS department, lower(trim(p.email)) AS person, p.hired_at, p.left_at,
    nullif(trim(p.manager_email), '') IS NOT NULL AS has_manager
  FROM role_history() AS r JOIN people() AS p ON p.identity_id = r.identity_id
), wide AS (
  SELECT c.campaign_id, c.started_at, c.scope, s.person, h.*  EXCLUDE (campaign_id, identity_id)
  FROM scoped AS c JOIN held AS h ON h.campaign_id = c.campaign_id JOIN staff AS s ON s.identity_id = h.identity_id
  WHERE (s.valid_from IS NULL OR s.valid_from <= c.started_at) AND (s.valid_until IS NULL OR c.started_at < s.valid_until)
    AND (s.hired_at IS NULL OR s.hired_at <= c.started_at) AND (s.left_at IS NULL OR c.started_at < s.left_at)
    AND s.has_manager AND h.held_before
    AND CASE c.kind WHEN 'all' THEN true WHEN 'department' THEN s.department = c.name WHEN 'system' THEN lower(h.system) = c.name
      WHEN 'privileged' THEN EXISTS (SELECT 1 FROM entitlements AS e WHERE e.privileged AND e.system = h.system AND e.resource = h.resource
        AND e.permission = h.permission) END
), items AS (
  SELECT DISTINCT campaign_id, lower(trim(user_email)) AS person, system, resource, permission FROM review_items
), judged AS (
  SELECT w.*, CASE WHEN i.campaign_id IS NOT NULL THEN 'in_campaign' WHEN w.held_after OR w.last_known THEN 'not_in_campaign' ELSE 'not_certain' END AS reason
  FROM wide AS w LEFT JOIN items AS i ON i.campaign_id = w.campaign_id AND i.person = w.person AND i.system = w.system AND i.resource = w.resource
    AND i.permission = w.permission
)
SELECT 'grant' AS subject_type, person || '|' || system || ':' || resource || '|' || coalesce(permission, '') AS subject_id,
  CASE reason WHEN 'in_campaign' THEN 'pass' WHEN 'not_certain' THEN 'indeterminate' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'in_campaign' THEN reason ELSE person || ' held ' || coalesce(permission, 'access') || ' on ' || system || ':' || resource || ', which review '
    || campaign_id || ' leaves out' END AS summary,
  json_object('campaign', campaign_id, 'scope', scope, 'started_at', started_at, 'person', person, 'system', system, 'resource', resource,
    'permission', permission) AS details,
  [{'table': 'grants', 'source_id': source_id, 'record_no': record_no}] AS source_rows, campaign_id AS finding_key
FROM judged
UNION ALL
SELECT 'grant', campaign_id, 'indeterminate', 'scope_unknown', 'what "' || coalesce(scope, '') || '" covers is not understood',
  json_object('campaign', campaign_id, 'scope', scope), [{'table': 'review_campaigns', 'source_id': source_id, 'record_no': record_no}], campaign_id
FROM scoped WHERE kind IS NULL
ORDER BY reason_code, subject_id, finding_key
