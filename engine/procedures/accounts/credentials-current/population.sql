SELECT count(DISTINCT (system, account_id, coalesce(credential_id, kind)))
FROM credentials
WHERE lower(coalesce(status, 'enabled')) = 'enabled'
  AND (created_at IS NULL OR created_at <= $as_of::TIMESTAMPTZ)
  AND (kind = 'password' OR expires_at IS NULL OR expires_at > $as_of::TIMESTAMPTZ)
