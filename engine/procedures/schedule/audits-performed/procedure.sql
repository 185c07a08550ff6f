/*
id: schedule.audits-performed
version: 2
title: Each planned audit was done in each of its terms
severity: medium
subject: audit
needs:
  audit_schedule: [audit, frequency, scope, owner]
  audits_performed: [audit, performed_at, performed_by, reference]
reasons:
  missed:
    title: The term has passed without the audit
  not_due:
    title: The term has not passed yet
  performed:
    title: The audit was done in its term
  frequency_unknown:
    title: How often the audit is due is not understood
    recommendation: Ask the client how often the audit is due.
texts:
  criteria: The client's own schedule says how often each audit is done.
  effect: A control that the client relies on was not carried out.
  recommendation: Do the audit now; find out who should have noticed.
*/
WITH bounds AS (
  SELECT $period_start::TIMESTAMPTZ AT TIME ZONE $timezone::VARCHAR AS first_at, $period_end::TIMESTAMPTZ AT TIME ZONE $timezone::VARCHAR AS end_at
), plans AS (
  SELECT *, CASE regexp_replace(lower(trim(frequency)), '[\s-]+', '', 'g')
      WHEN 'weekly' THEN 'week' WHEN 'monthly' THEN 'month' WHEN 'quarterly' THEN 'quarter'
      WHEN 'semiannually' THEN 'half' WHEN 'semiannual' THEN 'half' WHEN 'halfyearly' THEN 'half' WHEN 'everysixmonths' THEN 'half' WHEN 'every6months' THEN 'half'
      WHEN 'annually' THEN 'year' WHEN 'yearly' THEN 'year' WHEN 'annual' THEN 'year' END AS unit
  FROM audit_schedule
), terms AS (
  SELECT p.*, t.starts_at, t.starts_at + CASE unit WHEN 'week' THEN INTERVAL 7 DAY WHEN 'month' THEN INTERVAL 1 MONTH
      WHEN 'quarter' THEN INTERVAL 3 MONTH WHEN 'half' THEN INTERVAL 6 MONTH ELSE INTERVAL 1 YEAR END AS ends_at
  FROM plans AS p, bounds AS b, LATERAL (
    SELECT DISTINCT CASE WHEN p.unit = 'half' THEN date_trunc('year', d.day) + to_months(CASE WHEN month(d.day) > 6 THEN 6 ELSE 0 END)
      ELSE date_trunc(CASE p.unit WHEN 'half' THEN 'year' ELSE p.unit END, d.day) END AS starts_at
    FROM (SELECT unnest(generate_series(b.first_at, b.end_at - INTERVAL 1 DAY, INTERVAL 1 DAY)) AS day) AS d) AS t
  WHERE p.unit IS NOT NULL
), done AS (
  SELECT lower(trim(audit)) AS audit, performed_at AT TIME ZONE $timezone::VARCHAR AS local_at, source_id, record_no FROM audits_performed
), judged AS (
  SELECT t.source_id, t.record_no, any_value(t.audit ORDER BY t.audit) AS audit, any_value(t.unit ORDER BY t.unit) AS unit,
    any_value(t.owner ORDER BY t.owner) AS owner, t.starts_at, t.ends_at, count(d.audit) AS times, b.end_at,
    list({'table': 'audits_performed', 'source_id': d.source_id, 'record_no': d.record_no} ORDER BY d.local_at, d.source_id, d.record_no)
      FILTER (d.audit IS NOT NULL) AS done_rows
  FROM terms AS t CROSS JOIN bounds AS b
  LEFT JOIN done AS d ON d.audit = lower(trim(t.audit)) AND d.local_at >= t.starts_at AND d.local_at < t.ends_at
  GROUP BY t.source_id, t.record_no, t.starts_at, t.ends_at, b.end_at
), named AS (
  SELECT *, CASE WHEN times > 0 THEN 'performed' WHEN ends_at > end_at THEN 'not_due' ELSE 'missed' END AS reason,
    CASE unit WHEN 'year' THEN strftime(starts_at, '%Y') WHEN 'quarter' THEN strftime(starts_at, '%Y') || '-Q' || quarter(starts_at)
      WHEN 'half' THEN strftime(starts_at, '%Y') || CASE month(starts_at) WHEN 1 THEN '-H1' ELSE '-H2' END
      WHEN 'month' THEN strftime(starts_at, '%Y-%m') ELSE strftime(starts_at, '%Y-%m-%d') END AS term
  FROM judged
)
SELECT 'audit' AS subject_type, audit AS subject_id,
  CASE reason WHEN 'missed' THEN 'exception' WHEN 'performed' THEN 'pass' ELSE 'not_applicable' END AS outcome, reason AS reason_code,
  audit || ' in ' || term || ': ' || CASE reason WHEN 'missed' THEN 'not done' WHEN 'performed' THEN 'done' ELSE 'not due yet' END AS summary,
  json_object('term', term, 'frequency', unit, 'owner', owner, 'times', times) AS details,
  list_prepend({'table': 'audit_schedule', 'source_id': source_id, 'record_no': record_no}, coalesce(done_rows, [])) AS source_rows,
  term AS finding_key
FROM named
UNION ALL
SELECT 'audit', audit, 'indeterminate', 'frequency_unknown', '"' || coalesce(frequency, '') || '" is no frequency that is understood',
  json_object('frequency', frequency, 'owner', owner), [{'table': 'audit_schedule', 'source_id': source_id, 'record_no': record_no}], ''
FROM plans WHERE unit IS NULL
ORDER BY subject_id, finding_key
