/*
id: vendors.contracts-sound
version: 2
title: Vendors have access under a contract in force, with data protection and security looked after
severity:
  contract_expired: critical
  no_contract_end: medium
  no_dpa: high
  security_review_stale: medium
  security_review_missing: medium
  access_without_contract: high
subject: [vendor, account]
needs:
  vendors: [vendor, contract_end, dpa_signed, security_review_at, account_ids]
optional_needs:
  accounts:
    columns: [system, account_id, kind, status, disabled_at]
    without: Whether vendors' accounts belong to a contract was not tested.
params:
  review_days:
    type: integer
    unit: days
    doc: Longest time since the last security review
    default: 365
    min: 1
    max: 3650
reasons:
  contract_expired:
    title: The contract has ended
    recommendation: Remove the vendor's access, or renew the contract.
  no_contract_end:
    title: The contract has no end
    recommendation: Agree on an end, or on a date of review.
  no_dpa:
    title: No data processing agreement is signed
    recommendation: Have the agreement signed before any more data are shared.
  security_review_stale:
    title: The last security review is too old
    recommendation: Review the vendor's security.
  security_review_missing:
    title: The vendor's security was never reviewed
    recommendation: Review the vendor's security.
  access_without_contract:
    title: A vendor's account belongs to no contract
    recommendation: Find out which vendor uses the account; disable it until then.
texts:
  criteria: Vendors have access for as long as a contract covers it, with data protection agreed and security reviewed.
  effect: Outsiders have access that nothing obliges them to handle with care.
*/
WITH local_day AS (
  SELECT ($as_of::TIMESTAMPTZ AT TIME ZONE $timezone::VARCHAR)::DATE AS day
), found AS (
  SELECT v.*, 'contract_expired' AS reason, 'the contract ended on ' || strftime(contract_end, '%Y-%m-%d') AS summary FROM vendors AS v, local_day WHERE contract_end < day
  UNION ALL
  SELECT *, 'no_contract_end', 'the contract has no end' FROM vendors WHERE contract_end IS NULL
  UNION ALL
  SELECT *, 'no_dpa', 'no data processing agreement' FROM vendors WHERE dpa_signed IS NOT TRUE
  UNION ALL
  SELECT *, 'security_review_stale', 'security was last reviewed on ' || strftime(security_review_at, '%Y-%m-%d')
  FROM vendors WHERE security_review_at::TIMESTAMP AT TIME ZONE $timezone::VARCHAR < $as_of::TIMESTAMPTZ - to_hours(24 * $review_days::BIGINT)
  UNION ALL
  SELECT *, 'security_review_missing', 'security was never reviewed' FROM vendors WHERE security_review_at IS NULL
), contracted AS (
  SELECT DISTINCT lower(trim(u.account)) AS account FROM (SELECT unnest(account_ids) AS account FROM vendors) AS u
)
SELECT 'vendor' AS subject_type, vendor AS subject_id, 'exception' AS outcome, reason AS reason_code, vendor || ': ' || summary AS summary,
  json_object('access_type', access_type, 'data_accessed', data_accessed, 'contract_start', contract_start, 'contract_end', contract_end,
    'dpa_signed', dpa_signed, 'security_review_at', security_review_at, 'last_access_at', last_access_at, 'owner', owner_email) AS details,
  [{'table': 'vendors', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM found
UNION ALL
SELECT 'account', system || '|' || account_id, 'exception', 'access_without_contract', account_id || ' is a vendor''s account of no contract',
  json_object('system', system, 'account', account_id, 'owner', owner_email, 'last_login_at', last_login_at),
  [{'table': 'accounts', 'source_id': source_id, 'record_no': record_no}]
FROM known_accounts() AS a
WHERE kind = 'vendor'
  AND (disabled_at > $as_of::TIMESTAMPTZ OR (disabled_at IS NULL AND lower(coalesce(status, 'enabled')) NOT IN ('disabled', 'suspended', 'deleted')))
  AND NOT EXISTS (FROM contracted AS c WHERE c.account = lower(trim(a.account_id)))
ORDER BY subject_type, reason_code, subject_id
