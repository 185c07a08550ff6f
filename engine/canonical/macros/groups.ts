import type { MacroSpec } from './spec.ts';

/** Groups inside groups. A chain of more than 32 groups is cut and shown as such: no directory needs it, a defect makes it. */
export const groupMacros: readonly MacroSpec[] = [
  {
    name: 'memberships_at',
    parameters: ['moment'],
    doc: 'Members of the latest list of each directory at or before a moment; ids trimmed and in lower case',
    sql: `
      SELECT coalesce(m.system, '') AS system, lower(trim(m.group_id)) AS group_id, m.member_kind, lower(trim(m.member_id)) AS member_id, m.as_of, m.source_id, m.record_no
      FROM main.memberships AS m
      JOIN (
        SELECT system, max(as_of) AS as_of FROM main.memberships WHERE as_of IS NULL OR as_of <= moment GROUP BY system
      ) AS latest ON latest.system IS NOT DISTINCT FROM m.system AND latest.as_of IS NOT DISTINCT FROM m.as_of`,
  },
  {
    name: 'nested_groups',
    parameters: ['moment'],
    doc: 'Which groups lie within a group at a moment, at any depth, each once by its shortest path; a group lies within itself',
    kept: true,
    sql: `
      WITH RECURSIVE inner_groups AS (
        SELECT DISTINCT system, group_id, member_id FROM main.memberships_at(moment) WHERE member_kind = 'group'
      ), nested(system, group_id, within, path, depth) USING KEY (system, group_id, within) AS (
        SELECT DISTINCT system, group_id, group_id, [group_id], 1 FROM main.memberships_at(moment)
        UNION
        -- What was reached before is not reached again: a circle ends there.
        SELECT n.system, n.group_id, i.member_id, min(list_append(n.path, i.member_id)), n.depth + 1
        FROM nested AS n JOIN inner_groups AS i ON i.system = n.system AND i.group_id = n.within
        ANTI JOIN recurring.nested AS r ON r.system = n.system AND r.group_id = n.group_id AND r.within = i.member_id
        WHERE n.depth < 33
        GROUP BY n.system, n.group_id, i.member_id, n.depth
      )
      SELECT * FROM nested`,
  },
  {
    name: 'group_people',
    parameters: ['moment'],
    doc: 'Members of each group at a moment, nested ones included, with the path of groups that leads to them and the person behind the member',
    kept: true,
    sql: `
      WITH known AS (
        SELECT system, lower(trim(account_id)) AS account_id, max(identity_id) AS identity_id FROM main.accounts
        WHERE identity_id IS NOT NULL GROUP BY ALL
      ), aliases AS (
        SELECT system, lower(trim(account_id)) AS account_id, max(identity_id) AS identity_id FROM main.account_aliases GROUP BY ALL
      ), addresses AS (
        SELECT lower(trim(email)) AS email, min(identity_id) AS identity_id FROM main.people()
        WHERE email IS NOT NULL GROUP BY ALL HAVING count(DISTINCT identity_id) = 1
      )
      SELECT n.system, n.group_id, m.member_id AS account_id,
        coalesce(own.identity_id, everywhere.identity_id, k.identity_id, p.identity_id) AS identity_id,
        array_to_string(n.path, ' > ') AS path, n.depth, m.source_id, m.record_no
      FROM main.nested_groups(moment) AS n
      JOIN (SELECT * FROM main.memberships_at(moment) WHERE member_kind IS DISTINCT FROM 'group') AS m
        ON m.system = n.system AND m.group_id = n.within
      LEFT JOIN aliases AS own ON own.system = m.system AND own.account_id = m.member_id
      LEFT JOIN (SELECT * FROM aliases WHERE system IS NULL) AS everywhere ON everywhere.account_id = m.member_id
      LEFT JOIN known AS k ON k.system = m.system AND k.account_id = m.member_id
      LEFT JOIN addresses AS p ON p.email = m.member_id
      WHERE n.depth <= 32`,
  },
  {
    name: 'group_holders',
    parameters: ['moment'],
    doc: 'Accounts of snapshots that are groups: named like a group of the same system, or of the only directory that has such a group, and no account of a person',
    kept: true,
    sql: `
      WITH groups AS (
        SELECT DISTINCT system, group_id FROM main.memberships_at(moment)
      ), lone AS (
        SELECT group_id, min(system) AS system FROM groups GROUP BY group_id HAVING count(*) = 1
      ), holders AS (
        SELECT DISTINCT g.system, g.account_id
        FROM main.snapshot_at(moment) AS g SEMI JOIN groups AS n ON n.group_id = lower(trim(g.account_id))
        WHERE g.identity_id IS NULL
      )
      SELECT h.system, h.account_id, coalesce(own.system, lone.system) AS group_system, coalesce(own.group_id, lone.group_id) AS group_id
      FROM holders AS h
      LEFT JOIN groups AS own ON own.system = h.system AND own.group_id = lower(trim(h.account_id))
      LEFT JOIN lone ON lone.group_id = lower(trim(h.account_id))
      ANTI JOIN main.account_lines() AS l ON l.system = h.system AND l.account_id = lower(h.account_id)
      WHERE coalesce(own.group_id, lone.group_id) IS NOT NULL`,
  },
  {
    name: 'nested_grants',
    parameters: ['moment'],
    doc: 'What groups hold at a moment, once for each member: via is the path from the group that holds it to the group of the member',
    kept: true,
    sql: `
      SELECT row_number() OVER (ORDER BY g.system, g.resource, g.permission, m.account_id, m.path, g.source_id, g.record_no) AS nested_no,
        g.system, m.account_id, m.identity_id, g.resource, g.permission, m.path AS via, g.granted_at, g.granted_by, g.expires_at, g.as_of,
        g.source_id, g.record_no
      FROM main.group_holders(moment) AS h
      JOIN main.snapshot_at(moment) AS g ON g.system = h.system AND g.account_id = h.account_id
      JOIN main.group_people(moment) AS m ON m.system = h.group_system AND m.group_id = h.group_id`,
  },
];
