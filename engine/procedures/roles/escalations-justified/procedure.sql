/*
id: roles.escalations-justified
version: 1
title: Administrative roles are given by somebody else, for a stated reason
severity:
  self_made: critical
  no_justification: high
subject: account
needs:
  role_changes: [changed_at, user_email, system, old_role, new_role, changed_by, justification]
params:
  admin_roles:
    type: text
    unit: words, separated by |
    doc: Words that make a role an administrative one
    default: admin|administrator|owner|superuser|root
    pattern: '[a-z0-9_-]+(\|[a-z0-9_-]+)*'
reasons:
  self_made:
    title: Somebody gave the role to themselves
    recommendation: Take the role away; look at what was done with it.
  no_justification:
    title: No reason is stated for the administrative role
    recommendation: Obtain the reason and its approval, or take the role away.
texts:
  criteria: Administrative roles are given by somebody else, for a reason that is recorded.
  effect: Power over a system was gained without a second pair of eyes.
*/
WITH escalations AS (
  SELECT *, lower(trim(user_email)) AS person, nullif(trim(justification), '') IS NOT NULL AS stated,
    coalesce(lower(trim(changed_by)) = lower(trim(user_email)), false) AS own
  FROM role_changes
  WHERE changed_at >= $period_start::TIMESTAMPTZ AND changed_at < $period_end::TIMESTAMPTZ
    AND regexp_matches(lower(new_role), '(^|[^a-z])(' || $admin_roles::VARCHAR || ')([^a-z]|$)')
    AND NOT coalesce(regexp_matches(lower(old_role), '(^|[^a-z])(' || $admin_roles::VARCHAR || ')([^a-z]|$)'), false)
), judged AS (
  SELECT *, 'self_made' AS reason FROM escalations WHERE own
  UNION ALL
  SELECT *, 'no_justification' FROM escalations WHERE NOT stated
), numbered AS (
  SELECT *, row_number() OVER (PARTITION BY system, person, reason ORDER BY changed_at, source_id, record_no) AS turn FROM judged
)
SELECT 'account' AS subject_type, system || '|' || person AS subject_id,
  'exception' AS outcome, reason AS reason_code,
  person || ' became ' || new_role || ' in ' || system || CASE reason WHEN 'self_made' THEN ' by their own hand' ELSE ' without a stated reason' END AS summary,
  json_object('changed_at', changed_at, 'old_role', old_role, 'new_role', new_role, 'changed_by', changed_by,
    'justification', justification, 'ticket', ticket) AS details,
  [{'table': 'role_changes', 'source_id': source_id, 'record_no': record_no}] AS source_rows,
  CASE WHEN turn = 1 THEN '' ELSE turn::VARCHAR END AS finding_key
FROM numbered
ORDER BY changed_at, subject_id, reason_code, finding_key
