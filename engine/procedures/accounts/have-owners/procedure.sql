/*
id: accounts.have-owners
version: 1
title: Each account belongs to one person who is employed
severity:
  orphan: medium
  leaver_enabled: high
  shared: medium
  owned: low
subject: account
needs:
  accounts: [system, account_id, identity_id, kind, status, created_at, disabled_at]
  identities: [identity_id, email, hired_at, left_at, status]
reasons:
  orphan:
    title: The account belongs to nobody known
    recommendation: Find out whose it is; disable it until then.
  leaver_enabled:
    title: The account of somebody who has left is enabled
    effect: A former employee can still get in, or somebody else in their name.
    recommendation: Disable the account; look for its use since the last day.
  shared:
    title: Several people use one account
    recommendation: Give each an account of their own, or record who uses it when and why.
  owned:
    title: The account belongs to an employed person
texts:
  criteria: What is done through an account can be told to be the doing of one person.
  effect: Nobody answers for what is done through the account.
*/
WITH enabled AS (
  SELECT a.*, p.identity_id IS NOT NULL AS known, coalesce(p.employed, false) AS employed, p.hired_at, p.left_at, p.email AS person
  FROM known_accounts() AS a LEFT JOIN people_at($as_of::TIMESTAMPTZ) AS p ON p.identity_id = a.identity_id
  WHERE coalesce(a.kind, 'human') IN ('human', 'shared')
    AND (a.disabled_at > $as_of::TIMESTAMPTZ OR (a.disabled_at IS NULL AND lower(coalesce(a.status, 'enabled')) NOT IN ('disabled', 'suspended', 'deleted')))
    AND (a.created_at IS NULL OR a.created_at <= $as_of::TIMESTAMPTZ)
), judged AS (
  SELECT *, CASE
      WHEN kind = 'shared' THEN 'shared'
      WHEN NOT known THEN 'orphan'
      WHEN NOT employed AND (hired_at IS NULL OR hired_at <= $as_of::TIMESTAMPTZ) THEN 'leaver_enabled'
      ELSE 'owned' END AS reason
  FROM enabled
)
SELECT 'account' AS subject_type, system || '|' || account_id AS subject_id,
  CASE reason WHEN 'owned' THEN 'pass' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'shared' THEN account_id || ' is shared' WHEN 'orphan' THEN 'nobody known holds ' || account_id
    WHEN 'leaver_enabled' THEN coalesce(person, identity_id) || ' has left; ' || account_id || ' is enabled' ELSE 'held by ' || coalesce(person, identity_id) END AS summary,
  json_object('system', system, 'account', account_id, 'person', person, 'left_at', left_at, 'last_login_at', last_login_at, 'owner', owner_email) AS details,
  [{'table': 'accounts', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id
