SELECT count(*) FROM service_accounts
WHERE lower(coalesce(status, 'enabled')) NOT IN ('disabled', 'deleted', 'inactive') AND (created_at IS NULL OR created_at <= $as_of::TIMESTAMPTZ)
