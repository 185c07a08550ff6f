import type { MacroSpec } from './spec.ts';

/** Drift over time, from all snapshots: the same rules as for one moment, each grant judged at the moment it was observed. */
export const driftMacros: readonly MacroSpec[] = [
  {
    name: 'exception_spans',
    parameters: [],
    doc: 'From when until when each exception covered access: independently approved, valid_until excluded; those that never did are left out',
    sql: `
      SELECT exception_id, lower(trim(user_email)) AS email, system, resource, permission, approved_at AS valid_from,
        least(expires_at, revoked_at) AS valid_until, source_id, record_no
      FROM main.exceptions
      WHERE nullif(trim(approved_by), '') IS NOT NULL AND lower(trim(approved_by)) IS DISTINCT FROM lower(trim(requested_by))
        AND lower(trim(approved_by)) IS DISTINCT FROM lower(trim(user_email))
        AND approved_at < least(expires_at, revoked_at) AND expires_at IS NOT NULL`,
  },
  {
    name: 'observed_drift',
    parameters: [],
    doc: 'Grants of people in each snapshot that neither a policy nor an exception explained at the moment of that snapshot',
    sql: `
      WITH seen AS (
        SELECT g.system, g.as_of, g.identity_id, lower(trim(p.email)) AS email, g.resource, g.permission,
          min({'source_id': g.source_id, 'record_no': g.record_no}) AS origin
        FROM main.grants AS g
        JOIN main.people() AS p ON p.identity_id = g.identity_id
        ANTI JOIN main.account_lines() AS l ON l.system = g.system AND l.account_id = lower(g.account_id)
        ANTI JOIN (SELECT * FROM main.account_lines() WHERE system IS NULL) AS v ON v.account_id = lower(g.account_id)
        GROUP BY g.system, g.as_of, g.identity_id, p.email, g.resource, g.permission
      ), given AS MATERIALIZED (
        SELECT * FROM main.expected_history()
      ), wild AS (
        SELECT * FROM given WHERE NOT owed
      ), by_clause AS (
        SELECT DISTINCT s.system, s.as_of, s.identity_id, s.resource, s.permission
        FROM seen AS s JOIN given AS h ON h.identity_id = s.identity_id AND h.system = s.system AND h.resource = s.resource AND h.permission = s.permission
        WHERE coalesce(h.valid_from <= s.as_of, true) AND coalesce(s.as_of < h.valid_until, true)
      ), left_over AS MATERIALIZED (
        SELECT s.* FROM seen AS s ANTI JOIN by_clause AS c ON c.system = s.system AND c.as_of = s.as_of AND c.identity_id = s.identity_id
          AND c.resource = s.resource AND c.permission = s.permission
      ), by_wildcard AS (
        SELECT DISTINCT s.system, s.as_of, s.identity_id, s.resource, s.permission
        FROM left_over AS s JOIN wild AS h ON h.identity_id = s.identity_id
        WHERE h.system IN ('*', s.system) AND h.resource IN ('*', s.resource) AND h.permission IN ('*', s.permission)
          AND coalesce(h.valid_from <= s.as_of, true) AND coalesce(s.as_of < h.valid_until, true)
      ), lone AS (
        SELECT resource FROM main.grants GROUP BY resource HAVING min(system) = max(system)
      ), spans AS (
        SELECT x.* FROM main.exception_spans() AS x LEFT JOIN lone AS l ON l.resource = x.resource
        WHERE x.system IS NOT NULL OR l.resource IS NOT NULL
      ), by_exception AS (
        SELECT DISTINCT s.system, s.as_of, s.identity_id, s.resource, s.permission
        FROM left_over AS s JOIN spans AS x ON x.email = s.email AND x.resource = s.resource AND x.permission = s.permission
        JOIN main.people() AS p ON p.identity_id = s.identity_id
        WHERE coalesce(x.system, s.system) = s.system AND x.valid_from <= s.as_of AND s.as_of < x.valid_until
          AND coalesce(p.hired_at <= s.as_of, true) AND coalesce(s.as_of < p.left_at, true)
      )
      SELECT s.* FROM left_over AS s
      ANTI JOIN by_wildcard AS w ON w.system = s.system AND w.as_of = s.as_of AND w.identity_id = s.identity_id
        AND w.resource = s.resource AND w.permission = s.permission
      ANTI JOIN by_exception AS x ON x.system = s.system AND x.as_of = s.as_of AND x.identity_id = s.identity_id
        AND x.resource = s.resource AND x.permission = s.permission`,
  },
  {
    name: 'drift_windows',
    parameters: [],
    doc: 'From when until when each drift lasted: between which snapshots it began and ended; began_at and ended_at are exact where an event of the audit trail says the hour',
    sql: `
      WITH snapshots AS (
        SELECT system, as_of, row_number() OVER own AS nr, lag(as_of) OVER own AS before, lead(as_of) OVER own AS after
        FROM (SELECT DISTINCT system, as_of FROM main.grants)
        WINDOW own AS (PARTITION BY system ORDER BY as_of)
      ), runs AS (
        SELECT d.*,
          s.nr - row_number() OVER (PARTITION BY d.system, d.identity_id, d.resource, d.permission ORDER BY d.as_of) AS run
        FROM main.observed_drift() AS d JOIN snapshots AS s ON s.system = d.system AND s.as_of = d.as_of
      ), windows AS (
        SELECT w.*, f.before AS not_yet_seen, l.after AS no_longer_seen
        FROM (
          SELECT system, identity_id, email, resource, permission, min(as_of) AS first_seen, max(as_of) AS last_seen, arg_min(origin, as_of) AS origin
          FROM runs GROUP BY system, identity_id, email, resource, permission, run
        ) AS w
        JOIN snapshots AS f ON f.system = w.system AND f.as_of = w.first_seen
        JOIN snapshots AS l ON l.system = w.system AND l.as_of = w.last_seen
      ), events AS (
        SELECT lower(trim(user_email)) AS email, system, resource, permission, event_type, occurred_at
        FROM main.audit_events WHERE event_type IN ('access_granted', 'access_revoked')
      ), began AS (
        SELECT w.system, w.identity_id, w.resource, w.permission, w.first_seen, max(e.occurred_at) AS began_at
        FROM windows AS w JOIN events AS e ON e.email = w.email AND e.resource = w.resource AND e.permission = w.permission
        WHERE e.event_type = 'access_granted' AND coalesce(e.system, w.system) = w.system
          AND e.occurred_at > w.not_yet_seen AND e.occurred_at <= w.first_seen
        GROUP BY ALL
      ), ended AS (
        SELECT w.system, w.identity_id, w.resource, w.permission, w.first_seen, min(e.occurred_at) AS ended_at
        FROM windows AS w JOIN events AS e ON e.email = w.email AND e.resource = w.resource AND e.permission = w.permission
        WHERE e.event_type = 'access_revoked' AND coalesce(e.system, w.system) = w.system
          AND e.occurred_at >= w.last_seen AND coalesce(e.occurred_at <= w.no_longer_seen, true)
        GROUP BY ALL
      )
      SELECT w.* EXCLUDE (origin), b.began_at, e.ended_at, w.origin.source_id AS source_id, w.origin.record_no AS record_no
      FROM windows AS w
      LEFT JOIN began AS b ON b.system = w.system AND b.identity_id = w.identity_id AND b.resource = w.resource
        AND b.permission = w.permission AND b.first_seen = w.first_seen
      LEFT JOIN ended AS e ON e.system = w.system AND e.identity_id = w.identity_id AND e.resource = w.resource
        AND e.permission = w.permission AND e.first_seen = w.first_seen`,
  },
];
