SELECT count(*) FROM actual_grants($as_of::TIMESTAMPTZ) AS a
WHERE regexp_matches(a.system || ':' || a.resource, $log_resources, 'i') OR regexp_matches(a.system || ':' || a.resource, $policy_resources, 'i')
