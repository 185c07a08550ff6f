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
    name: 'sod_words',
    parameters: ['moment'],
    doc: 'What stands for an item of a segregation rule: a permission or resource by its name, system:resource by both, a group or role by the ways that lead through it',
    kept: true,
    sql: `
      WITH items AS MATERIALIZED (
        SELECT DISTINCT kind, rule, lower(trim(i.item)) AS item FROM main.sod_rules, unnest(items) AS i(item)
      ), ways AS (
        SELECT via, unnest(string_split(via, ' > ')) AS step
        FROM (SELECT via FROM main.grants WHERE as_of <= moment UNION SELECT via FROM main.nested_grants(moment)) WHERE via IS NOT NULL
      )
      SELECT kind, rule, item, 'name' AS means, NULL AS system, item AS word FROM items
      UNION ALL
      -- Names of systems and resources may have colons too.
      SELECT kind, rule, item, 'pair', left(item, colon - 1), substring(item, colon + 1)
      FROM (SELECT *, unnest(range(1, length(item) + 1)) AS colon FROM items WHERE contains(item, ':')) WHERE item[colon] = ':'
      UNION ALL
      SELECT DISTINCT i.kind, i.rule, i.item, 'way', NULL, w.via FROM ways AS w JOIN items AS i ON i.item = lower(trim(w.step))`,
  },
  {
    name: 'sod_matches',
    parameters: ['moment'],
    doc: 'Grants and memberships of people at a moment that give an item of a segregation rule: by permission, resource, system:resource, or a group or role on the way',
    kept: true,
    sql: `
      WITH items AS (
        SELECT kind, rule, item FROM main.sod_words(moment) WHERE means = 'name'
      ), rows AS NOT MATERIALIZED (
        -- Of any snapshot: which of them are held is asked of those that remain.
        SELECT rowid AS grant_no, system, resource, permission, via, source_id, record_no FROM main.grants WHERE as_of <= moment
        UNION ALL
        SELECT -nested_no, system, resource, permission, via, source_id, record_no FROM main.nested_grants(moment)
      ), meant AS (
        SELECT w.kind, w.rule, w.item, r.grant_no
        FROM rows AS r JOIN main.sod_words(moment) AS w ON w.word = lower(r.resource)
        WHERE w.means = 'name' OR w.means = 'pair' AND w.system = lower(r.system)
        UNION
        SELECT w.kind, w.rule, w.item, r.grant_no FROM rows AS r JOIN main.sod_words(moment) AS w ON w.word = lower(r.permission) WHERE w.means = 'name'
        UNION
        SELECT w.kind, w.rule, w.item, r.grant_no FROM rows AS r JOIN main.sod_words(moment) AS w ON w.word = r.via WHERE w.means = 'way'
      ), firsts AS (
        SELECT DISTINCT m.kind, m.rule, m.item, coalesce(d.first_no, m.grant_no) AS grant_no
        FROM meant AS m LEFT JOIN main.grant_repeats(moment) AS d ON d.grant_no = m.grant_no
      ), held AS (
        SELECT f.kind, f.rule, f.item, g.identity_id, r.system, r.resource, r.permission,
          CASE WHEN d.grant_no IS NOT NULL THEN d.via WHEN r.via IS NOT NULL THEN [r.via] END AS via, r.source_id, r.record_no, 'grants' AS source
        FROM firsts AS f
        JOIN main.grant_matches(moment) AS g ON g.grant_no = f.grant_no
        JOIN rows AS r ON r.grant_no = f.grant_no
        LEFT JOIN main.grant_repeats(moment) AS d ON d.grant_no = f.grant_no
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
        FROM conflicts AS c LEFT JOIN main.people_at(moment) AS p ON p.identity_id = c.identity_id
        JOIN main.mitigation_at(moment) AS m ON m.rule_key = lower(trim(c.rule))
        WHERE m.user_email IS NULL OR m.user_email = p.email
        GROUP BY c.rule, c.identity_id
      )
      SELECT c.rule, c.identity_id, coalesce(p.email, c.identity_id) AS person, c.items, c.grants,
        list_append(c.source_rows, {'table': 'sod_rules', 'source_id': r.origin.source_id, 'record_no': r.origin.record_no}) AS source_rows,
        r.enforcement, lower(trim(r.severity)) AS severity, m.mitigation
      FROM conflicts AS c
      JOIN rules AS r ON r.rule = c.rule
      LEFT JOIN main.people_at(moment) AS p ON p.identity_id = c.identity_id
      LEFT JOIN mitigations AS m ON m.rule = c.rule AND m.identity_id = c.identity_id`,
  },
];
