/*
id: accounts.services-sound
version: 1
title: Service accounts are used, owned, and their credentials renewed in time
severity:
  never_used: medium
  unused: medium
  no_rotation_policy: medium
  rotation_overdue: medium
  no_owner: medium
subject: account
needs:
  service_accounts: [system, account_id, owner_email, status, created_at, last_used_at, rotation_days, last_rotated_at]
params:
  unused_days:
    type: integer
    unit: days
    doc: A service account unused for longer is reported
    default: 90
    min: 1
    max: 3650
reasons:
  never_used:
    title: The account was never used
    recommendation: Ask the owner what it was made for; disable it.
  unused:
    title: The account has not been used for long
    recommendation: Ask the owner whether it is still needed; disable it otherwise.
  no_rotation_policy:
    title: No term is set for renewing its credential
    recommendation: Set a term by risk, and renew the credential now.
  rotation_overdue:
    title: The credential was not renewed in its term
    recommendation: Renew the credential; find out why the term passed unnoticed.
  no_owner:
    title: Nobody owns the account
    recommendation: Name an owner, or disable the account.
texts:
  criteria: Service accounts have an owner, a purpose and credentials that are renewed in time.
  effect: A credential that nobody watches can be used for years by whoever holds a copy.
*/
WITH enabled AS (
  SELECT *, system || '|' || account_id AS subject, coalesce(last_rotated_at, created_at) AS renewed_at
  FROM service_accounts
  WHERE lower(coalesce(status, 'enabled')) NOT IN ('disabled', 'deleted', 'inactive') AND (created_at IS NULL OR created_at <= $as_of::TIMESTAMPTZ)
), found AS (
  SELECT *, 'never_used' AS reason, 'never used; made ' || date_diff('hour', created_at, $as_of::TIMESTAMPTZ) // 24 || ' days ago' AS summary
  FROM enabled WHERE last_used_at IS NULL AND created_at < $as_of::TIMESTAMPTZ - to_hours(24 * $unused_days::BIGINT)
  UNION ALL
  SELECT *, 'unused', 'last used ' || date_diff('hour', last_used_at, $as_of::TIMESTAMPTZ) // 24 || ' days ago'
  FROM enabled WHERE last_used_at < $as_of::TIMESTAMPTZ - to_hours(24 * $unused_days::BIGINT)
  UNION ALL
  SELECT *, 'no_rotation_policy', 'no term for renewing the credential' FROM enabled WHERE coalesce(rotation_days, 0) <= 0
  UNION ALL
  SELECT *, 'rotation_overdue', CASE WHEN last_rotated_at IS NULL THEN 'never renewed since ' ELSE 'last renewed ' END
    || date_diff('hour', renewed_at, $as_of::TIMESTAMPTZ) // 24 || ' days ago; the term is ' || rotation_days || ' days'
  FROM enabled WHERE rotation_days > 0 AND renewed_at < $as_of::TIMESTAMPTZ - to_hours(24 * rotation_days::BIGINT)
  UNION ALL
  SELECT *, 'no_owner', 'no owner' FROM enabled WHERE nullif(trim(owner_email), '') IS NULL
)
SELECT 'account' AS subject_type, subject AS subject_id, 'exception' AS outcome, reason AS reason_code, summary,
  json_object('system', system, 'account', account_id, 'name', name, 'owner', owner_email, 'created_at', created_at,
    'last_used_at', last_used_at, 'rotation_days', rotation_days, 'last_rotated_at', last_rotated_at) AS details,
  [{'table': 'service_accounts', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM found
ORDER BY reason_code, subject_id
