SELECT count(*) FROM (SELECT DISTINCT bucket, object_key FROM retention_locks WHERE event_id IS NULL)
