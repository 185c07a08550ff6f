/*
id: admins.system-rights-limited
version: 1
title: Full power over a system is bound to few, under its own name, and asks for a password
severity:
  cluster_admin: high
  uid_zero: critical
  sudo_without_password: medium
subject: account
needs:
  accounts: [system, account_id, status, disabled_at, details]
  grants: [as_of, system, account_id, resource, permission, via, details]
params:
  cluster_admins:
    type: text
    unit: accounts, separated by commas
    doc: Accounts and groups that may be bound to cluster-admin
    default: 'group:system:masters'
    pattern: '[^\n]*'
  sudo_allowed:
    type: text
    unit: accounts, separated by commas
    doc: Accounts and groups of whom sudo need not ask a password
    default: '-'
    pattern: '[^\n]*'
reasons:
  cluster_admin:
    title: Bound to cluster-admin
    criteria: Only those named may do everything in a cluster.
    effect: Everything in the cluster can be read, changed and deleted, its secrets included.
    recommendation: Bind a role with what the work needs, in the namespaces that it needs.
  uid_zero:
    title: An account other than root has the number 0
    criteria: Only root has the number 0.
    effect: The account is root under another name; the logs do not tell them apart.
    recommendation: Give the account a number of its own, or remove it; find out who made it.
  sudo_without_password:
    title: Commands run as another user without a password
    criteria: sudo asks for a password.
    effect: Whoever takes over a session has the rights of the other user at once.
    recommendation: Take NOPASSWD away, or limit it to the one command that needs it.
texts:
  criteria: Full power over a system is bound to few.
*/
WITH roots AS (
  SELECT a.system, a.account_id, list({'table': 'accounts', 'source_id': a.source_id, 'record_no': a.record_no} ORDER BY a.source_id, a.record_no) AS source_rows
  FROM accounts AS a
  WHERE json_extract_string(a.details, '$.uid') = '0' AND a.account_id <> 'root'
    AND (a.disabled_at > $as_of::TIMESTAMPTZ OR (a.disabled_at IS NULL AND lower(coalesce(a.status, 'enabled')) NOT IN ('disabled', 'suspended', 'deleted')))
  GROUP BY a.system, a.account_id
), held AS (
  SELECT *, {'table': 'grants', 'source_id': source_id, 'record_no': record_no} AS origin,
    json_extract_string(details, '$.role') = 'ClusterRole/cluster-admin' AS is_cluster_admin,
    json_extract_string(details, '$.nopasswd') = 'true' AS is_unasked
  FROM snapshot_at($as_of::TIMESTAMPTZ)
)
SELECT 'account' AS subject_type, system || '|' || account_id AS subject_id, 'exception' AS outcome, 'uid_zero' AS reason_code,
  account_id || ' on ' || system || ' has the number 0' AS summary, json_object('system', system, 'account', account_id) AS details, source_rows
FROM roots
UNION ALL
SELECT 'account', system || '|' || account_id, 'exception', 'cluster_admin', account_id || ' is bound to cluster-admin in ' || system,
  json_object('system', system, 'account', account_id, 'bindings', list(DISTINCT via ORDER BY via)),
  list(origin ORDER BY source_id, record_no)
FROM held
WHERE is_cluster_admin AND NOT list_contains(list_transform(string_split($cluster_admins::VARCHAR, ','), lambda name: trim(name)), account_id)
GROUP BY system, account_id
UNION ALL
SELECT 'account', system || '|' || account_id, 'exception', 'sudo_without_password',
  account_id || ' on ' || system || ': ' || count(DISTINCT (resource, permission)) || ' rules without a password',
  json_object('system', system, 'account', account_id, 'commands', list(DISTINCT resource || ' ' || permission ORDER BY resource || ' ' || permission)),
  list(origin ORDER BY source_id, record_no)
FROM held
WHERE is_unasked AND NOT list_contains(list_transform(string_split($sudo_allowed::VARCHAR, ','), lambda name: trim(name)), account_id)
GROUP BY system, account_id
ORDER BY reason_code, subject_id
