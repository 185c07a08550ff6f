/*
id: logs.within-hours
version: 1
title: People use the systems in working time
severity:
  after_hours: low
  after_hours_sensitive: medium
subject: account
needs:
  access_logs: [occurred_at, account, system, resource]
optional_needs:
  business_hours:
    columns: [weekday, opens, closes]
    without: Working time is that of the parameters.
  holidays:
    columns: [day, name]
    without: Holidays count as working days.
  entitlements:
    columns: [system, resource, sensitive]
    without: Use of sensitive resources is not marked as such.
params:
  opens:
    type: text
    unit: HH:MM, local
    doc: Beginning of working time, included; used where the client states no hours
    default: '09:00'
    pattern: '([01]\d|2[0-3]):[0-5]\d'
  closes:
    type: text
    unit: HH:MM, local
    doc: End of working time, excluded; used where the client states no hours
    default: '18:00'
    pattern: '([01]\d|2[0-3]):[0-5]\d|24:00'
  working_days:
    type: text
    unit: weekdays, 1 Monday to 7 Sunday
    doc: Working days; used where the client states no hours
    default: '1,2,3,4,5'
    pattern: '[1-7](,[1-7])*'
reasons:
  after_hours:
    title: Use outside working time
  after_hours_sensitive:
    title: Use of a sensitive resource outside working time
    recommendation: Ask the person and the resource owner for the reason; look at what was read or changed.
texts:
  criteria: Use outside working time is rare, and explained.
  effect: Misuse and taken-over accounts often show at hours when nobody is watching.
  recommendation: Ask the person's manager whether the use is explained.
*/
WITH hours AS (
  SELECT weekday, opens::TIME AS opens, closes::TIME AS closes FROM business_hours
  UNION ALL
  SELECT d.weekday::INTEGER, $opens::VARCHAR::TIME, $closes::VARCHAR::TIME
  FROM unnest(string_split($working_days::VARCHAR, ',')) AS d(weekday)
  WHERE NOT EXISTS (FROM business_hours)
), sensitive AS (
  SELECT DISTINCT system, resource FROM entitlements WHERE sensitive
), machines AS (
  SELECT * FROM account_lines()
), used AS (
  SELECT l.account, l.system, l.resource, l.occurred_at, l.source_id, l.record_no,
    l.occurred_at AT TIME ZONE $timezone::VARCHAR AS local_at,
    (l.occurred_at AT TIME ZONE $timezone::VARCHAR)::DATE IN (SELECT day FROM holidays WHERE day IS NOT NULL) AS is_holiday
  FROM access_logs AS l
  ANTI JOIN machines AS own ON own.system = l.system AND own.account_id = lower(l.account)
  ANTI JOIN machines AS anywhere ON anywhere.system IS NULL AND anywhere.account_id = lower(l.account)
  WHERE l.occurred_at >= $period_start::TIMESTAMPTZ AND l.occurred_at < $period_end::TIMESTAMPTZ AND l.account IS NOT NULL
), late AS (
  SELECT u.*, u.local_at::DATE AS day, s.resource IS NOT NULL AS sensitive
  FROM (
    SELECT * FROM used AS u
    ANTI JOIN hours AS h ON h.weekday = isodow(u.local_at) AND u.local_at::TIME >= h.opens AND u.local_at::TIME < h.closes
      AND NOT u.is_holiday
  ) AS u
  LEFT JOIN sensitive AS s ON s.system = u.system AND s.resource = u.resource
)
SELECT 'account' AS subject_type, account AS subject_id, 'exception' AS outcome,
  CASE WHEN bool_or(sensitive) THEN 'after_hours_sensitive' ELSE 'after_hours' END AS reason_code,
  count(*) || CASE WHEN count(*) = 1 THEN ' use' ELSE ' uses' END || ' outside working time on ' || strftime(day, '%Y-%m-%d')
    || CASE WHEN bool_or(sensitive) THEN ', ' || count(*) FILTER (sensitive) || ' of a sensitive resource' ELSE '' END AS summary,
  json_object('day', strftime(day, '%Y-%m-%d'), 'uses', count(*), 'sensitive_uses', count(*) FILTER (sensitive),
    'first_local', strftime(min(local_at), '%H:%M:%S'), 'last_local', strftime(max(local_at), '%H:%M:%S'),
    'first_at', min(occurred_at), 'systems', list(DISTINCT system ORDER BY system),
    'sensitive_resources', coalesce(list(DISTINCT system || ':' || resource ORDER BY system || ':' || resource) FILTER (sensitive), [])) AS details,
  list({'table': 'access_logs', 'source_id': source_id, 'record_no': record_no} ORDER BY occurred_at, source_id, record_no) AS source_rows,
  strftime(day, '%Y-%m-%d') AS finding_key
FROM late
GROUP BY account, day
ORDER BY day, subject_id
