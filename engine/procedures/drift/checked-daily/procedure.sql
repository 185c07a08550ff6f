/*
id: drift.checked-daily
version: 1
title: The client looked for drift on every day of the period
severity: medium
subject: day
needs:
  detection_runs: [run_id, started_at, finished_at, status, grants_checked, drift_found]
reasons:
  no_run:
    title: No run on this day
  run_failed:
    title: No run of this day came to its end
  checked:
    title: A run came to its end
texts:
  criteria: Drift is looked for every day.
  effect: Access outside policy can go unnoticed for longer than the client says.
  recommendation: Find out why, and who should have noticed; compare the next run with the last one before.
*/
WITH days AS (
  SELECT unnest(generate_series(
    ($period_start::TIMESTAMPTZ AT TIME ZONE $timezone::VARCHAR)::DATE,
    ($period_end::TIMESTAMPTZ AT TIME ZONE $timezone::VARCHAR)::DATE - 1, INTERVAL 1 DAY))::DATE AS day
), runs AS (
  SELECT (started_at AT TIME ZONE $timezone::VARCHAR)::DATE AS day, count(*) AS runs,
    count(*) FILTER (lower(trim(status)) IN ('ok', 'success', 'succeeded', 'completed')) AS good,
    list({'table': 'detection_runs', 'source_id': source_id, 'record_no': record_no} ORDER BY started_at, source_id, record_no) AS source_rows,
    list(run_id ORDER BY started_at, source_id, record_no) AS run_ids
  FROM detection_runs GROUP BY ALL
), judged AS (
  SELECT d.day, coalesce(r.runs, 0) AS runs, r.run_ids, coalesce(r.source_rows, []) AS source_rows,
    CASE WHEN r.day IS NULL THEN 'no_run' WHEN r.good = 0 THEN 'run_failed' ELSE 'checked' END AS reason
  FROM days AS d LEFT JOIN runs AS r ON r.day = d.day
)
SELECT 'day' AS subject_type, strftime(day, '%Y-%m-%d') AS subject_id,
  CASE reason WHEN 'checked' THEN 'pass' ELSE 'exception' END AS outcome, reason AS reason_code,
  CASE reason WHEN 'no_run' THEN 'no run' ELSE runs || CASE runs WHEN 1 THEN ' run' ELSE ' runs' END END
    || CASE WHEN reason <> 'run_failed' THEN '' WHEN runs = 1 THEN ', which did not come to its end' ELSE ', none of which came to its end' END AS summary,
  json_object('runs', run_ids) AS details, source_rows
FROM judged
ORDER BY subject_id
