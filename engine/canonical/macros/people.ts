import type { MacroSpec } from './spec.ts';

/** People as they were at a moment. Attributes come from HR events where there are any: the roster shows one day only. */
export const peopleMacros: readonly MacroSpec[] = [
  {
    name: 'people',
    parameters: [],
    doc: 'One row a person: the first source that states an employment wins',
    sql: `
      SELECT * FROM main.identities
      WHERE identity_id IS NOT NULL
      QUALIFY row_number() OVER (
        PARTITION BY identity_id ORDER BY hired_at IS NULL, source_id, record_no) = 1`,
  },
  {
    name: 'people_at',
    parameters: ['moment'],
    doc: 'People with the attributes they had at a moment; employed = inside [hired_at, left_at)',
    kept: true,
    sql: `
      WITH later AS (
        SELECT identity_id,
          arg_min(old_job_title, (effective_at, event_id)) FILTER (old_job_title IS NOT NULL) AS job_title,
          arg_min(old_department, (effective_at, event_id)) FILTER (old_department IS NOT NULL) AS department
        FROM main.hr_events WHERE effective_at > moment GROUP BY identity_id
      ), earlier AS (
        SELECT identity_id,
          arg_max(new_job_title, (effective_at, event_id)) FILTER (new_job_title IS NOT NULL) AS job_title,
          arg_max(new_department, (effective_at, event_id)) FILTER (new_department IS NOT NULL) AS department
        FROM main.hr_events WHERE effective_at <= moment GROUP BY identity_id
      )
      SELECT p.* REPLACE (
          lower(trim(p.email)) AS email,
          coalesce(later.job_title, earlier.job_title, p.job_title) AS job_title,
          coalesce(later.department, earlier.department, p.department) AS department,
          CASE WHEN p.left_at > moment AND lower(p.status) IN ('terminated', 'inactive', 'left') THEN 'active'
            ELSE lower(trim(p.status)) END AS status),
        (p.hired_at IS NULL OR p.hired_at <= moment)
          AND CASE WHEN p.left_at IS NOT NULL THEN moment < p.left_at
            ELSE coalesce(lower(trim(p.status)), '') NOT IN ('terminated', 'inactive', 'left') END AS employed
      FROM main.people() AS p
      LEFT JOIN later ON later.identity_id = p.identity_id
      LEFT JOIN earlier ON earlier.identity_id = p.identity_id`,
  },
  {
    name: 'person_attributes',
    parameters: ['moment'],
    doc: 'Attributes of employed people at a moment, one row each, trimmed and in lower case',
    sql: `
      -- Unnested as columns: beside FROM, each row would be joined with itself once more.
      SELECT identity_id, attribute, lower(trim(value)) AS value
      FROM (
        SELECT identity_id,
          unnest(['job_title', 'department', 'employment_type', 'country', 'email', 'identity_id', 'status', 'manager_email']) AS attribute,
          unnest([job_title, department, employment_type, country, email, identity_id, status, manager_email]) AS value
        FROM main.people_at(moment) WHERE employed
        UNION ALL
        SELECT identity_id, key, attributes->>('$."' || key || '"')
        FROM (SELECT identity_id, attributes, unnest(json_keys(attributes)) AS key FROM main.people_at(moment) WHERE employed))
      WHERE value IS NOT NULL`,
  },
];
