SELECT count(*) FROM exceptions
WHERE coalesce(granted_at, approved_at, requested_at, $as_of::TIMESTAMPTZ) <= $as_of::TIMESTAMPTZ
