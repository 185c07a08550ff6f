SELECT count(*) FROM people_at($as_of::TIMESTAMPTZ) WHERE employed
