/*
id: access.peers-alike
version: 1
title: People hold what their peers hold
severity: low
subject: identity
needs:
  identities: [identity_id, email, job_title, department, hired_at, left_at, status]
  grants: [as_of, system, account_id, identity_id, resource, permission]
params:
  least_peers:
    type: integer
    unit: people
    doc: Smaller groups of peers, the person included, say nothing
    default: 11
    min: 3
    max: 10000
  rare_percent:
    type: integer
    unit: '% of the other peers'
    doc: A permission that no greater share of the other peers hold is rare
    default: 10
    min: 0
    max: 99
reasons:
  rare_access:
    title: The person holds permissions that few or none of the peers hold
texts:
  criteria: People with the same work have the same access.
  effect: Access that nobody else with the work needs is often left over from earlier work.
  recommendation: Ask the manager what the permissions are needed for; put what is needed into the policy or an exception.
*/
WITH peers AS (
  SELECT identity_id, coalesce(email, identity_id) AS person, lower(trim(department)) AS department, lower(trim(job_title)) AS job_title,
    count(*) OVER (PARTITION BY lower(trim(department)), lower(trim(job_title))) AS size, source_id, record_no
  FROM people_at($as_of::TIMESTAMPTZ)
  WHERE employed AND nullif(trim(department), '') IS NOT NULL AND nullif(trim(job_title), '') IS NOT NULL
), held AS (
  SELECT p.*, g.system, g.resource, g.permission, min({'table': 'grants', 'source_id': g.source_id, 'record_no': g.record_no}) AS origin
  FROM peers AS p JOIN actual_grants($as_of::TIMESTAMPTZ) AS g ON g.identity_id = p.identity_id
  WHERE p.size >= $least_peers::BIGINT AND g.line = 'person'
  GROUP BY ALL
), holders AS (
  SELECT department, job_title, system, resource, permission, count(*) AS holders
  FROM held GROUP BY ALL
), rare AS (
  SELECT h.*, o.holders
  FROM held AS h JOIN holders AS o ON o.department = h.department AND o.job_title = h.job_title AND o.system = h.system
    AND o.resource = h.resource AND o.permission = h.permission
  WHERE (o.holders - 1) * 100 <= $rare_percent::BIGINT * (h.size - 1)
)
SELECT 'identity' AS subject_type, person AS subject_id, 'lead' AS outcome, 'rare_access' AS reason_code,
  person || ' holds ' || count(*) || CASE WHEN count(*) = 1 THEN ' permission' ELSE ' permissions' END || ' that few of ' || size - 1 || ' peers hold' AS summary,
  json_object('department', department, 'job_title', job_title, 'peers', size - 1, 'permissions',
    list({'permission': system || ':' || resource || ' ' || permission, 'other_holders': holders - 1} ORDER BY holders, system, resource, permission)) AS details,
  list(origin ORDER BY origin) AS source_rows
FROM rare
GROUP BY identity_id, person, department, job_title, size
ORDER BY subject_id
