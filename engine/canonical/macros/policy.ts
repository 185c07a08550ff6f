import type { MacroSpec } from './spec.ts';

export const policyMacros: readonly MacroSpec[] = [
  {
    name: 'policy_versions',
    parameters: [],
    doc: 'One row a policy version with the moment at which the next one ends it; a stated version beats its mention in a history',
    sql: `
      SELECT *, lead(effective_at) OVER (PARTITION BY policy ORDER BY effective_at, version) AS ended_at
      FROM (
        SELECT * FROM main.policies
        QUALIFY row_number() OVER (
          PARTITION BY policy, version ORDER BY coalesce(grants_in_file, false) DESC, source_id, record_no) = 1)`,
  },
  {
    name: 'policies_in_force',
    parameters: ['moment'],
    doc: 'Policy versions in force at a moment, with a standing: only covers gives access; grants_unknown leaves the rest undecided',
    sql: `
      SELECT *,
        CASE
          WHEN nullif(trim(approved_by), '') IS NULL OR approved_at > moment THEN 'unapproved'
          WHEN NOT coalesce(grants_in_file, false) THEN 'grants_unknown'
          WHEN NOT coalesce(scope_valid, false) THEN 'scope_invalid'
          ELSE 'covers'
        END AS standing
      FROM main.policy_versions()
      WHERE effective_at <= moment AND (ended_at IS NULL OR moment < ended_at)`,
  },
  {
    name: 'policy_people',
    parameters: ['moment'],
    doc: 'To whom the covering policy versions apply at a moment: every attribute of the scope matches one of its values',
    kept: true,
    sql: `
      WITH scopes AS (
        SELECT DISTINCT f.policy, f.version, lower(trim(s.attribute)) AS attribute, lower(trim(s.value)) AS value
        FROM main.policies_in_force(moment) AS f
        JOIN main.policy_scopes AS s ON s.policy = f.policy AND s.version = f.version
        WHERE f.standing = 'covers'
      ), wanted AS (
        SELECT policy, version, count(DISTINCT attribute) AS attributes FROM scopes GROUP BY policy, version
      ), matched AS (
        SELECT s.policy, s.version, a.identity_id, count(DISTINCT s.attribute) AS attributes
        FROM scopes AS s JOIN main.person_attributes(moment) AS a ON a.attribute = s.attribute AND a.value = s.value
        GROUP BY s.policy, s.version, a.identity_id
      )
      SELECT m.policy, m.version, m.identity_id
      FROM matched AS m JOIN wanted AS w ON w.policy = m.policy AND w.version = m.version AND w.attributes = m.attributes`,
  },
  {
    name: 'policy_sets',
    parameters: ['moment'],
    doc: 'Employed people, numbered, with the set of policies that applies to each: people with the same policies share a set',
    kept: true,
    sql: `
      WITH versions AS (
        SELECT policy, version, row_number() OVER (ORDER BY policy, version) AS version_no
        FROM (SELECT DISTINCT policy, version FROM main.policy_people(moment))
      ), own AS (
        SELECT p.identity_id, list_sort(list(v.version_no)) AS versions
        FROM main.policy_people(moment) AS p JOIN versions AS v ON v.policy = p.policy AND v.version = p.version
        GROUP BY p.identity_id
      ), numbered AS (
        SELECT versions, row_number() OVER (ORDER BY versions) AS set_no FROM (SELECT DISTINCT versions FROM own)
      ), sets AS (
        SELECT n.set_no, list({'policy': v.policy, 'version': v.version} ORDER BY v.version_no) AS policies
        FROM (SELECT set_no, unnest(versions) AS version_no FROM numbered) AS n JOIN versions AS v ON v.version_no = n.version_no
        GROUP BY n.set_no
      )
      SELECT o.identity_id, p.email, n.set_no, s.policies, row_number() OVER (ORDER BY o.identity_id) AS person_no
      FROM own AS o JOIN numbered AS n ON n.versions = o.versions JOIN sets AS s ON s.set_no = n.set_no
      JOIN main.people_at(moment) AS p ON p.identity_id = o.identity_id`,
  },
  {
    name: 'set_clauses',
    parameters: ['moment'],
    doc: 'What each set of policies gives at a moment, one row a clause; * covers but is not owed',
    kept: true,
    sql: `
      SELECT s.set_no, g.policy, g.version, g.clause_no, g.system, g.resource, g.permission, g.justification, g.source_id, g.record_no,
        NOT ('*' IN (g.system, g.resource, g.permission)) AS owed
      FROM (
        SELECT set_no, unnest(policies) AS part FROM (SELECT DISTINCT set_no, policies FROM main.policy_sets(moment))
      ) AS s
      JOIN (
        -- A version that came in twice gives its grants once.
        SELECT * FROM main.policy_grants
        QUALIFY row_number() OVER (PARTITION BY policy, version, clause_no ORDER BY source_id, record_no) = 1
      ) AS g ON g.policy = s.part.policy AND g.version = s.part.version`,
  },
  {
    name: 'set_items',
    parameters: ['moment'],
    doc: 'Distinct permissions that each set of policies owes at a moment, numbered, with the first clause that gives each',
    kept: true,
    sql: `
      SELECT row_number() OVER (ORDER BY set_no, system, resource, permission) AS item_no, *
      FROM (
        SELECT set_no, system, resource, permission,
          min({'policy': policy, 'version': version, 'clause_no': clause_no}) AS clause
        FROM main.set_clauses(moment) WHERE owed GROUP BY set_no, system, resource, permission)`,
  },
  {
    name: 'expected_access',
    parameters: ['moment'],
    doc: 'What policies give to each employed person at a moment, one row a person and clause; * covers but is not owed',
    sql: `
      SELECT s.identity_id, s.email, c.policy, c.version, c.clause_no, c.system, c.resource, c.permission, c.justification,
        c.source_id, c.record_no, c.owed
      FROM main.policy_sets(moment) AS s JOIN main.set_clauses(moment) AS c ON c.set_no = s.set_no`,
  },
];
