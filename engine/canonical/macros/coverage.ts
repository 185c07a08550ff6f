import type { MacroSpec } from './spec.ts';

/**
 * Coverage in two steps: one pass over all grants that looks each up among what its holder's policies give (`grant_matches`),
 * then the few that are left are judged one by one (`coverage_rest`).
 */
export const coverageMacros: readonly MacroSpec[] = [
  {
    name: 'grant_matches',
    parameters: ['moment'],
    doc: 'Each grant held at a moment by number, with the number of the permission that policy gives its holder (see set_items), if there is one',
    kept: true,
    sql: `
      SELECT g.grant_no, g.identity_id, g.line, g.snapshot_rows, i.item_no, s.person_no
      FROM main.actual_grants(moment) AS g
      -- A key that only people have: a condition on the line inside a LEFT JOIN would make it a nested loop.
      LEFT JOIN main.policy_sets(moment) AS s ON s.identity_id = CASE WHEN g.line = 'person' THEN g.identity_id END
      LEFT JOIN main.set_items(moment) AS i ON i.set_no = s.set_no AND i.system = g.system
        AND i.resource = g.resource AND i.permission = g.permission`,
  },
  {
    name: 'grant_people',
    parameters: ['moment'],
    doc: 'People who hold grants at a moment, with the number of grants',
    kept: true,
    sql: `SELECT identity_id, count(*) AS grants FROM main.grant_matches(moment) WHERE line = 'person' GROUP BY identity_id`,
  },
  {
    name: 'excepted_grants',
    parameters: ['moment'],
    doc: 'Grants of people at a moment that a valid exception names; ambiguous where it names a resource of several systems without the system',
    kept: true,
    sql: `
      WITH exceptions AS (
        SELECT lower(trim(user_email)) AS email, system, resource, permission, min(exception_id) AS exception_id
        FROM main.valid_exceptions(moment) GROUP BY ALL
      ), named AS (
        SELECT p.identity_id, x.* FROM exceptions AS x JOIN main.people_at(moment) AS p ON p.email = x.email
      ), systems_of AS (
        SELECT g.resource, count(DISTINCT g.system) AS systems
        FROM main.snapshot_at(moment) AS g SEMI JOIN (SELECT resource FROM exceptions WHERE system IS NULL) AS x ON x.resource = g.resource
        GROUP BY g.resource
      ), found AS (
        SELECT g.grant_no, g.resource,
          min(n.exception_id) FILTER (n.system IS NOT NULL) AS own, min(n.exception_id) FILTER (n.system IS NULL) AS loose
        FROM main.actual_grants(moment) AS g
        JOIN named AS n ON n.identity_id = g.identity_id AND n.resource = g.resource AND n.permission = g.permission
        WHERE g.line = 'person' AND (n.system = g.system OR n.system IS NULL)
        GROUP BY g.grant_no, g.resource
      )
      SELECT f.grant_no, coalesce(f.own, f.loose) AS exception_id, f.own IS NULL AND coalesce(s.systems, 1) > 1 AS ambiguous
      FROM found AS f LEFT JOIN systems_of AS s ON s.resource = f.resource`,
  },
  {
    name: 'coverage_rest',
    parameters: ['moment'],
    doc: 'Grants of people at a moment that no clause names exactly: judged by wildcards, exceptions and employment',
    kept: true,
    sql: `
      WITH rest AS MATERIALIZED (
        SELECT g.grant_no, g.identity_id, g.system, g.account_id, g.resource, g.permission, p.email,
          coalesce(p.employed, false) AS employed, s.set_no, s.person_no,
          {'via': g.via, 'granted_at': g.granted_at, 'granted_by': g.granted_by, 'expires_at': g.expires_at, 'as_of': g.as_of,
            'snapshot_rows': g.snapshot_rows, 'source_id': g.source_id, 'record_no': g.record_no} AS stated
        FROM (SELECT grant_no FROM main.grant_matches(moment) WHERE line = 'person' AND item_no IS NULL) AS m
        JOIN main.actual_grants(moment) AS g ON g.grant_no = m.grant_no
        LEFT JOIN main.people_at(moment) AS p ON p.identity_id = g.identity_id
        LEFT JOIN main.policy_sets(moment) AS s ON s.identity_id = g.identity_id
      ), by_wildcard AS (
        SELECT r.grant_no, min({'policy': w.policy, 'version': w.version, 'clause_no': w.clause_no}) AS clause
        FROM rest AS r JOIN main.set_clauses(moment) AS w ON w.set_no = r.set_no
          AND w.system IN ('*', r.system) AND w.resource IN ('*', r.resource) AND w.permission IN ('*', r.permission)
        WHERE NOT w.owed
        GROUP BY r.grant_no
      ), touched AS (
        SELECT r.grant_no, list_sort(list(DISTINCT i.permission)) AS permissions
        FROM rest AS r JOIN main.set_items(moment) AS i ON i.set_no = r.set_no AND i.system = r.system AND i.resource = r.resource
        GROUP BY r.grant_no
      ), kept AS (
        -- Holding one of the permissions that policy gives for a resource makes a further one an addition, not a mistake.
        SELECT k.identity_id, k.system, k.resource
        FROM (
          SELECT DISTINCT r.identity_id, r.person_no, r.system, r.resource, i.item_no
          FROM rest AS r JOIN main.set_items(moment) AS i ON i.set_no = r.set_no AND i.system = r.system AND i.resource = r.resource
        ) AS k SEMI JOIN main.grant_matches(moment) AS m ON m.person_no = k.person_no AND m.item_no = k.item_no
        UNION
        SELECT r.identity_id, r.system, r.resource FROM rest AS r SEMI JOIN by_wildcard AS w ON w.grant_no = r.grant_no
      ), judged AS (
        SELECT r.*, w.clause, x.exception_id, coalesce(x.ambiguous, false) AS ambiguous, t.permissions AS expected_permissions,
          k.identity_id IS NOT NULL AS holds_expected
        FROM rest AS r
        LEFT JOIN by_wildcard AS w ON w.grant_no = r.grant_no
        LEFT JOIN main.excepted_grants(moment) AS x ON x.grant_no = r.grant_no
        LEFT JOIN touched AS t ON t.grant_no = r.grant_no
        LEFT JOIN kept AS k ON k.identity_id = r.identity_id AND k.system = r.system AND k.resource = r.resource
      )
      SELECT grant_no, identity_id, email, system, account_id, resource, permission, employed,
        CASE WHEN clause IS NOT NULL THEN 'policy' WHEN exception_id IS NOT NULL AND NOT ambiguous AND employed THEN 'exception' ELSE 'drift' END AS part,
        CASE
          WHEN clause IS NOT NULL THEN NULL
          WHEN NOT employed THEN 'not_employed'
          WHEN exception_id IS NOT NULL THEN CASE WHEN ambiguous THEN 'ambiguous_exception' END
          WHEN expected_permissions IS NOT NULL AND NOT holds_expected THEN 'wrong_permission'
          ELSE 'unexpected'
        END AS drift_reason,
        clause, exception_id, expected_permissions, stated
      FROM judged`,
  },
  {
    name: 'access_coverage',
    parameters: ['moment'],
    doc: 'Each grant held at a moment, counted once: part = policy, exception or drift (null on the lines that are not people), with the clause or exception that explains it',
    sql: `
      SELECT system, account_id, identity_id, email, resource, permission, 'person' AS line, employed, part, drift_reason,
        clause.policy AS policy, clause.version AS policy_version, clause.clause_no AS clause_no, exception_id,
        clause IS NOT NULL AND exception_id IS NOT NULL AS exception_redundant,
        expected_permissions, stated.via AS via, stated.granted_at AS granted_at, stated.granted_by AS granted_by,
        stated.expires_at AS expires_at, stated.as_of AS as_of, stated.snapshot_rows AS snapshot_rows,
        stated.source_id AS source_id, stated.record_no AS record_no
      FROM main.coverage_rest(moment)
      UNION ALL
      SELECT g.system, g.account_id, g.identity_id, s.email, g.resource, g.permission, 'person', true, 'policy', NULL,
        i.clause.policy, i.clause.version, i.clause.clause_no, x.exception_id, x.exception_id IS NOT NULL,
        t.permissions, g.via, g.granted_at, g.granted_by, g.expires_at, g.as_of, g.snapshot_rows, g.source_id, g.record_no
      FROM main.grant_matches(moment) AS m
      JOIN main.set_items(moment) AS i ON i.item_no = m.item_no
      JOIN (
        SELECT set_no, system, resource, list_sort(list(permission)) AS permissions FROM main.set_items(moment) GROUP BY ALL
      ) AS t ON t.set_no = i.set_no AND t.system = i.system AND t.resource = i.resource
      JOIN main.policy_sets(moment) AS s ON s.identity_id = m.identity_id
      JOIN main.actual_grants(moment) AS g ON g.grant_no = m.grant_no
      LEFT JOIN main.excepted_grants(moment) AS x ON x.grant_no = m.grant_no
      UNION ALL
      SELECT g.system, g.account_id, g.identity_id, p.email, g.resource, g.permission, g.line, coalesce(p.employed, false), NULL, NULL,
        NULL, NULL, NULL, NULL, false,
        NULL, g.via, g.granted_at, g.granted_by, g.expires_at, g.as_of, g.snapshot_rows, g.source_id, g.record_no
      FROM main.actual_grants(moment) AS g LEFT JOIN main.people_at(moment) AS p ON p.identity_id = g.identity_id
      WHERE g.line <> 'person'`,
  },
  {
    name: 'missing_access',
    parameters: ['moment'],
    doc: 'What policies owe an employed person at a moment in systems with data, and that is not held',
    kept: true,
    sql: `
      WITH found AS (
        -- Distinct permissions, counted as bits: an item may be held through several accounts.
        SELECT person_no, sum(bit_count(items)) AS items
        FROM (
          SELECT person_no, item_no // 63 AS block, bit_or(1::BIGINT << (item_no % 63)) AS items
          FROM main.grant_matches(moment) WHERE item_no IS NOT NULL GROUP BY person_no, block)
        GROUP BY person_no
      ), lacking AS (
        -- Whoever holds as many of the permissions of the set as it has misses none.
        SELECT s.person_no, s.identity_id, s.email, s.set_no
        FROM main.policy_sets(moment) AS s
        JOIN (SELECT set_no, count(*) AS items FROM main.set_items(moment) GROUP BY set_no) AS n ON n.set_no = s.set_no
        LEFT JOIN found AS f ON f.person_no = s.person_no
        WHERE coalesce(f.items, 0) < n.items
      ), held AS (
        SELECT DISTINCT m.person_no, m.item_no
        FROM main.grant_matches(moment) AS m SEMI JOIN lacking AS l ON l.person_no = m.person_no WHERE m.item_no IS NOT NULL
      ), owed AS MATERIALIZED (
        SELECT l.identity_id, l.email, c.system, c.resource, c.permission, c.policy, c.version, c.clause_no, c.source_id, c.record_no,
          h.item_no IS NOT NULL AS held
        FROM lacking AS l
        JOIN main.set_clauses(moment) AS c ON c.set_no = l.set_no
        JOIN main.set_items(moment) AS i ON i.set_no = c.set_no AND i.system = c.system AND i.resource = c.resource AND i.permission = c.permission
        LEFT JOIN held AS h ON h.person_no = l.person_no AND h.item_no = i.item_no
        WHERE c.owed
      ), satisfied AS (
        SELECT DISTINCT identity_id, system, resource, policy, permission FROM owed WHERE held
      ), wrong AS (
        SELECT DISTINCT identity_id, system, resource FROM main.coverage_rest(moment) WHERE drift_reason = 'wrong_permission'
      ), open AS (
        SELECT o.* FROM owed AS o
        SEMI JOIN main.latest_snapshots(moment) AS v ON v.system = o.system
        ANTI JOIN wrong AS w ON w.identity_id = o.identity_id AND w.system = o.system AND w.resource = o.resource
        WHERE NOT o.held
      ), unmet AS (
        -- Any policy's permission for a resource satisfies the others.
        SELECT o.* FROM open AS o
        WHERE NOT EXISTS (
          FROM satisfied AS s WHERE s.identity_id = o.identity_id AND s.system = o.system AND s.resource = o.resource AND s.policy <> o.policy)
      )
      SELECT identity_id, email, system, resource, permission,
        min(policy) AS policy, arg_min(version, policy) AS policy_version, arg_min(clause_no, policy) AS clause_no,
        arg_min(source_id, policy) AS source_id, arg_min(record_no, policy) AS record_no
      FROM unmet
      GROUP BY identity_id, email, system, resource, permission`,
  },
  {
    name: 'coverage_totals',
    parameters: ['moment'],
    doc: 'Coverage in figures at a moment: people, their grants by part, the other lines, rows of the snapshot, and what comes from groups alone',
    sql: `
      SELECT p.people, m.grants, m.exact + r.by_policy AS by_policy, r.by_exception, r.drift,
        r.redundant + x.redundant AS redundant_exceptions, m.service, m.vendor, m.shared, m.unresolved,
        m.snapshot_rows, m.repeated_rows, m.of_groups, m.through_groups
      FROM (
        SELECT count(*) FILTER (line = 'person') AS grants,
          count(item_no) AS exact,
          count(*) FILTER (line = 'service') AS service,
          count(*) FILTER (line = 'vendor') AS vendor,
          count(*) FILTER (line = 'shared') AS shared,
          count(*) FILTER (line = 'unresolved') AS unresolved,
          count(*) FILTER (line = 'group') AS of_groups,
          count(*) FILTER (snapshot_rows = 0) AS through_groups,
          coalesce(sum(snapshot_rows), 0)::BIGINT AS snapshot_rows,
          coalesce(sum(snapshot_rows - 1) FILTER (snapshot_rows > 1), 0)::BIGINT AS repeated_rows
        FROM main.grant_matches(moment)
      ) AS m, (
        SELECT count(*) AS people FROM main.grant_people(moment)
      ) AS p, (
        SELECT count(*) FILTER (part = 'policy') AS by_policy, count(*) FILTER (part = 'exception') AS by_exception,
          count(*) FILTER (part = 'drift') AS drift, count(*) FILTER (clause IS NOT NULL AND exception_id IS NOT NULL) AS redundant
        FROM main.coverage_rest(moment)
      ) AS r, (
        SELECT count(*) AS redundant
        FROM main.excepted_grants(moment) AS e JOIN main.grant_matches(moment) AS m ON m.grant_no = e.grant_no WHERE m.item_no IS NOT NULL
      ) AS x`,
  },
];
