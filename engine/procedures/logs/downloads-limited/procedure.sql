/*
id: logs.downloads-limited
version: 1
title: Nobody downloads great amounts of data within an hour
severity:
  bulk_download: medium
  bulk_download_large: high
subject: account
needs:
  access_logs: [occurred_at, account, system, resource, bytes]
params:
  window_minutes:
    type: integer
    unit: minutes
    doc: Length of the sliding window
    default: 60
    min: 1
    max: 1440
  bulk_bytes:
    type: integer
    unit: bytes
    doc: More than this in a window is reported
    default: 1000000000
    min: 1
    max: 1000000000000000
  large_bytes:
    type: integer
    unit: bytes
    doc: More than this in a window should have been stopped
    default: 10000000000
    min: 1
    max: 1000000000000000
reasons:
  bulk_download:
    title: A great amount of data within one window
  bulk_download_large:
    title: So much data within one window that it should have been stopped
    recommendation: Find out where the data went; ask why nothing stopped the download.
texts:
  criteria: Great downloads are noticed, and explained by the work.
  effect: Data may have left the company.
  recommendation: Ask the person and the owner of the data what the download was for.
*/
WITH downloads AS NOT MATERIALIZED (
  SELECT account, system, resource, occurred_at, bytes, source_id, record_no
  FROM access_logs
  WHERE bytes > 0 AND occurred_at >= $period_start::TIMESTAMPTZ AND occurred_at < $period_end::TIMESTAMPTZ
), transfers AS (
  SELECT d.*, sum(bytes) OVER in_window AS volume, min(occurred_at) OVER in_window AS first_at, count(*) OVER in_window AS files
  FROM downloads AS d
  -- Windows are dear: who downloads less in the whole period does not reach the limit in any of them.
  SEMI JOIN (SELECT account FROM downloads GROUP BY account HAVING sum(bytes) > $bulk_bytes::BIGINT) AS s ON s.account = d.account
  -- Half-open: two downloads exactly one window apart are not in one window.
  WINDOW in_window AS (PARTITION BY account ORDER BY occurred_at
    RANGE BETWEEN (to_minutes($window_minutes::BIGINT) - INTERVAL 1 MICROSECOND) PRECEDING AND CURRENT ROW)
), peaks AS (
  SELECT account, max(volume) AS volume,
    arg_max({'first_at': first_at, 'last_at': occurred_at, 'files': files}, (volume, -epoch_us(occurred_at))) AS peak
  FROM transfers GROUP BY account HAVING max(volume) > $bulk_bytes::BIGINT
), evidence AS (
  SELECT t.account, list({'table': 'access_logs', 'source_id': t.source_id, 'record_no': t.record_no}
      ORDER BY t.occurred_at, t.source_id, t.record_no) AS source_rows,
    list(DISTINCT t.system || ':' || t.resource ORDER BY t.system || ':' || t.resource) AS resources
  FROM transfers AS t JOIN peaks AS p ON p.account = t.account AND t.occurred_at BETWEEN p.peak.first_at AND p.peak.last_at
  GROUP BY t.account
)
SELECT 'account' AS subject_type, p.account AS subject_id, 'exception' AS outcome,
  CASE WHEN p.volume > $large_bytes::BIGINT THEN 'bulk_download_large' ELSE 'bulk_download' END AS reason_code,
  p.volume::BIGINT || ' bytes in ' || p.peak.files || ' downloads within ' || $window_minutes::BIGINT || ' minutes' AS summary,
  json_object('bytes', p.volume::BIGINT, 'downloads', p.peak.files, 'first_at', p.peak.first_at, 'last_at', p.peak.last_at,
    'resources', e.resources) AS details,
  e.source_rows
FROM peaks AS p JOIN evidence AS e ON e.account = p.account
ORDER BY p.volume DESC, subject_id
