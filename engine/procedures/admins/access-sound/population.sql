SELECT count(*) FROM known_accounts()
WHERE is_admin AND coalesce(kind, 'human') IN ('human', 'guest')
  AND (disabled_at > $as_of::TIMESTAMPTZ OR (disabled_at IS NULL AND lower(coalesce(status, 'enabled')) NOT IN ('disabled', 'suspended', 'deleted')))
  AND (created_at IS NULL OR created_at <= $as_of::TIMESTAMPTZ)
