WITH machines AS (
  SELECT * FROM account_lines()
)
SELECT count(DISTINCT l.account)
FROM access_logs AS l
ANTI JOIN machines AS own ON own.system = l.system AND own.account_id = lower(l.account)
ANTI JOIN machines AS anywhere ON anywhere.system IS NULL AND anywhere.account_id = lower(l.account)
WHERE l.occurred_at >= $period_start::TIMESTAMPTZ AND l.occurred_at < $period_end::TIMESTAMPTZ
