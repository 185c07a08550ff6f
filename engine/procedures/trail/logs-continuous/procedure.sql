/*
id: trail.logs-continuous
version: 2
title: Each log has entries on every day on which it usually has some
severity:
  days_without_entries: medium
  starts_late: medium
  ends_early: high
  continuous: low
subject: log
needs:
  audit_events: [chain, occurred_at]
optional_needs:
  access_logs:
    columns: [system, occurred_at]
    without: The logs of use were not tested.
params:
  usual_share:
    type: integer
    unit: percent
    doc: A day of the week counts as usual when the log has entries on at least this share of such days
    default: 90
    min: 50
    max: 100
  least_days:
    type: integer
    unit: days
    doc: A log with entries on fewer days than this has no usual
    default: 10
    min: 2
    max: 1000
reasons:
  days_without_entries:
    title: The log has no entry on days on which it usually has some
    recommendation: Ask what happened on these days, and for the entries of that time from another place.
  starts_late:
    title: The log begins after the period does
    recommendation: Ask for the part before.
  ends_early:
    title: The log ends before the period does
    recommendation: Ask for the part after.
  continuous:
    title: Entries on every usual day of the period
texts:
  criteria: Logging is not interrupted.
  cause: Logging was switched off, entries were removed, or the export was cut.
  effect: What happened in that time cannot be shown from the log.
*/
WITH entries AS (
  SELECT 'audit_events' AS table_name, 'trail ' || chain AS log, CAST(timezone($timezone, occurred_at) AS DATE) AS day, source_id, record_no
  FROM audit_events
  UNION ALL
  SELECT 'access_logs', 'use of ' || coalesce(system, 'unnamed systems'), CAST(timezone($timezone, occurred_at) AS DATE), source_id, record_no
  FROM access_logs
), days AS (
  -- The name of a log tells its table.
  SELECT table_name, log, day, arg_max(source_id, (source_id, record_no)) AS source_id, arg_max(record_no, (source_id, record_no)) AS record_no
  FROM entries GROUP BY table_name, log, day
), logs AS (
  SELECT table_name, log, min(day) AS first_day, max(day) AS last_day, count(day) AS days_with, arg_max(source_id, day) AS source_id,
    arg_max(record_no, day) AS record_no
  FROM days GROUP BY table_name, log
), bounds AS (
  SELECT l.*, CAST(timezone($timezone, $period_start::TIMESTAMPTZ) AS DATE) AS period_from,
    CAST(timezone($timezone, least($period_end::TIMESTAMPTZ, greatest($as_of::TIMESTAMPTZ, $period_start::TIMESTAMPTZ + INTERVAL 1 DAY)) - INTERVAL 1 MICROSECOND) AS DATE) AS period_to
  FROM logs AS l WHERE l.days_with >= $least_days::INTEGER
), calendar AS (
  -- Days of the period, and of the log where it reaches beyond: what is usual is judged over all of them.
  SELECT b.table_name, b.log, CAST(u.day AS DATE) AS day, b.period_from, b.period_to, b.first_day, b.last_day
  FROM bounds AS b, unnest(generate_series(least(b.first_day, b.period_from)::TIMESTAMP, greatest(b.last_day, b.period_to)::TIMESTAMP, INTERVAL 1 DAY)) AS u(day)
), marked AS (
  SELECT c.*, d.day IS NOT NULL AS has_entries FROM calendar AS c
  LEFT JOIN days AS d ON d.log = c.log AND d.day = c.day
), usual AS (
  SELECT table_name, log, isodow(day) AS weekday
  FROM marked WHERE day BETWEEN first_day AND last_day GROUP BY table_name, log, isodow(day)
  HAVING count(*) FILTER (has_entries) * 100 >= $usual_share::INTEGER * count(*)
), lacking AS (
  SELECT m.table_name, m.log, m.day, m.first_day, m.last_day
  FROM marked AS m JOIN usual AS u ON u.log = m.log AND u.weekday = isodow(m.day)
  WHERE NOT m.has_entries AND m.day BETWEEN m.period_from AND m.period_to
), judged AS (
  SELECT table_name, log, CASE WHEN day < first_day THEN 'starts_late' WHEN day > last_day THEN 'ends_early' ELSE 'days_without_entries' END AS reason,
    count(*) AS days, min(day) AS from_day, max(day) AS to_day, list(day ORDER BY day)[:60] AS shown
  FROM lacking GROUP BY ALL
)
SELECT 'log' AS subject_type, b.log AS subject_id,
  -- Silence points, it does not conclude; an end before the period does is a fact.
  CASE j.reason WHEN 'days_without_entries' THEN 'lead' ELSE 'exception' END AS outcome, j.reason AS reason_code,
  CASE j.reason WHEN 'starts_late' THEN 'the first entry is of ' || b.first_day || ', and the period begins on ' || b.period_from
    WHEN 'ends_early' THEN 'the last entry is of ' || b.last_day || ', and the period ends on ' || b.period_to
    ELSE 'no entry on ' || j.days || CASE j.days WHEN 1 THEN ' usual day: ' ELSE ' usual days, first on ' END || j.from_day END AS summary,
  json_object('table', b.table_name, 'days', j.days, 'from_day', j.from_day, 'to_day', j.to_day, 'list', j.shown::VARCHAR[]) AS details,
  [{'table': b.table_name, 'source_id': b.source_id, 'record_no': b.record_no}] AS source_rows
FROM bounds AS b JOIN judged AS j ON j.log = b.log
UNION ALL
SELECT 'log', b.log, 'pass', 'continuous', 'entries on every usual day of the period', json_object('table', b.table_name, 'days', b.days_with),
  [{'table': b.table_name, 'source_id': b.source_id, 'record_no': b.record_no}]
FROM bounds AS b WHERE NOT EXISTS (FROM judged AS j WHERE j.log = b.log)
ORDER BY reason_code, subject_id
