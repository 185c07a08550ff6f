-- People with grants, and people who are in a role or group that a rule names.
SELECT count(*) FROM (
  SELECT identity_id FROM grant_people($as_of::TIMESTAMPTZ) WHERE EXISTS (FROM sod_rules WHERE kind = 'resources')
  UNION
  SELECT identity_id FROM sod_matches($as_of::TIMESTAMPTZ) WHERE kind = 'resources')
