/*
id: admins.access-sound
version: 2
title: Administrators use a second factor, need their rights, and use them
severity:
  no_mfa: critical
  mfa_not_stated: high
  unused: medium
  use_not_stated: low
  no_justification: medium
  sound: low
subject: account
needs:
  accounts: [system, account_id, kind, status, is_admin, mfa_enabled, created_at, last_login_at, disabled_at, justification]
params:
  unused_days:
    type: integer
    unit: days
    doc: An administrator's account unused for longer is reported
    default: 30
    min: 1
    max: 3650
reasons:
  no_mfa:
    title: The administrator has no second factor
    criteria: Administrators sign in with a second factor.
    effect: A stolen password is enough to administer the system.
    recommendation: Require a second factor before the next log-in.
  mfa_not_stated:
    title: Whether the administrator has a second factor is not stated
    recommendation: Ask the client for the enrolment of second factors.
  unused:
    title: The administrator's account is not used
    recommendation: Take the administrative rights away; give them again when they are needed.
  use_not_stated:
    title: No source states when the administrator's account was last used
    recommendation: Ask the client for the last log-ins of the system.
  no_justification:
    title: Why the account administers is not stated
    recommendation: Obtain the reason and its approval, or take the rights away.
  sound:
    title: Nothing to report
texts:
  criteria: Administrative rights are given for a stated reason, and taken away when they are not used.
  effect: Power over a system lies with people who do not need it.
*/
WITH admins AS (
  SELECT *, system || '|' || account_id AS subject, coalesce(last_login_at, created_at) AS last_seen_at,
    nullif(trim(justification), '') IS NULL AS unjustified
  FROM known_accounts()
  WHERE is_admin AND coalesce(kind, 'human') IN ('human', 'guest')
    AND (disabled_at > $as_of::TIMESTAMPTZ OR (disabled_at IS NULL AND lower(coalesce(status, 'enabled')) NOT IN ('disabled', 'suspended', 'deleted')))
    AND (created_at IS NULL OR created_at <= $as_of::TIMESTAMPTZ)
), found AS (
  SELECT *, 'no_mfa' AS reason, 'exception' AS outcome, 'no second factor' AS summary FROM admins WHERE NOT mfa_enabled
  UNION ALL
  SELECT *, 'mfa_not_stated', 'indeterminate', 'a second factor is not stated' FROM admins WHERE mfa_enabled IS NULL
  UNION ALL
  SELECT *, 'unused', 'exception', CASE WHEN last_login_at IS NULL THEN 'never used; made ' ELSE 'last used ' END
    || date_diff('hour', last_seen_at, $as_of::TIMESTAMPTZ) // 24 || ' days ago'
  FROM admins WHERE login_stated AND last_seen_at < $as_of::TIMESTAMPTZ - to_hours(24 * $unused_days::BIGINT)
  UNION ALL
  SELECT *, 'use_not_stated', 'indeterminate', 'its last use is not stated' FROM admins WHERE NOT login_stated
  UNION ALL
  SELECT *, 'no_justification', 'exception', 'no reason is stated' FROM admins WHERE unjustified
)
SELECT 'account' AS subject_type, subject AS subject_id, outcome, reason AS reason_code,
  account_id || ' administers ' || system || ': ' || summary AS summary,
  json_object('system', system, 'account', account_id, 'last_login_at', last_login_at, 'created_at', created_at, 'justification', justification) AS details,
  [{'table': 'accounts', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM found
ORDER BY reason_code, subject_id
