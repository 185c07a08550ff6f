/*
id: policy.access-matches
version: 2
title: Access held is what policies and valid exceptions give
severity:
  unexpected: medium
  wrong_permission: medium
  missing: low
  ambiguous_exception: medium
subject: grant
needs:
  identities: [identity_id, email, hired_at, left_at, status]
  grants: [as_of, system, account_id, identity_id, resource, permission]
  policies: [policy, version, effective_at, approved_by, scope_valid, grants_in_file]
  policy_scopes: [policy, version, attribute, value]
  policy_grants: [policy, version, clause_no, system, resource, permission]
optional_needs:
  exceptions:
    columns: [exception_id, user_email, system, resource, permission, requested_by, approved_by, approved_at, expires_at, revoked_at]
    without: Access that exceptions explain counts as drift.
  entitlements:
    columns: [system, resource, permission, privileged, sensitive]
    without: Privileged and sensitive access is not marked as such.
reasons:
  unexpected:
    title: Access that neither a policy nor a valid exception gives
    recommendation: Investigate, then remove the access, document it as an exception, or change the policy.
  wrong_permission:
    title: Policy gives another permission for the resource
    recommendation: Set the permission that policy gives, or document the difference as an exception.
  missing:
    title: Access that policy gives and that is not there
    effect: The person may be unable to work, or the policy gives what nobody needs.
    recommendation: Provision the access, or take the clause out of the policy.
  ambiguous_exception:
    title: The exception names a resource that several systems have
    recommendation: Ask which system the exception was meant for.
texts:
  criteria: Access is given by an approved policy in force or by a valid exception, and by nothing else.
  effect: People hold access that nobody decided they should have.
*/
WITH undecided AS (
  SELECT count(*) > 0 AS any_unknown FROM policies_in_force($as_of::TIMESTAMPTZ) WHERE standing = 'grants_unknown'
), marks AS (
  SELECT system, resource, permission, bool_or(coalesce(privileged, false)) AS privileged, bool_or(coalesce(sensitive, false)) AS sensitive
  FROM entitlements GROUP BY system, resource, permission
), drift AS (
  SELECT c.*, coalesce(c.email, c.identity_id) AS person,
    row_number() OVER (PARTITION BY c.identity_id, c.system, c.resource, c.permission ORDER BY c.account_id) AS account_rank,
    coalesce(m.privileged, false) AS privileged, coalesce(m.sensitive, false) AS sensitive, u.any_unknown
  FROM access_coverage($as_of::TIMESTAMPTZ) AS c
  CROSS JOIN undecided AS u
  LEFT JOIN marks AS m ON m.system = c.system AND m.resource = c.resource AND m.permission = c.permission
  WHERE c.part = 'drift'
)
SELECT 'grant' AS subject_type,
  person || '|' || system || ':' || resource || '|' || permission AS subject_id,
  CASE WHEN drift_reason = 'ambiguous_exception' OR any_unknown THEN 'indeterminate' ELSE 'exception' END AS outcome,
  CASE drift_reason WHEN 'not_employed' THEN 'unexpected' ELSE drift_reason END AS reason_code,
  person || ' holds ' || permission || ' on ' || system || ':' || resource || '; ' || CASE
    WHEN drift_reason = 'not_employed' THEN 'the person is not employed at this moment'
    WHEN drift_reason = 'ambiguous_exception' THEN 'exception ' || exception_id || ' names the resource without a system, and several have it'
    WHEN drift_reason = 'wrong_permission' THEN 'policy gives ' || array_to_string(expected_permissions, ' or ')
    ELSE 'neither a policy nor a valid exception gives it' END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'permission', permission, 'account', account_id,
    -- In ISO 8601 at once: changing the moments of many findings afterwards is dear.
    'via', via, 'granted_at', replace((granted_at AT TIME ZONE 'UTC')::VARCHAR, ' ', 'T') || 'Z', 'granted_by', granted_by,
    'observed_at', replace((as_of AT TIME ZONE 'UTC')::VARCHAR, ' ', 'T') || 'Z', 'cause', drift_reason,
    'expected_permissions', expected_permissions, 'exception', exception_id, 'privileged', privileged, 'sensitive', sensitive,
    'undecided_policies', any_unknown) AS details,
  [{'table': 'grants', 'source_id': source_id, 'record_no': record_no}] AS source_rows,
  CASE WHEN account_rank > 1 THEN account_id ELSE '' END AS finding_key,
  CASE WHEN privileged OR sensitive OR drift_reason = 'not_employed' THEN 'high' ELSE NULL END AS severity
FROM drift
UNION ALL
SELECT 'grant', coalesce(email, identity_id) || '|' || system || ':' || resource || '|' || permission, 'exception', 'missing',
  coalesce(email, identity_id) || ' lacks ' || permission || ' on ' || system || ':' || resource || ', which ' || policy || ' ' || policy_version || ' gives',
  json_object('person', coalesce(email, identity_id), 'system', system, 'resource', resource, 'permission', permission,
    'policy', policy, 'version', policy_version, 'clause', clause_no),
  [{'table': 'policy_grants', 'source_id': source_id, 'record_no': record_no}], '', NULL
FROM missing_access($as_of::TIMESTAMPTZ)
ORDER BY reason_code, subject_id, finding_key
