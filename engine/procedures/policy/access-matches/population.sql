-- Grants held and grants owed that are missing: both are subjects of this test.
SELECT (SELECT count(*) FROM grant_matches($as_of::TIMESTAMPTZ) WHERE line = 'person') + (SELECT count(*) FROM missing_access($as_of::TIMESTAMPTZ))
