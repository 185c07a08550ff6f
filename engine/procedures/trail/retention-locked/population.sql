SELECT count(DISTINCT coalesce(event_id, source_id || ' ' || record_no)) FROM audit_events
