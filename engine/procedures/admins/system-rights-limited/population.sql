SELECT count(*)
FROM (
  SELECT a.system, a.account_id FROM accounts AS a
  WHERE (a.disabled_at > $as_of::TIMESTAMPTZ OR (a.disabled_at IS NULL AND lower(coalesce(a.status, 'enabled')) NOT IN ('disabled', 'suspended', 'deleted')))
  UNION
  SELECT system, account_id FROM snapshot_at($as_of::TIMESTAMPTZ))
