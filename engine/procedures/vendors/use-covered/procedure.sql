/*
id: vendors.use-covered
version: 1
title: Vendors use their access while a contract covers it, and as often as agreed
severity:
  used_after_contract: critical
  used_before_contract: high
  more_often: low
subject: vendor
needs:
  vendors: [vendor, contract_start, contract_end, last_access_at, access_frequency, account_ids]
optional_needs:
  access_logs:
    columns: [occurred_at, account, system, result]
    without: Only the last access that the list of vendors states was tested.
reasons:
  used_after_contract:
    title: Access was used after the end of the contract
    recommendation: Disable the accounts; find out what was done, and by whom.
  used_before_contract:
    title: Access was used before the beginning of the contract
    recommendation: Find out under which agreement access was given.
  more_often:
    title: Access was used on more days than the stated frequency
    recommendation: Ask the owner of the contract what the access was used for.
texts:
  criteria: Vendors use their access under a contract in force, for what was agreed.
  effect: Outsiders use access that nothing obliges them to handle with care.
*/
WITH own AS (
  SELECT v.vendor, v.contract_start, v.contract_end, lower(trim(v.access_frequency)) AS frequency, v.last_access_at, v.source_id, v.record_no,
    lower(trim(u.account)) AS account,
    (v.contract_start::TIMESTAMP) AT TIME ZONE $timezone::VARCHAR AS starts_at,
    (v.contract_end::TIMESTAMP + to_days(1)) AT TIME ZONE $timezone::VARCHAR AS ends_at
  FROM vendors AS v LEFT JOIN LATERAL (SELECT unnest(v.account_ids) AS account) AS u ON true
), uses AS (
  SELECT o.*, l.occurred_at AS used_at, {'table': 'access_logs', 'source_id': l.source_id, 'record_no': l.record_no} AS origin
  FROM own AS o JOIN access_logs AS l ON lower(l.account) = o.account
  WHERE coalesce(l.result, 'success') = 'success' AND l.occurred_at >= $period_start::TIMESTAMPTZ AND l.occurred_at < $period_end::TIMESTAMPTZ
  UNION ALL
  SELECT DISTINCT o.* REPLACE (NULL AS account), o.last_access_at, NULL
  FROM own AS o WHERE o.last_access_at < $period_end::TIMESTAMPTZ
), days AS (
  SELECT vendor, source_id, record_no, frequency, count(DISTINCT (used_at AT TIME ZONE $timezone::VARCHAR)::DATE) AS used_days,
    list(origin ORDER BY origin) AS source_rows, min(used_at) AS first_at, max(used_at) AS last_at,
    CASE frequency WHEN 'weekly' THEN 7 WHEN 'monthly' THEN 30 WHEN 'quarterly' THEN 90 WHEN 'annually' THEN 365 WHEN 'yearly' THEN 365 END AS every_days,
    date_diff('day', ($period_start::TIMESTAMPTZ AT TIME ZONE $timezone::VARCHAR)::DATE, ($period_end::TIMESTAMPTZ AT TIME ZONE $timezone::VARCHAR)::DATE) AS period_days
  FROM uses WHERE origin IS NOT NULL
  GROUP BY ALL
), found AS (
  SELECT vendor, source_id, record_no, 'used_after_contract' AS reason, count(*) AS uses, min(used_at) AS first_at, max(used_at) AS last_at,
    list(origin ORDER BY origin) FILTER (origin IS NOT NULL) AS source_rows, 'used after the contract ended on ' || strftime(contract_end, '%Y-%m-%d') AS summary
  FROM uses WHERE used_at >= ends_at GROUP BY vendor, source_id, record_no, contract_end
  UNION ALL
  SELECT vendor, source_id, record_no, 'used_before_contract', count(*), min(used_at), max(used_at),
    list(origin ORDER BY origin) FILTER (origin IS NOT NULL), 'used before the contract began on ' || strftime(contract_start, '%Y-%m-%d')
  FROM uses WHERE used_at < starts_at GROUP BY vendor, source_id, record_no, contract_start
  UNION ALL
  SELECT vendor, source_id, record_no, 'more_often', used_days, first_at, last_at, source_rows, 'used on ' || used_days || ' days; stated is ' || frequency
  FROM days WHERE used_days > (period_days + every_days - 1) // every_days
)
SELECT 'vendor' AS subject_type, vendor AS subject_id, CASE reason WHEN 'more_often' THEN 'lead' ELSE 'exception' END AS outcome, reason AS reason_code,
  vendor || ': ' || summary AS summary, json_object('uses', uses, 'first_at', first_at, 'last_at', last_at) AS details,
  list_concat([{'table': 'vendors', 'source_id': source_id, 'record_no': record_no}], coalesce(source_rows, [])) AS source_rows
FROM found
ORDER BY reason_code, subject_id
