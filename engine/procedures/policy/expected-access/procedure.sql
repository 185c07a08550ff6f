/*
id: policy.expected-access
version: 1
title: What each employed person should have follows from the policies in force
severity: medium
subject: [identity, policy]
needs:
  identities: [identity_id, email, job_title, department, employment_type, hired_at, left_at, status]
  policies: [policy, version, effective_at, approved_by, approved_at, scope_valid, grants_in_file, digest]
  policy_scopes: [policy, version, attribute, value]
  policy_grants: [policy, version, clause_no, system, resource, permission]
optional_needs:
  hr_events:
    columns: [identity_id, effective_at, old_job_title, new_job_title, old_department, new_department]
    without: Job titles and departments are those of the roster, also where they changed since.
reasons:
  expected_access:
    title: Expected access could be worked out
  grants_unknown:
    title: The version in force is known from a change history only
texts:
  criteria: Each policy version states whom it applies to and what it gives; versions are kept.
  effect: What the people concerned should have cannot be decided at this moment, nor can drift.
  recommendation: Ask the client for the full text of the policy version that was in force.
*/
WITH given AS (
  -- People with the same policies should have the same: counted once a set of policies, not once a person.
  SELECT s.identity_id, c.grants, c.policies
  FROM policy_sets($as_of::TIMESTAMPTZ) AS s
  JOIN (
    SELECT set_no, count(DISTINCT (system, resource, permission)) AS grants,
      list(DISTINCT policy || ' ' || version ORDER BY policy || ' ' || version) AS policies
    FROM set_clauses($as_of::TIMESTAMPTZ) GROUP BY set_no
  ) AS c ON c.set_no = s.set_no
)
SELECT 'identity' AS subject_type, coalesce(p.email, p.identity_id) AS subject_id, 'pass' AS outcome,
  'expected_access' AS reason_code,
  coalesce(g.grants, 0) || CASE g.grants WHEN 1 THEN ' grant expected from ' ELSE ' grants expected from ' END
    || coalesce(len(g.policies), 0) || CASE len(g.policies) WHEN 1 THEN ' policy' ELSE ' policies' END AS summary,
  json_object('grants', coalesce(g.grants, 0), 'policies', coalesce(g.policies, [])) AS details,
  [{'table': 'identities', 'source_id': p.source_id, 'record_no': p.record_no}] AS source_rows
FROM people_at($as_of::TIMESTAMPTZ) AS p
LEFT JOIN given AS g ON g.identity_id = p.identity_id
WHERE p.employed
UNION ALL
SELECT 'policy', policy || ' ' || version, 'indeterminate', 'grants_unknown',
  policy || ' ' || version || ' was in force, and its grants are not among the files',
  json_object('policy', policy, 'version', version, 'effective_at', effective_at, 'ended_at', ended_at),
  [{'table': 'policies', 'source_id': source_id, 'record_no': record_no}]
FROM policies_in_force($as_of::TIMESTAMPTZ)
WHERE standing = 'grants_unknown'
ORDER BY subject_type, subject_id
