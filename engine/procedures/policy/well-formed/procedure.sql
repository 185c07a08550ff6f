/*
id: policy.well-formed
version: 1
title: Policies in force have an owner, an independent approval, a scope that means somebody, and reasons
severity:
  no_owner: medium
  no_approver: medium
  not_approved: high
  wrong_approver: medium
  self_approved: medium
  effective_before_approved: medium
  approval_time_unknown: low
  not_in_history: low
  scope_invalid: high
  applies_to_nobody: low
  no_justification: low
subject: policy
needs:
  policies: [policy, version, effective_at, owner, approver, approved_by, approved_at, changed_by, in_history, scope_valid, grants_in_file]
  policy_scopes: [policy, version, attribute, value]
  policy_grants: [policy, version, clause_no, justification]
optional_needs:
  identities:
    columns: [identity_id, email, job_title, department, employment_type, status, hired_at, left_at]
    without: Whether policies apply to anybody was not tested.
reasons:
  no_owner:
    title: Nobody owns the policy
  no_approver:
    title: The policy names nobody who must approve it
  not_approved:
    title: The version in force was not approved
    effect: Access given under it rests on nobody's decision, and counts as covered by nothing.
  wrong_approver:
    title: Somebody else approved than the policy names
  self_approved:
    title: The author of the change approved it
  effective_before_approved:
    title: The version took effect before it was approved
  approval_time_unknown:
    title: When the version was approved is not stated
  not_in_history:
    title: The version does not appear in its own history
  scope_invalid:
    title: The scope is empty or names an unknown attribute
  applies_to_nobody:
    title: The policy applies to nobody
  no_justification:
    title: A clause has no justification
texts:
  criteria: A policy states who owns it, who approved it, whom it concerns and why it gives what it gives.
  effect: Access that the policy gives cannot be defended.
  recommendation: Mend the policy with its next version, approved by the person it names.
*/
WITH versions AS (
  SELECT *, nullif(lower(trim(approved_by)), '') AS approval FROM policies_in_force($as_of::TIMESTAMPTZ)
), nobody AS (
  -- One version of a policy is in force at a time.
  SELECT v.policy FROM versions AS v
  WHERE v.standing = 'covers' AND EXISTS (FROM identities)
    AND NOT EXISTS (FROM policy_people($as_of::TIMESTAMPTZ) AS p WHERE p.policy = v.policy)
), bare AS (
  SELECT policy, version, list(DISTINCT clause_no ORDER BY clause_no) AS clauses
  FROM policy_grants WHERE nullif(trim(justification), '') IS NULL GROUP BY policy, version
), found AS (
  SELECT *, 'no_owner' AS reason, 'exception' AS outcome, 'no owner' AS summary FROM versions WHERE nullif(trim(owner), '') IS NULL
  UNION ALL
  SELECT *, 'no_approver', 'exception', 'no approver is named' FROM versions WHERE nullif(trim(approver), '') IS NULL
  UNION ALL
  SELECT *, 'not_approved', 'exception', 'nobody approved the version' FROM versions WHERE approval IS NULL
  UNION ALL
  SELECT *, 'wrong_approver', 'exception', 'approved by ' || approval || ' instead of ' || approver
  FROM versions WHERE nullif(trim(approver), '') IS NOT NULL AND approval <> lower(trim(approver))
  UNION ALL
  SELECT *, 'self_approved', 'exception', approval || ' changed it and approved the change' FROM versions WHERE approval = lower(trim(changed_by))
  UNION ALL
  SELECT *, 'effective_before_approved', 'exception', 'it took effect before the approval' FROM versions WHERE approved_at > effective_at
  UNION ALL
  SELECT *, 'approval_time_unknown', 'indeterminate', 'the time of approval is not stated' FROM versions WHERE approval IS NOT NULL AND approved_at IS NULL
  UNION ALL
  SELECT *, 'not_in_history', 'exception', 'the version is not in its own history' FROM versions WHERE in_history IS NOT TRUE
  UNION ALL
  SELECT *, 'scope_invalid', 'exception', 'the scope is empty or names an unknown attribute' FROM versions WHERE scope_valid IS NOT TRUE AND grants_in_file
  UNION ALL
  SELECT v.*, 'applies_to_nobody', 'exception', 'nobody is in its scope' FROM versions AS v SEMI JOIN nobody AS n ON n.policy = v.policy
  UNION ALL
  SELECT v.*, 'no_justification', 'exception', 'no justification for clause ' || array_to_string(b.clauses, ', ')
  FROM versions AS v JOIN bare AS b ON b.policy = v.policy AND b.version = v.version
)
SELECT 'policy' AS subject_type, policy || ' ' || version AS subject_id, outcome, reason AS reason_code,
  policy || ' ' || version || ': ' || summary AS summary,
  json_object('owner', owner, 'approver', approver, 'approved_by', approved_by, 'approved_at', approved_at, 'changed_by', changed_by,
    'effective_at', effective_at) AS details,
  [{'table': 'policies', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM found
ORDER BY subject_id, reason_code
