SELECT count(DISTINCT account) FROM access_logs
WHERE bytes > 0 AND occurred_at >= $period_start::TIMESTAMPTZ AND occurred_at < $period_end::TIMESTAMPTZ
