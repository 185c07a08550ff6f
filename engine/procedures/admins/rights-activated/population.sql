WITH powers AS (
  SELECT DISTINCT system, resource, permission FROM entitlements WHERE privileged
)
SELECT count(DISTINCT (g.system, g.account_id))
FROM snapshot_at($as_of::TIMESTAMPTZ) AS g
SEMI JOIN powers AS p ON p.system = g.system AND p.resource = g.resource AND (p.permission IS NULL OR p.permission = g.permission)
WHERE json_extract_string(g.details, '$.assignment') IN ('eligible', 'active')
  AND NOT regexp_matches(lower(g.account_id), $exempt::VARCHAR)
