/*
id: policy.coverage-ties
version: 2
title: The parts of policy coverage add up to the grants of the snapshot
severity:
  parts_do_not_add_up: high
  rows_do_not_add_up: high
  ties: low
  system_without_data: medium
subject: [figure, system]
needs:
  identities: [identity_id, email]
  grants: [as_of, system, account_id, identity_id, resource, permission]
  policies: [policy, version, effective_at, approved_by, scope_valid, grants_in_file]
  policy_scopes: [policy, version, attribute, value]
  policy_grants: [policy, version, clause_no, system, resource, permission]
optional_needs:
  exceptions:
    columns: [exception_id, user_email, system, resource, permission, requested_by, approved_by, approved_at, expires_at, revoked_at]
    without: Access that exceptions explain counts as drift.
reasons:
  ties:
    title: The figures tie
  parts_do_not_add_up:
    title: By policy, by exception and drift are not all grants of people
  rows_do_not_add_up:
    title: People's grants and the other lines are not all rows of the snapshot
  system_without_data:
    title: Policies give access to a system of which there is no snapshot
    recommendation: Ask the client for the access list of this system, or note that coverage leaves it out.
texts:
  criteria: Coverage counts each grant of the snapshot once.
  effect: The coverage figures cannot be relied on.
  recommendation: Find the rows that are counted twice or not at all before using the figures.
*/
WITH totals AS (
  SELECT * FROM coverage_totals($as_of::TIMESTAMPTZ)
), snapshot AS (
  SELECT count(*) AS snapshot_rows FROM snapshot_at($as_of::TIMESTAMPTZ)
), observed AS (
  SELECT system FROM latest_snapshots($as_of::TIMESTAMPTZ)
), named AS (
  SELECT g.system, min({'source_id': g.source_id, 'record_no': g.record_no}) AS origin, count(DISTINCT g.policy) AS policies
  FROM policies_in_force($as_of::TIMESTAMPTZ) AS f
  JOIN policy_grants AS g ON g.policy = f.policy AND g.version = f.version
  WHERE f.standing = 'covers' AND g.system <> '*'
  GROUP BY g.system
)
SELECT 'figure' AS subject_type, 'grants of people' AS subject_id,
  CASE WHEN by_policy + by_exception + drift = grants THEN 'pass' ELSE 'exception' END AS outcome,
  CASE WHEN by_policy + by_exception + drift = grants THEN 'ties' ELSE 'parts_do_not_add_up' END AS reason_code,
  by_policy || ' by policy + ' || by_exception || ' by exception + ' || drift || ' drift against ' || grants || ' grants' AS summary,
  json_object('by_policy', by_policy, 'by_exception', by_exception, 'drift', drift, 'grants', grants) AS details,
  []::STRUCT("table" VARCHAR, source_id VARCHAR, record_no BIGINT)[] AS source_rows
FROM totals
WHERE snapshot_rows > 0
UNION ALL
SELECT 'figure', 'rows of the snapshot',
  CASE WHEN ties THEN 'pass' ELSE 'exception' END,
  CASE WHEN ties THEN 'ties' ELSE 'rows_do_not_add_up' END,
  grants || ' grants of people + ' || others || ' on other lines + ' || repeated_rows || ' repeated'
    || CASE WHEN through_groups > 0 THEN ' - ' || through_groups || ' that stand for what groups hold' ELSE '' END
    || ' against ' || snapshot_rows || ' rows',
  json_object('grants', grants, 'service', service, 'vendor', vendor, 'shared', shared, 'unresolved', unresolved,
    'of_groups', of_groups, 'through_groups', through_groups,
    'repeated_rows', repeated_rows, 'snapshot_rows', snapshot_rows),
  []
FROM (
  SELECT t.* EXCLUDE (snapshot_rows), s.snapshot_rows, service + vendor + shared + unresolved + of_groups AS others,
    t.grants + service + vendor + shared + unresolved + of_groups + repeated_rows - through_groups = s.snapshot_rows AS ties
  FROM totals AS t CROSS JOIN snapshot AS s)
WHERE snapshot_rows > 0
UNION ALL
SELECT 'system', n.system,
  CASE WHEN o.system IS NULL THEN 'indeterminate' ELSE 'not_applicable' END, 'system_without_data',
  n.policies || CASE n.policies WHEN 1 THEN ' policy gives access to ' ELSE ' policies give access to ' END || n.system || ', of which there is no snapshot',
  json_object('policies', n.policies),
  [{'table': 'policy_grants', 'source_id': n.origin.source_id, 'record_no': n.origin.record_no}]
FROM named AS n LEFT JOIN observed AS o ON o.system = n.system
WHERE EXISTS (FROM observed)
ORDER BY subject_type, subject_id
