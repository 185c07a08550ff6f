WITH events AS (
  SELECT occurred_at, event_type, lower(trim(user_email)) AS email, system, resource, permission
  FROM audit_events
), spans AS (
  SELECT g.email, g.system, g.occurred_at AS granted_at, min(r.occurred_at) AS revoked_at
  FROM events AS g JOIN events AS r ON r.email = g.email AND r.system = g.system AND r.resource = g.resource AND r.permission = g.permission
  WHERE g.event_type = 'access_granted' AND r.event_type = 'access_revoked' AND r.occurred_at > g.occurred_at
    AND g.occurred_at >= $period_start::TIMESTAMPTZ AND g.occurred_at < $period_end::TIMESTAMPTZ
  GROUP BY g.email, g.system, g.resource, g.permission, g.occurred_at
)
SELECT count(DISTINCT s.email)
FROM spans AS s
SEMI JOIN grants AS known ON known.system = s.system
WHERE NOT EXISTS (FROM grants AS m WHERE m.system = s.system AND m.as_of >= s.granted_at AND m.as_of < s.revoked_at)
