SELECT count(DISTINCT identity_id) FROM actual_grants($as_of::TIMESTAMPTZ)
WHERE line = 'person' AND EXISTS (FROM sod_rules WHERE kind = 'roles')
