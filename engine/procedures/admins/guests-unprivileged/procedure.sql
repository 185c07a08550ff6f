/*
id: admins.guests-unprivileged
version: 1
title: Guests hold no administrative rights
severity:
  guest_admin: high
  guest_privileged: high
  unprivileged: low
subject: account
needs:
  accounts: [system, account_id, kind, status, is_admin, disabled_at]
  grants: [as_of, system, account_id, resource, permission, details]
optional_needs:
  entitlements:
    columns: [system, resource, permission, privileged]
    without: Which permissions administer is not stated; only accounts that are marked as administrators were tested.
reasons:
  guest_admin:
    title: A guest administers the system
  guest_privileged:
    title: A guest holds permissions that administer
  unprivileged:
    title: The guest holds no administrative rights
texts:
  criteria: Whoever administers is known to the company, by contract and by an identity of its own.
  effect: The rights hang on an account that another organisation makes, protects and removes.
  recommendation: Take the rights away, or give the person an account of the company under its rules.
*/
WITH powers AS (
  SELECT DISTINCT system, resource, permission FROM entitlements WHERE privileged
), guests AS (
  SELECT a.system, a.account_id, coalesce(a.is_admin, false) AS is_admin, a.source_id, a.record_no
  FROM known_accounts() AS a
  WHERE (a.kind = 'guest' OR contains(lower(a.account_id), '#ext#@'))
    AND (a.disabled_at > $as_of::TIMESTAMPTZ OR (a.disabled_at IS NULL AND lower(coalesce(a.status, 'enabled')) NOT IN ('disabled', 'suspended', 'deleted')))
), held AS (
  SELECT g.system, g.account_id, list(DISTINCT g.resource || ' ' || g.permission ORDER BY g.resource || ' ' || g.permission) AS permissions,
    list({'table': 'grants', 'source_id': g.source_id, 'record_no': g.record_no} ORDER BY g.source_id, g.record_no) AS source_rows
  FROM snapshot_at($as_of::TIMESTAMPTZ) AS g
  SEMI JOIN powers AS p ON p.system = g.system AND p.resource = g.resource AND (p.permission IS NULL OR p.permission = g.permission)
  GROUP BY g.system, g.account_id
), unlisted AS (
  SELECT DISTINCT g.system, g.account_id
  FROM snapshot_at($as_of::TIMESTAMPTZ) AS g
  ANTI JOIN accounts AS a ON a.system = g.system AND lower(a.account_id) = lower(g.account_id)
  WHERE contains(lower(g.account_id), '#ext#@') OR json_extract_string(g.details, '$.guest') = 'true'
), judged AS (
  SELECT g.system, g.account_id, g.is_admin, h.permissions, [{'table': 'accounts', 'source_id': g.source_id, 'record_no': g.record_no}] AS account_rows, h.source_rows
  FROM guests AS g LEFT JOIN held AS h ON h.system = g.system AND lower(h.account_id) = lower(g.account_id)
  UNION ALL
  SELECT u.system, u.account_id, false, h.permissions, [], h.source_rows
  FROM unlisted AS u LEFT JOIN held AS h ON h.system = u.system AND h.account_id = u.account_id
)
SELECT 'account' AS subject_type, system || '|' || account_id AS subject_id,
  CASE WHEN is_admin OR permissions IS NOT NULL THEN 'exception' ELSE 'pass' END AS outcome,
  CASE WHEN permissions IS NOT NULL THEN 'guest_privileged' WHEN is_admin THEN 'guest_admin' ELSE 'unprivileged' END AS reason_code,
  account_id || ' is a guest of ' || system || CASE WHEN permissions IS NOT NULL THEN ' and holds ' || len(permissions) || ' administrative permissions'
    WHEN is_admin THEN ' and administers it' ELSE '' END AS summary,
  json_object('system', system, 'account', account_id, 'is_admin', is_admin, 'permissions', coalesce(permissions, [])) AS details,
  list_concat(account_rows, coalesce(source_rows, [])) AS source_rows
FROM judged
ORDER BY reason_code, subject_id
