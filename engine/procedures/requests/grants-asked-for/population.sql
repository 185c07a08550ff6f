SELECT count(*) FROM grant_matches($as_of::TIMESTAMPTZ) WHERE line = 'person'
