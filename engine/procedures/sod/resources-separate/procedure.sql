/*
id: sod.resources-separate
version: 2
title: Nobody has access to two resources that a segregation rule keeps apart
severity: high
subject: identity
needs:
  sod_rules: [rule, kind, items, enforcement, severity]
  grants: [as_of, system, account_id, identity_id, resource, permission, via]
  identities: [identity_id, email]
optional_needs:
  memberships:
    columns: [as_of, system, group_id, member_kind, member_id]
    without: What groups hold was not spread over their members.
  sod_mitigations:
    columns: [rule, user_email, control, accepted_by, valid_from, valid_until]
    without: Accepted conflicts are reported too.
reasons:
  conflicting_resources:
    title: The person has access to resources that a rule keeps apart
texts:
  criteria: The rule "{details.rule}" keeps these resources apart.
  effect: A change can reach production without passing through a second pair of hands.
  recommendation: Take away access to one of the resources, or have a mitigating control accepted for a limited time.
*/
SELECT 'identity' AS subject_type, person AS subject_id,
  CASE WHEN mitigation IS NULL THEN 'exception' ELSE 'pass' END AS outcome, 'conflicting_resources' AS reason_code,
  person || ' has access to ' || array_to_string(items, ' and ') || ', which "' || rule || '" keeps apart' AS summary,
  json_object('rule', rule, 'enforcement', enforcement, 'items', items, 'grants', grants, 'mitigation', mitigation) AS details,
  source_rows, rule AS finding_key,
  CASE WHEN severity IN ('critical', 'high', 'medium', 'low') THEN severity WHEN enforcement = 'advisory' THEN 'medium' ELSE NULL END AS severity
FROM sod_conflicts($as_of::TIMESTAMPTZ, 'resources')
ORDER BY finding_key, subject_id
