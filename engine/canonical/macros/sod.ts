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
    name: 'sod_conflicts',
    parameters: ['moment', 'wanted'],
    doc: 'People who hold two or more items of one rule of the wanted kind at a moment, with the grants and the mitigation if there is one',
    sql: `
      WITH items AS (
        SELECT DISTINCT rule, lower(trim(i.item)) AS item FROM main.sod_rules, unnest(items) AS i(item) WHERE kind = wanted
      ), rules AS (
        SELECT rule, arg_min(enforcement, (source_id, record_no)) AS enforcement, arg_min(severity, (source_id, record_no)) AS severity,
          min({'source_id': source_id, 'record_no': record_no}) AS origin
        FROM main.sod_rules WHERE kind = wanted GROUP BY rule
      ), held AS MATERIALIZED (
        SELECT identity_id, system, resource, permission, via, source_id, record_no
        FROM main.actual_grants(moment) WHERE line = 'person'
      ), meant AS (
        SELECT i.rule, i.item, h.* FROM items AS i JOIN held AS h ON lower(h.permission) = i.item
        UNION
        SELECT i.rule, i.item, h.* FROM items AS i JOIN held AS h ON lower(h.resource) = i.item
        UNION
        SELECT i.rule, i.item, h.* FROM items AS i JOIN held AS h ON lower(h.system || ':' || h.resource) = i.item
        UNION
        SELECT i.rule, i.item, h.* EXCLUDE (step)
        FROM items AS i
        JOIN (SELECT *, unnest(list_distinct(flatten([string_split(v, ' > ') FOR v IN via]))) AS step FROM held WHERE via IS NOT NULL) AS h
          ON lower(trim(h.step)) = i.item
      ), conflicts AS (
        SELECT rule, identity_id, list(DISTINCT item ORDER BY item) AS items,
          list({'item': item, 'system': system, 'resource': resource, 'permission': permission}
            ORDER BY item, system, resource, permission, source_id, record_no) AS grants,
          list(DISTINCT {'table': 'grants', 'source_id': source_id, 'record_no': record_no}
            ORDER BY {'table': 'grants', 'source_id': source_id, 'record_no': record_no}) AS source_rows
        FROM meant GROUP BY rule, identity_id HAVING count(DISTINCT item) > 1
      )
      SELECT c.rule, c.identity_id, coalesce(lower(trim(p.email)), c.identity_id) AS person, c.items, c.grants,
        list_append(c.source_rows, {'table': 'sod_rules', 'source_id': r.origin.source_id, 'record_no': r.origin.record_no}) AS source_rows,
        r.enforcement, lower(trim(r.severity)) AS severity, m.mitigation
      FROM conflicts AS c
      JOIN rules AS r ON r.rule = c.rule
      LEFT JOIN main.people() AS p ON p.identity_id = c.identity_id
      LEFT JOIN LATERAL (
        SELECT min({'control': control, 'accepted_by': accepted_by, 'valid_until': valid_until}) AS mitigation
        FROM main.mitigation_at(moment) AS m
        WHERE m.rule_key = lower(trim(c.rule)) AND (m.user_email IS NULL OR m.user_email = lower(trim(p.email)))
      ) AS m ON true`,
  },
];
