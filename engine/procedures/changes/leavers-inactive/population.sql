SELECT count(*)
FROM people() AS p
LEFT JOIN (
  SELECT identity_id, max(effective_at) AS ended_at FROM hr_events WHERE event_type = 'termination' GROUP BY identity_id
) AS h ON h.identity_id = p.identity_id
WHERE coalesce(h.ended_at, p.left_at) < $period_end::TIMESTAMPTZ
