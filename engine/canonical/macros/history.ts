import type { MacroSpec } from './spec.ts';

/** Who should have had what, and when: the same rules as for one moment, as intervals. */
export const historyMacros: readonly MacroSpec[] = [
  {
    name: 'role_history',
    parameters: [],
    doc: 'Job titles and departments of people over time, from HR events; null ends are open',
    sql: `
      WITH changes AS (
        SELECT identity_id, effective_at,
          arg_max(new_job_title, event_id) FILTER (new_job_title IS NOT NULL) AS new_job_title,
          arg_max(new_department, event_id) FILTER (new_department IS NOT NULL) AS new_department,
          arg_min(old_job_title, event_id) FILTER (old_job_title IS NOT NULL) AS old_job_title,
          arg_min(old_department, event_id) FILTER (old_department IS NOT NULL) AS old_department
        FROM main.hr_events
        WHERE effective_at IS NOT NULL AND coalesce(old_job_title, new_job_title, old_department, new_department) IS NOT NULL
        GROUP BY identity_id, effective_at
      ), points AS (
        SELECT identity_id, effective_at AS valid_from, false AS first, new_job_title, new_department, old_job_title, old_department FROM changes
        UNION ALL
        SELECT identity_id, NULL, true, NULL, NULL, NULL, NULL FROM main.people()
      ), segments AS (
        SELECT identity_id, valid_from,
          lead(valid_from) OVER ahead AS valid_until,
          last_value(new_job_title IGNORE NULLS) OVER upto AS title_before,
          last_value(new_department IGNORE NULLS) OVER upto AS department_before,
          first_value(old_job_title IGNORE NULLS) OVER after AS title_after,
          first_value(old_department IGNORE NULLS) OVER after AS department_after
        FROM points
        WINDOW ahead AS (PARTITION BY identity_id ORDER BY valid_from NULLS FIRST),
          upto AS (PARTITION BY identity_id ORDER BY valid_from NULLS FIRST ROWS UNBOUNDED PRECEDING),
          after AS (PARTITION BY identity_id ORDER BY valid_from NULLS FIRST ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
      )
      SELECT s.identity_id, s.valid_from, s.valid_until,
        coalesce(s.title_after, s.title_before, p.job_title) AS job_title,
        coalesce(s.department_after, s.department_before, p.department) AS department
      FROM segments AS s JOIN main.people() AS p ON p.identity_id = s.identity_id`,
  },
  {
    name: 'policy_history',
    parameters: [],
    doc: 'To whom approved policy versions applied, and when: while the version was in force, the person employed and the role held',
    sql: `
      WITH roles AS (
        SELECT row_number() OVER (ORDER BY r.identity_id, r.valid_from NULLS FIRST) AS role_no, r.identity_id, r.valid_from, r.valid_until,
          r.job_title, r.department, p.employment_type, p.country, lower(trim(p.email)) AS email, p.manager_email, p.attributes,
          p.hired_at, p.left_at,
          CASE WHEN lower(trim(p.status)) IN ('terminated', 'inactive', 'left') AND p.left_at IS NOT NULL THEN 'active'
            ELSE lower(trim(p.status)) END AS status
        FROM main.role_history() AS r JOIN main.people() AS p ON p.identity_id = r.identity_id
        WHERE p.left_at IS NOT NULL OR coalesce(lower(trim(p.status)), '') NOT IN ('terminated', 'inactive', 'left')
      ), attributes AS (
        SELECT role_no, a.attribute, lower(trim(a.value)) AS value
        FROM roles, unnest([
          {'attribute': 'job_title', 'value': job_title}, {'attribute': 'department', 'value': department},
          {'attribute': 'employment_type', 'value': employment_type}, {'attribute': 'country', 'value': country},
          {'attribute': 'email', 'value': email}, {'attribute': 'identity_id', 'value': identity_id},
          {'attribute': 'status', 'value': status}, {'attribute': 'manager_email', 'value': manager_email}]) AS u(a)
        WHERE a.value IS NOT NULL
        UNION ALL
        SELECT r.role_no, k.key, lower(trim(r.attributes->>('$."' || k.key || '"')))
        FROM roles AS r, unnest(json_keys(r.attributes)) AS k(key)
        WHERE r.attributes->>('$."' || k.key || '"') IS NOT NULL
      ), versions AS (
        SELECT * FROM main.policy_versions()
        WHERE nullif(trim(approved_by), '') IS NOT NULL AND coalesce(grants_in_file, false) AND coalesce(scope_valid, false)
      ), scopes AS (
        SELECT DISTINCT v.policy, v.version, lower(trim(s.attribute)) AS attribute, lower(trim(s.value)) AS value
        FROM versions AS v JOIN main.policy_scopes AS s ON s.policy = v.policy AND s.version = v.version
      ), wanted AS (
        SELECT policy, version, count(DISTINCT attribute) AS attributes FROM scopes GROUP BY policy, version
      ), matched AS (
        SELECT s.policy, s.version, a.role_no, count(DISTINCT s.attribute) AS attributes
        FROM scopes AS s JOIN attributes AS a ON a.attribute = s.attribute AND a.value = s.value
        GROUP BY s.policy, s.version, a.role_no
      )
      SELECT m.policy, m.version, r.identity_id,
        greatest(v.effective_at, v.approved_at, r.valid_from, r.hired_at) AS valid_from,
        least(v.ended_at, r.valid_until, r.left_at) AS valid_until
      FROM matched AS m
      JOIN wanted AS w ON w.policy = m.policy AND w.version = m.version AND w.attributes = m.attributes
      JOIN versions AS v ON v.policy = m.policy AND v.version = m.version
      JOIN roles AS r ON r.role_no = m.role_no
      WHERE least(v.ended_at, r.valid_until, r.left_at) IS NULL
        OR greatest(v.effective_at, v.approved_at, r.valid_from, r.hired_at) < least(v.ended_at, r.valid_until, r.left_at)`,
  },
  {
    name: 'expected_history',
    parameters: [],
    doc: 'What policies gave to people, and when: valid_from included, valid_until excluded, null ends are open',
    sql: `
      SELECT h.identity_id, h.policy, h.version, g.clause_no, g.system, g.resource, g.permission, h.valid_from, h.valid_until,
        NOT ('*' IN (g.system, g.resource, g.permission)) AS owed
      FROM main.policy_history() AS h
      JOIN main.policy_grants AS g ON g.policy = h.policy AND g.version = h.version`,
  },
];
