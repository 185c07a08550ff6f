import type { MacroSpec } from './spec.ts';

export const coverageMacros: readonly MacroSpec[] = [
  {
    name: 'access_coverage',
    parameters: ['moment'],
    doc: 'Each grant held at a moment, counted once: part = policy, exception or drift (null on the lines that are not people), with the clause or exception that explains it',
    sql: `
      WITH expected AS MATERIALIZED (
        SELECT * FROM main.expected_access(moment)
      ), exact AS (
        SELECT identity_id, system, resource, permission,
          arg_min({'policy': policy, 'version': version, 'clause_no': clause_no}, (policy, version, clause_no)) AS clause
        FROM expected WHERE owed GROUP BY identity_id, system, resource, permission
      ), wildcard AS (
        SELECT * FROM expected WHERE NOT owed
      ), touched AS (
        SELECT identity_id, system, resource, list(DISTINCT permission ORDER BY permission) AS permissions
        FROM expected WHERE owed GROUP BY identity_id, system, resource
      ), employed AS (
        SELECT identity_id, email, employed FROM main.people_at(moment)
      ), held AS MATERIALIZED (
        -- Keys that only people have: a condition on the line inside a LEFT JOIN would make it a nested loop.
        SELECT g.*, e.email, coalesce(e.employed, false) AS employed,
          CASE WHEN g.line = 'person' THEN g.identity_id END AS person_id,
          CASE WHEN g.line = 'person' THEN e.email END AS person_email
        FROM main.actual_grants(moment) AS g LEFT JOIN employed AS e ON e.identity_id = g.identity_id
      ), by_wildcard AS (
        SELECT h.system, h.account_id, h.resource, h.permission,
          arg_min({'policy': w.policy, 'version': w.version, 'clause_no': w.clause_no}, (w.policy, w.version, w.clause_no)) AS clause
        FROM held AS h JOIN wildcard AS w ON w.identity_id = h.identity_id
          AND w.system IN ('*', h.system) AND w.resource IN ('*', h.resource) AND w.permission IN ('*', h.permission)
        WHERE h.line = 'person'
        GROUP BY h.system, h.account_id, h.resource, h.permission
      ), exceptions AS MATERIALIZED (
        SELECT lower(trim(user_email)) AS email, system, resource, permission,
          min(exception_id) AS exception_id, count(*) AS exceptions
        FROM main.valid_exceptions(moment) GROUP BY ALL
      ), systems_of AS (
        SELECT resource, count(DISTINCT system) AS systems FROM main.snapshot_at(moment) GROUP BY resource
      ), judged AS (
        SELECT h.*,
          coalesce(x.clause, w.clause) AS clause,
          coalesce(own.exception_id, loose.exception_id) AS found_exception,
          own.exception_id IS NULL AND loose.exception_id IS NOT NULL AND coalesce(s.systems, 1) > 1 AS ambiguous,
          t.permissions AS expected_permissions,
          -- Holding one of the permissions that policy gives for a resource makes a further one an addition, not a mistake.
          bool_or(x.clause IS NOT NULL OR w.clause IS NOT NULL) OVER (PARTITION BY h.identity_id, h.system, h.resource) AS holds_expected
        FROM held AS h
        LEFT JOIN exact AS x ON x.identity_id = h.person_id AND x.system = h.system
          AND x.resource = h.resource AND x.permission = h.permission
        LEFT JOIN by_wildcard AS w ON w.system = h.system AND w.account_id = h.account_id
          AND w.resource = h.resource AND w.permission = h.permission
        LEFT JOIN touched AS t ON t.identity_id = h.person_id AND t.system = h.system AND t.resource = h.resource
        LEFT JOIN exceptions AS own ON own.email = h.person_email AND own.system = h.system
          AND own.resource = h.resource AND own.permission = h.permission
        LEFT JOIN (SELECT * FROM exceptions WHERE system IS NULL) AS loose ON loose.email = h.person_email
          AND loose.resource = h.resource AND loose.permission = h.permission
        LEFT JOIN systems_of AS s ON s.resource = h.resource
      )
      SELECT system, account_id, identity_id, email, resource, permission, line, employed,
        CASE
          WHEN line <> 'person' THEN NULL
          WHEN clause IS NOT NULL THEN 'policy'
          WHEN found_exception IS NOT NULL AND NOT ambiguous AND employed THEN 'exception'
          ELSE 'drift'
        END AS part,
        CASE
          WHEN line <> 'person' OR clause IS NOT NULL THEN NULL
          WHEN NOT employed THEN 'not_employed'
          WHEN found_exception IS NOT NULL THEN CASE WHEN ambiguous THEN 'ambiguous_exception' END
          WHEN expected_permissions IS NOT NULL AND NOT holds_expected THEN 'wrong_permission'
          ELSE 'unexpected'
        END AS drift_reason,
        clause.policy AS policy, clause.version AS policy_version, clause.clause_no AS clause_no,
        found_exception AS exception_id,
        clause IS NOT NULL AND found_exception IS NOT NULL AS exception_redundant,
        expected_permissions, via, granted_at, granted_by, expires_at, as_of, snapshot_rows, source_id, record_no
      FROM judged`,
  },
  {
    name: 'missing_access',
    parameters: ['moment'],
    doc: 'What policies owe an employed person at a moment in systems with data, and that is not held',
    sql: `
      WITH owed AS MATERIALIZED (
        SELECT identity_id, email, system, resource, permission, policy, version, clause_no, source_id, record_no
        FROM main.expected_access(moment) WHERE owed
      ), held AS (
        SELECT DISTINCT identity_id, system, resource, permission FROM main.actual_grants(moment) WHERE line = 'person'
      ), satisfied AS (
        -- Any policy's permission for a resource satisfies the others.
        SELECT o.identity_id, o.system, o.resource, o.policy, o.permission
        FROM owed AS o JOIN held AS h ON h.identity_id = o.identity_id AND h.system = o.system
          AND h.resource = o.resource AND h.permission = o.permission
      ), wrong AS (
        SELECT DISTINCT identity_id, system, resource FROM main.access_coverage(moment) WHERE drift_reason = 'wrong_permission'
      ), observed AS (
        SELECT DISTINCT system FROM main.snapshot_at(moment)
      )
      SELECT o.identity_id, o.email, o.system, o.resource, o.permission,
        min(o.policy) AS policy, arg_min(o.version, o.policy) AS policy_version, arg_min(o.clause_no, o.policy) AS clause_no,
        arg_min(o.source_id, o.policy) AS source_id, arg_min(o.record_no, o.policy) AS record_no
      FROM owed AS o
      SEMI JOIN observed AS v ON v.system = o.system
      ANTI JOIN wrong AS w ON w.identity_id = o.identity_id AND w.system = o.system AND w.resource = o.resource
      WHERE NOT EXISTS (
        FROM satisfied AS s WHERE s.identity_id = o.identity_id AND s.system = o.system AND s.resource = o.resource
          AND (s.permission = o.permission OR s.policy <> o.policy))
      GROUP BY o.identity_id, o.email, o.system, o.resource, o.permission`,
  },
  {
    name: 'coverage_totals',
    parameters: ['moment'],
    doc: 'Coverage in figures at a moment: people, their grants by part, the other lines, and rows of the snapshot',
    sql: `
      SELECT
        count(DISTINCT identity_id) FILTER (line = 'person') AS people,
        count(*) FILTER (line = 'person') AS grants,
        count(*) FILTER (part = 'policy') AS by_policy,
        count(*) FILTER (part = 'exception') AS by_exception,
        count(*) FILTER (part = 'drift') AS drift,
        count(*) FILTER (exception_redundant) AS redundant_exceptions,
        count(*) FILTER (line = 'service') AS service,
        count(*) FILTER (line = 'vendor') AS vendor,
        count(*) FILTER (line = 'shared') AS shared,
        count(*) FILTER (line = 'unresolved') AS unresolved,
        coalesce(sum(snapshot_rows), 0)::BIGINT AS snapshot_rows,
        coalesce(sum(snapshot_rows - 1), 0)::BIGINT AS repeated_rows
      FROM main.access_coverage(moment)`,
  },
];
