SELECT count(DISTINCT identity_id) FROM grant_matches($as_of::TIMESTAMPTZ)
WHERE line = 'person' AND EXISTS (FROM sod_rules WHERE kind = 'roles')
