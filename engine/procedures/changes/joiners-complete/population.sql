SELECT count(DISTINCT h.identity_id)
FROM hr_events AS h JOIN people() AS p ON p.identity_id = h.identity_id
WHERE h.event_type = 'hire' AND h.effective_at >= $period_start::TIMESTAMPTZ AND h.effective_at < $period_end::TIMESTAMPTZ
