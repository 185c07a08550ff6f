import type { Session } from '#engine/store/index.ts';

/**
 * Fills `access_logs` with rows of the working days 4 to 29 November 2024, New York, 9:30 to 17:30, of 5,000 accounts. Every
 * 200th row lies at night and belongs to one of 200 accounts; every 100th is denied, every 10,000 rows one account fails
 * twelve times within minutes; every 50,000 rows one account downloads 4 × 300 MB within an hour. The same rows every time.
 */
export async function fillAccessLogs(session: Session, rows: number): Promise<void> {
  await session.run(`
    INSERT INTO main.access_logs BY NAME
    WITH numbered AS (
      SELECT i, (i * 7919) % 20 AS workday, (i * 104729) % 28800 AS second, (i * 31) % 5000 AS person,
        i % 200 = 77 AS at_night, i % 10000 < 12 AS burst, i % 50000 BETWEEN 20000 AND 20003 AS bulk
      FROM range(${rows}) AS r(i)
    ), placed AS (
      SELECT *, TIMESTAMPTZ '2024-11-04 14:30:00+00' + to_days(((workday // 5) * 7 + workday % 5)::INTEGER) AS day_start FROM numbered
    )
    SELECT 'bench' AS source_id, i + 1 AS record_no,
      CASE WHEN burst THEN TIMESTAMPTZ '2024-11-05 15:00:00+00' + to_minutes((i // 10000) % 300) + to_seconds(i % 10000)
        WHEN bulk THEN TIMESTAMPTZ '2024-11-06 15:00:00+00' + to_minutes((i // 50000) % 300) + to_seconds((i % 50000) * 10 % 3000)
        WHEN at_night THEN day_start - INTERVAL 11 HOUR + to_seconds(second // 4)
        ELSE day_start + to_seconds(second) END AS occurred_at,
      'user' || CASE WHEN burst THEN (i // 10000) % 5000 WHEN bulk THEN 4000 + (i // 50000) % 1000 WHEN at_night THEN (i // 200) % 200 ELSE person END || '@company.com' AS account,
      'system-' || (i % 10) AS system, 'group:' || (i * 17) % 3000 AS resource,
      CASE WHEN bulk THEN 'download' ELSE 'read' END AS action,
      CASE WHEN burst OR i % 100 = 51 THEN 'denied' ELSE 'success' END AS result,
      '10.' || i % 200 || '.' || (i // 200) % 250 || '.9' AS ip,
      CASE WHEN bulk THEN 300000000 WHEN i % 3 = 0 THEN (i * 13) % 90000 END AS bytes
    FROM placed ORDER BY i`);
}
