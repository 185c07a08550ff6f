SELECT count(*)
FROM known_accounts() AS a
WHERE (a.disabled_at > $as_of::TIMESTAMPTZ OR (a.disabled_at IS NULL AND lower(coalesce(a.status, 'enabled')) NOT IN ('disabled', 'suspended', 'deleted')))
