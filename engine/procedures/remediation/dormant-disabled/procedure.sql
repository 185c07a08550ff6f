/*
id: remediation.dormant-disabled
version: 1
title: Holders of dormant accounts were warned, and the accounts disabled when the time of the warning had passed
severity:
  not_disabled: medium
  disabled_early: low
  disabled: low
  running: low
subject: account
needs:
  dormancy_warnings: [account, system, warned_at, disabled_at]
params:
  notice_days:
    type: integer
    unit: days
    doc: Time between the warning and the disabling
    default: 7
    min: 0
    max: 365
reasons:
  not_disabled:
    title: The time of the warning has passed and the account is not disabled
    recommendation: Disable the account, or record that it is in use again.
  disabled_early:
    title: The account was disabled before the time of the warning had passed
    recommendation: Ask whether the holder could answer in time.
  disabled:
    title: Disabled after the warning
  running:
    title: The time of the warning has not passed
texts:
  criteria: Dormant accounts are disabled {params.notice_days} days after a warning.
  effect: Accounts that nobody uses stay open, or people lose access unwarned.
*/
WITH warned AS (
  SELECT *, warned_at + to_hours(24 * $notice_days::BIGINT) AS due_at,
    CASE WHEN disabled_at <= $as_of::TIMESTAMPTZ THEN disabled_at END AS done_at
  FROM dormancy_warnings WHERE warned_at <= $as_of::TIMESTAMPTZ
  QUALIFY row_number() OVER (PARTITION BY system, account ORDER BY warned_at DESC, source_id, record_no) = 1
), judged AS (
  SELECT *, CASE WHEN done_at < due_at THEN 'disabled_early' WHEN done_at IS NOT NULL THEN 'disabled'
    WHEN due_at < $as_of::TIMESTAMPTZ THEN 'not_disabled' ELSE 'running' END AS reason
  FROM warned
)
SELECT 'account' AS subject_type, coalesce(system || '|', '') || account AS subject_id,
  CASE reason WHEN 'disabled' THEN 'pass' WHEN 'running' THEN 'not_applicable' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'not_disabled' THEN 'warned ' || date_diff('hour', warned_at, $as_of::TIMESTAMPTZ) // 24 || ' days ago and not disabled'
    WHEN 'disabled_early' THEN 'disabled ' || date_diff('hour', warned_at, done_at) || ' hours after the warning' ELSE reason END AS summary,
  json_object('warned_at', warned_at, 'due_at', due_at, 'disabled_at', done_at) AS details,
  [{'table': 'dormancy_warnings', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id
