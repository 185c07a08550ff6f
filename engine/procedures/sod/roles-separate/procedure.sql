/*
id: sod.roles-separate
version: 2
title: Nobody holds two roles that a segregation rule keeps apart
severity: high
subject: identity
needs:
  sod_rules: [rule, kind, items, enforcement, severity]
  grants: [as_of, system, account_id, identity_id, resource, permission, via]
  identities: [identity_id, email]
optional_needs:
  memberships:
    columns: [as_of, system, group_id, member_kind, member_id]
    without: Roles that people hold by being in a group only, and what groups hold, were not seen.
  sod_mitigations:
    columns: [rule, user_email, control, accepted_by, valid_from, valid_until]
    without: Accepted conflicts are reported too.
reasons:
  conflicting_roles:
    title: The person holds roles that a rule keeps apart
texts:
  criteria: The rule "{details.rule}" keeps these roles apart.
  effect: One person can carry out and conceal an action that should take two.
  recommendation: Take away one of the roles, or have a mitigating control accepted for a limited time.
*/
SELECT 'identity' AS subject_type, person AS subject_id,
  CASE WHEN mitigation IS NULL THEN 'exception' ELSE 'pass' END AS outcome, 'conflicting_roles' AS reason_code,
  person || ' holds ' || array_to_string(items, ' and ') || ', which "' || rule || '" keeps apart' AS summary,
  json_object('rule', rule, 'enforcement', enforcement, 'items', items, 'grants', grants, 'mitigation', mitigation) AS details,
  source_rows, rule AS finding_key,
  CASE WHEN severity IN ('critical', 'high', 'medium', 'low') THEN severity WHEN enforcement = 'advisory' THEN 'medium' ELSE NULL END AS severity
FROM sod_conflicts($as_of::TIMESTAMPTZ, 'roles')
ORDER BY finding_key, subject_id
