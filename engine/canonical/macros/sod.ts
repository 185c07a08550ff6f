import type { MacroSpec } from './spec.ts';

export const sodMacros: readonly MacroSpec[] = [
  {
    name: 'mitigation_at',
    parameters: ['moment'],
    doc: 'Mitigating controls and accepted conflicts valid at a moment; a null user stands for everyone',
    sql: `
      SELECT lower(trim(rule)) AS rule_key, lower(trim(user_email)) AS user_email, control, accepted_by, valid_until, source_id, record_no
      FROM main.sod_mitigations
      WHERE (valid_from IS NULL OR valid_from <= moment) AND (valid_until IS NULL OR moment < valid_until)`,
  },
  {
    name: 'sod_matches',
    parameters: ['moment'],
    doc: 'Grants and memberships of people at a moment that give an item of a segregation rule: by permission, resource, system:resource, or a group or role on the way',
    kept: true,
    sql: `
      WITH items AS MATERIALIZED (
        SELECT DISTINCT kind, rule, lower(trim(i.item)) AS item FROM main.sod_rules, unnest(items) AS i(item)
      ), steps AS (
        SELECT v.via, i.kind, i.rule, i.item
        FROM (
          SELECT via, unnest(string_split(via, ' > ')) AS step FROM (SELECT DISTINCT via FROM main.held_rows(moment) WHERE via IS NOT NULL)
        ) AS v JOIN items AS i ON i.item = lower(trim(v.step))
      ), meant AS (
        SELECT i.kind, i.rule, i.item, h.grant_no FROM items AS i JOIN main.held_rows(moment) AS h ON lower(h.permission) = i.item
        UNION
        SELECT i.kind, i.rule, i.item, h.grant_no FROM items AS i JOIN main.held_rows(moment) AS h ON lower(h.resource) = i.item
        UNION
        SELECT i.kind, i.rule, i.item, h.grant_no
        FROM items AS i JOIN main.held_rows(moment) AS h ON lower(h.system || ':' || h.resource) = i.item
        WHERE contains(i.item, ':')
        UNION
        SELECT s.kind, s.rule, s.item, h.grant_no FROM steps AS s JOIN main.held_rows(moment) AS h ON h.via = s.via
      ), grants AS (
        SELECT DISTINCT m.kind, m.rule, m.item, coalesce(r.first_no, m.grant_no) AS grant_no
        FROM meant AS m LEFT JOIN main.grant_repeats(moment) AS r ON r.grant_no = m.grant_no
      ), held AS (
        SELECT m.kind, m.rule, m.item, g.identity_id, g.system, g.resource, g.permission, g.via, g.source_id, g.record_no, 'grants' AS source
        FROM grants AS m JOIN main.actual_grants(moment) AS g ON g.grant_no = m.grant_no
        WHERE g.line = 'person'
      ), joined AS (
        -- A role that gives nothing by itself: being in it is enough.
        SELECT i.kind, i.rule, i.item, p.identity_id, p.system, p.group_id AS resource, 'member' AS permission, [p.path] AS via,
          p.source_id, p.record_no, 'memberships' AS source
        FROM items AS i JOIN main.group_people(moment) AS p ON p.group_id = i.item
        WHERE p.identity_id IS NOT NULL AND i.kind <> 'actions'
      )
      SELECT * FROM held
      UNION ALL
      SELECT j.* FROM joined AS j ANTI JOIN held AS h ON h.kind = j.kind AND h.rule = j.rule AND h.item = j.item AND h.identity_id = j.identity_id`,
  },
  {
    name: 'sod_conflicts',
    parameters: ['moment', 'wanted'],
    doc: 'People who hold two or more items of one rule of the wanted kind at a moment, with the grants and the mitigation if there is one',
    sql: `
      WITH rules AS (
        SELECT rule, arg_min(enforcement, (source_id, record_no)) AS enforcement, arg_min(severity, (source_id, record_no)) AS severity,
          min({'source_id': source_id, 'record_no': record_no}) AS origin
        FROM main.sod_rules WHERE kind = wanted GROUP BY rule
      ), suspects AS (
        SELECT rule, identity_id FROM main.sod_matches(moment) WHERE kind = wanted
        GROUP BY rule, identity_id HAVING min(item) <> max(item)
      ), conflicts AS (
        -- Sorted once a person: an ordered aggregate sorts as slowly over few rows as over many.
        SELECT m.rule, m.identity_id, list_sort(list_distinct(list(m.item))) AS items,
          list_sort(list({'item': m.item, 'system': m.system, 'resource': m.resource, 'permission': m.permission, 'via': m.via})) AS grants,
          list_sort(list_distinct(list({'table': m.source, 'source_id': m.source_id, 'record_no': m.record_no}))) AS source_rows
        FROM (SELECT * FROM main.sod_matches(moment) WHERE kind = wanted) AS m
        JOIN suspects AS s ON s.rule = m.rule AND s.identity_id = m.identity_id
        GROUP BY m.rule, m.identity_id
      ), mitigations AS (
        -- One for the person, else one for everyone.
        SELECT c.rule, c.identity_id, coalesce(
            min({'control': m.control, 'accepted_by': m.accepted_by, 'valid_until': m.valid_until}) FILTER (m.user_email IS NOT NULL),
            min({'control': m.control, 'accepted_by': m.accepted_by, 'valid_until': m.valid_until})) AS mitigation
        FROM conflicts AS c LEFT JOIN main.people() AS p ON p.identity_id = c.identity_id
        JOIN main.mitigation_at(moment) AS m ON m.rule_key = lower(trim(c.rule))
        WHERE m.user_email IS NULL OR m.user_email = lower(trim(p.email))
        GROUP BY c.rule, c.identity_id
      )
      SELECT c.rule, c.identity_id, coalesce(lower(trim(p.email)), c.identity_id) AS person, c.items, c.grants,
        list_append(c.source_rows, {'table': 'sod_rules', 'source_id': r.origin.source_id, 'record_no': r.origin.record_no}) AS source_rows,
        r.enforcement, lower(trim(r.severity)) AS severity, m.mitigation
      FROM conflicts AS c
      JOIN rules AS r ON r.rule = c.rule
      LEFT JOIN main.people() AS p ON p.identity_id = c.identity_id
      LEFT JOIN mitigations AS m ON m.rule = c.rule AND m.identity_id = c.identity_id`,
  },
];
