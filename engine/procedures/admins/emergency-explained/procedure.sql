/*
id: admins.emergency-explained
version: 1
title: Root and emergency accounts are used in emergencies only
severity:
  root_used: high
  emergency_used: medium
  use_not_stated: low
  not_used: low
subject: account
needs:
  accounts: [system, account_id, status, created_at, last_login_at, disabled_at, details]
optional_needs:
  access_logs:
    columns: [occurred_at, account, system, result]
    without: Only the last use of each account is known.
params:
  emergency_names:
    type: text
    unit: regular expression
    doc: Names of accounts for emergencies
    default: '(^|[^a-z])(break-?glass|emergency|firecall)([^a-z]|$)'
    pattern: '[^\n]+'
reasons:
  root_used:
    title: The root account was used
    recommendation: Ask who used it and what for; keep its credentials locked away.
  emergency_used:
    title: The account for emergencies was used
    recommendation: Ask for the incident that it was used for; change its credentials.
  use_not_stated:
    title: No source states whether the account was used
    recommendation: Ask the client for the log-ins of the account.
  not_used:
    title: The account was not used in the period
texts:
  criteria: Accounts that can do everything are used when nothing else helps, and each use is explained.
  effect: What is done through the account cannot be told to be the doing of one person, and nothing restricts it.
*/
WITH watched AS (
  SELECT a.system, a.account_id, lower(a.account_id) AS name, max(a.last_login_at) AS last_login_at,
    bool_or(a.last_login_at IS NOT NULL OR NOT coalesce(list_contains(from_json(json_extract(a.details, '$.not_stated'), '["VARCHAR"]'), 'last_login_at'), false)) AS login_stated,
    bool_or(coalesce(json_extract_string(a.details, '$.root') = 'true', false) OR lower(a.account_id) IN ('root', '<root_account>')) AS is_root,
    min({'table': 'accounts', 'source_id': a.source_id, 'record_no': a.record_no}) AS origin
  FROM accounts AS a
  WHERE (json_extract_string(a.details, '$.root') = 'true' OR lower(a.account_id) IN ('root', '<root_account>')
      OR regexp_matches(lower(a.account_id), $emergency_names::VARCHAR))
    AND (a.created_at IS NULL OR a.created_at < $period_end::TIMESTAMPTZ)
  GROUP BY a.system, a.account_id
), logged AS (
  SELECT DISTINCT system FROM access_logs WHERE occurred_at >= $period_start::TIMESTAMPTZ AND occurred_at < $period_end::TIMESTAMPTZ
), used AS (
  SELECT w.system, w.account_id, count(*) AS uses, min(l.occurred_at) AS first_at, max(l.occurred_at) AS last_at,
    list({'table': 'access_logs', 'source_id': l.source_id, 'record_no': l.record_no} ORDER BY l.occurred_at, l.source_id, l.record_no) AS source_rows
  FROM watched AS w JOIN access_logs AS l ON l.system = w.system AND lower(l.account) = w.name
  WHERE l.occurred_at >= $period_start::TIMESTAMPTZ AND l.occurred_at < $period_end::TIMESTAMPTZ AND coalesce(l.result, 'success') = 'success'
  GROUP BY w.system, w.account_id
), judged AS (
  SELECT w.*, u.uses, u.first_at, u.last_at, u.source_rows, CASE
      WHEN u.uses IS NOT NULL OR (w.last_login_at >= $period_start::TIMESTAMPTZ AND w.last_login_at < $period_end::TIMESTAMPTZ)
        THEN CASE WHEN w.is_root THEN 'root_used' ELSE 'emergency_used' END
      WHEN g.system IS NULL AND (NOT w.login_stated OR w.last_login_at >= $period_end::TIMESTAMPTZ) THEN 'use_not_stated'
      ELSE 'not_used' END AS reason
  FROM watched AS w
  LEFT JOIN used AS u ON u.system = w.system AND u.account_id = w.account_id
  LEFT JOIN logged AS g ON g.system = w.system
)
SELECT 'account' AS subject_type, system || '|' || account_id AS subject_id,
  CASE reason WHEN 'root_used' THEN 'exception' WHEN 'emergency_used' THEN 'lead' WHEN 'use_not_stated' THEN 'indeterminate' ELSE 'pass' END AS outcome,
  reason AS reason_code,
  account_id || ' of ' || system || CASE WHEN uses IS NOT NULL THEN ': ' || uses || CASE WHEN uses = 1 THEN ' use' ELSE ' uses' END || ' in the period'
    WHEN reason = 'use_not_stated' THEN ': its use in the period is not stated' WHEN reason = 'not_used' THEN ' was not used' ELSE ' was used last in the period' END AS summary,
  json_object('system', system, 'account', account_id, 'uses', uses, 'first_at', first_at, 'last_at', coalesce(last_at, last_login_at)) AS details,
  list_concat([origin], coalesce(source_rows, [])) AS source_rows
FROM judged
ORDER BY reason_code, subject_id
