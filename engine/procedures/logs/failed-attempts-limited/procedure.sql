/*
id: logs.failed-attempts-limited
version: 1
title: Failed access stays rare, and an account that fails too often is locked
severity:
  repeated_failures: medium
  lock_missing: high
  lock_unknown: medium
subject: account
needs:
  access_logs: [occurred_at, account, system, result]
optional_needs:
  account_locks:
    columns: [account, system, locked_at]
    without: Whether accounts were locked was not tested.
params:
  window_minutes:
    type: integer
    unit: minutes
    doc: Length of the sliding window
    default: 60
    min: 1
    max: 1440
  failures:
    type: integer
    unit: failures
    doc: So many failures in a window are reported
    default: 5
    min: 2
    max: 100000
  lock_failures:
    type: integer
    unit: failures
    doc: So many failures in a window should have locked the account
    default: 10
    min: 2
    max: 100000
  lock_within_minutes:
    type: integer
    unit: minutes
    doc: Time within which the lock must follow
    default: 60
    min: 0
    max: 10080
reasons:
  repeated_failures:
    title: Many failures within one window
  lock_missing:
    title: So many failures that the account should have been locked, and it was not
    criteria: An account is locked after too many failures.
    recommendation: Check the lock-out setting of the system; find out who was behind the attempts.
  lock_unknown:
    title: So many failures that the account should have been locked; locks were not handed in
    recommendation: Ask the client for the locks of accounts.
texts:
  criteria: Repeated failures of access are noticed and followed up.
  effect: Guessing of passwords or probing of access may go on unnoticed.
  recommendation: Ask who looked at these failures, when, and with what result.
*/
WITH denied AS (
  SELECT account, system, occurred_at, source_id, record_no,
    count(*) OVER in_window AS failures, min(occurred_at) OVER in_window AS first_at
  FROM access_logs
  WHERE result = 'denied' AND occurred_at >= $period_start::TIMESTAMPTZ AND occurred_at < $period_end::TIMESTAMPTZ
  -- Half-open: two failures exactly one window apart are not in one window.
  WINDOW in_window AS (PARTITION BY account ORDER BY occurred_at
    RANGE BETWEEN (to_minutes($window_minutes::BIGINT) - INTERVAL 1 MICROSECOND) PRECEDING AND CURRENT ROW)
), worst AS (
  SELECT account, max(failures) AS failures,
    arg_max({'first_at': first_at, 'last_at': occurred_at}, (failures, -epoch_us(occurred_at))) AS peak
  FROM denied GROUP BY account HAVING max(failures) >= $failures::BIGINT
), due AS (
  -- The failure that reaches the number, for each burst that does.
  SELECT account, system, occurred_at, first_at
  FROM (SELECT *, lag(failures, 1, 0) OVER (PARTITION BY account ORDER BY occurred_at, source_id, record_no) AS before FROM denied)
  WHERE failures >= $lock_failures::BIGINT AND before < $lock_failures::BIGINT
), unlocked AS (
  SELECT account, count(*) AS bursts FROM due AS d
  WHERE NOT EXISTS (
    FROM account_locks AS l WHERE lower(l.account) = lower(d.account) AND (l.system IS NULL OR l.system = d.system)
      AND l.locked_at >= d.first_at AND l.locked_at <= d.occurred_at + to_minutes($lock_within_minutes::BIGINT))
  GROUP BY account
), evidence AS (
  SELECT d.account, list({'table': 'access_logs', 'source_id': d.source_id, 'record_no': d.record_no}
      ORDER BY d.occurred_at, d.source_id, d.record_no) AS source_rows,
    list(DISTINCT d.system ORDER BY d.system) AS systems
  FROM denied AS d JOIN worst AS w ON w.account = d.account AND d.occurred_at BETWEEN w.peak.first_at AND w.peak.last_at
  GROUP BY d.account
), locks AS (
  SELECT count(*) > 0 AS known FROM account_locks
)
SELECT 'account' AS subject_type, w.account AS subject_id,
  CASE WHEN u.account IS NOT NULL AND NOT locks.known THEN 'indeterminate' ELSE 'exception' END AS outcome,
  CASE WHEN u.account IS NULL THEN 'repeated_failures' WHEN locks.known THEN 'lock_missing' ELSE 'lock_unknown' END AS reason_code,
  w.failures || ' failures within ' || $window_minutes::BIGINT || ' minutes' || CASE WHEN u.account IS NULL THEN ''
    WHEN locks.known THEN ', and the account was not locked' ELSE '; whether the account was locked is not known' END AS summary,
  json_object('failures', w.failures, 'first_at', w.peak.first_at, 'last_at', w.peak.last_at, 'systems', e.systems,
    'bursts_without_lock', coalesce(u.bursts, 0)) AS details,
  e.source_rows
FROM worst AS w JOIN evidence AS e ON e.account = w.account LEFT JOIN unlocked AS u ON u.account = w.account CROSS JOIN locks
ORDER BY w.failures DESC, subject_id
