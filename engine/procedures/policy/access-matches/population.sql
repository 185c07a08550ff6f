SELECT count(*) FROM actual_grants($as_of::TIMESTAMPTZ) WHERE line = 'person'
