/*
id: accounts.credentials-current
version: 1
title: Access keys and passwords are renewed in time, used, and none belongs to a root account
severity:
  root_key: critical
  key_old: medium
  password_old: low
  key_unused: medium
  age_not_stated: low
subject: credential
needs:
  credentials: [system, account_id, kind, credential_id, status, created_at, last_used_at, last_rotated_at, expires_at]
optional_needs:
  accounts:
    columns: [system, account_id, details]
    without: Root accounts are known by the name <root_account> only.
params:
  max_key_days:
    type: integer
    unit: days
    doc: A key or token renewed longer ago is too old
    default: 90
    min: 1
    max: 3650
  max_password_days:
    type: integer
    unit: days
    doc: A password changed longer ago is too old
    default: 365
    min: 1
    max: 3650
  unused_days:
    type: integer
    unit: days
    doc: A key or token unused for longer is reported
    default: 90
    min: 1
    max: 3650
reasons:
  root_key:
    title: The root account has a key
    criteria: The root account has no keys.
    effect: Whoever holds a copy of the key can do everything, and nothing restricts it.
    recommendation: Delete the key; find out what used it.
  key_old:
    title: The key was not renewed in its term
    recommendation: Make a new key, switch to it, delete the old one.
  password_old:
    title: The password was not changed in its term
    recommendation: Have the password changed, unless a second factor and a check against known leaks stand in for it.
  key_unused:
    title: The key is not used
    recommendation: Disable the key; delete it when nothing fails.
  age_not_stated:
    title: When the credential was made or changed is not stated
    recommendation: Ask the client for the age of the credential.
texts:
  criteria: Credentials are renewed in their term and removed when they are not used.
  effect: A copy of a credential can be used for as long as the credential is valid.
*/
WITH roots AS (
  SELECT DISTINCT system, account_id FROM accounts WHERE json_extract_string(details, '$.root') = 'true'
), live AS (
  SELECT c.*, c.system || '|' || c.account_id || '|' || coalesce(c.credential_id, c.kind) AS subject,
    coalesce(c.last_rotated_at, c.created_at) AS renewed_at, c.kind NOT IN ('password', 'certificate') AS is_key,
    r.account_id IS NOT NULL OR c.account_id = '<root_account>' AS is_root
  FROM credentials AS c LEFT JOIN roots AS r ON r.system = c.system AND r.account_id = c.account_id
  WHERE lower(coalesce(c.status, 'enabled')) = 'enabled'
    AND (c.created_at IS NULL OR c.created_at <= $as_of::TIMESTAMPTZ)
    AND (c.kind = 'password' OR c.expires_at IS NULL OR c.expires_at > $as_of::TIMESTAMPTZ)
), found AS (
  SELECT *, 'root_key' AS reason, 'a key of the root account' AS summary FROM live WHERE is_root AND is_key
  UNION ALL
  SELECT *, 'key_old', 'renewed ' || date_diff('hour', renewed_at, $as_of::TIMESTAMPTZ) // 24 || ' days ago'
  FROM live WHERE is_key AND renewed_at < $as_of::TIMESTAMPTZ - to_hours(24 * $max_key_days::BIGINT)
  UNION ALL
  SELECT *, 'password_old', 'changed ' || date_diff('hour', renewed_at, $as_of::TIMESTAMPTZ) // 24 || ' days ago'
  FROM live WHERE kind = 'password' AND renewed_at < $as_of::TIMESTAMPTZ - to_hours(24 * $max_password_days::BIGINT)
  UNION ALL
  SELECT *, 'key_unused', CASE WHEN last_used_at IS NULL THEN 'never used; made ' ELSE 'last used ' END
    || date_diff('hour', coalesce(last_used_at, created_at), $as_of::TIMESTAMPTZ) // 24 || ' days ago'
  FROM live WHERE is_key AND coalesce(last_used_at, created_at) < $as_of::TIMESTAMPTZ - to_hours(24 * $unused_days::BIGINT)
  UNION ALL
  SELECT *, 'age_not_stated', 'its age is not stated' FROM live WHERE renewed_at IS NULL
)
SELECT 'credential' AS subject_type, subject AS subject_id,
  CASE reason WHEN 'age_not_stated' THEN 'indeterminate' ELSE 'exception' END AS outcome, reason AS reason_code,
  account_id || ' in ' || system || ', ' || kind || ': ' || summary AS summary,
  json_object('system', system, 'account', account_id, 'kind', kind, 'credential', credential_id, 'renewed_at', renewed_at,
    'last_used_at', last_used_at, 'expires_at', expires_at) AS details,
  [{'table': 'credentials', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM found
ORDER BY reason_code, subject_id
