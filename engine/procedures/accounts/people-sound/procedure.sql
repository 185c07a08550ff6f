/*
id: accounts.people-sound
version: 2
title: People's accounts are in use, hold no more than they need, and are protected where they are powerful
severity:
  dormant: medium
  never_logged_in: medium
  creation_unknown: low
  use_not_stated: low
  excessive_permissions: low
  admin_without_mfa: high
  mfa_not_stated: medium
subject: [account, identity]
needs:
  accounts: [system, account_id, kind, status, is_admin, mfa_enabled, created_at, last_login_at, disabled_at]
optional_needs:
  grants:
    columns: [as_of, system, account_id, identity_id, resource, permission]
    without: Whether people hold too many permissions was not tested.
params:
  dormant_days:
    type: integer
    unit: days
    doc: An enabled account unused for longer is dormant
    default: 90
    min: 1
    max: 3650
  max_permissions:
    type: integer
    unit: permissions
    doc: A person who holds more holds too many
    default: 20
    min: 1
    max: 10000
reasons:
  dormant:
    title: The account is enabled and has not been used for long
    recommendation: Warn the holder, then disable the account.
  never_logged_in:
    title: The account is enabled and was never used
    recommendation: Disable the account; ask why it was made.
  creation_unknown:
    title: The account was never used, and when it was made is not stated
  use_not_stated:
    title: No source states when the account was last used
    recommendation: Ask the client for the last log-ins of the system.
  excessive_permissions:
    title: The person holds more permissions than the limit
    criteria: A person holds what the work needs and no more.
    effect: A single account can do much harm when it is misused or taken over.
    recommendation: Review the permissions with the manager; remove what is left over from earlier work.
  admin_without_mfa:
    title: An administrator signs in without a second factor
    criteria: Administrators sign in with a second factor.
    effect: A stolen password is enough to administer the system.
    recommendation: Require a second factor before the next log-in.
  mfa_not_stated:
    title: Whether the administrator has a second factor is not stated
    recommendation: Ask the client for the enrolment of second factors.
texts:
  criteria: Accounts that are not used are disabled.
  effect: An account that nobody watches can be used by others.
*/
WITH enabled AS (
  SELECT *, system || '|' || account_id AS subject,
    [{'table': 'accounts', 'source_id': source_id, 'record_no': record_no}] AS source_rows,
    $as_of::TIMESTAMPTZ - to_hours(24 * $dormant_days::BIGINT) AS limit_at
  FROM known_accounts()
  WHERE coalesce(kind, 'human') IN ('human', 'guest')
    AND (disabled_at > $as_of::TIMESTAMPTZ OR (disabled_at IS NULL AND lower(coalesce(status, 'enabled')) NOT IN ('disabled', 'suspended', 'deleted')))
    AND (created_at IS NULL OR created_at <= $as_of::TIMESTAMPTZ)
), crowded AS (
  -- Whoever holds no more grants than the limit cannot hold more permissions: the rows of all others need not be gathered.
  SELECT identity_id FROM grant_people($as_of::TIMESTAMPTZ) WHERE grants > $max_permissions::BIGINT
), permissions AS (
  SELECT identity_id, coalesce(min(email), identity_id) AS person, count(DISTINCT (system, resource, permission)) AS permissions,
    count(DISTINCT system) AS systems,
    list({'table': 'grants', 'source_id': source_id, 'record_no': record_no} ORDER BY source_id, record_no) AS source_rows
  FROM (
    SELECT g.*, lower(trim(p.email)) AS email
    FROM actual_grants($as_of::TIMESTAMPTZ) AS g
    LEFT JOIN people() AS p ON p.identity_id = g.identity_id
    SEMI JOIN crowded AS c ON c.identity_id = g.identity_id
    WHERE g.line = 'person')
  GROUP BY identity_id
)
SELECT 'account' AS subject_type, subject AS subject_id, 'exception' AS outcome, 'dormant' AS reason_code,
  'last used ' || date_diff('hour', last_login_at, $as_of::TIMESTAMPTZ) // 24 || ' days ago' AS summary,
  json_object('system', system, 'account', account_id, 'last_login_at', last_login_at, 'is_admin', is_admin) AS details, source_rows
FROM enabled WHERE last_login_at < limit_at
UNION ALL
SELECT 'account', subject, CASE WHEN created_at IS NULL OR NOT login_stated THEN 'indeterminate' ELSE 'exception' END,
  CASE WHEN NOT login_stated THEN 'use_not_stated' WHEN created_at IS NULL THEN 'creation_unknown' ELSE 'never_logged_in' END,
  CASE WHEN login_stated THEN 'never used' ELSE 'use not stated' END || coalesce('; made ' || date_diff('hour', created_at, $as_of::TIMESTAMPTZ) // 24 || ' days ago', ''),
  json_object('system', system, 'account', account_id, 'created_at', created_at, 'is_admin', is_admin), source_rows
FROM enabled WHERE last_login_at IS NULL AND (created_at IS NULL OR created_at < limit_at)
UNION ALL
SELECT 'account', subject, CASE WHEN mfa_enabled IS NULL THEN 'indeterminate' ELSE 'exception' END,
  CASE WHEN mfa_enabled IS NULL THEN 'mfa_not_stated' ELSE 'admin_without_mfa' END,
  account_id || ' administers ' || system || CASE WHEN mfa_enabled IS NULL THEN '; a second factor is not stated' ELSE ' without a second factor' END,
  json_object('system', system, 'account', account_id, 'last_login_at', last_login_at), source_rows
FROM enabled WHERE is_admin AND mfa_enabled IS NOT TRUE
UNION ALL
SELECT 'identity', person, 'exception', 'excessive_permissions',
  person || ' holds ' || permissions || ' permissions; the limit is ' || $max_permissions::BIGINT,
  json_object('permissions', permissions, 'systems', systems, 'limit', $max_permissions::BIGINT), source_rows
FROM permissions WHERE permissions > $max_permissions::BIGINT
ORDER BY reason_code, subject_id
