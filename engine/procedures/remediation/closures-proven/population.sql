SELECT count(DISTINCT coalesce(incident_id, lower(trim(user_email)) || '|' || system || ':' || resource)) FROM reported_drift
WHERE detected_at <= $as_of::TIMESTAMPTZ
  AND (resolved_at <= $as_of::TIMESTAMPTZ OR detected_at + to_hours(24 * $days::BIGINT) < $as_of::TIMESTAMPTZ)
