import type { MacroSpec } from './spec.ts';

export const grantMacros: readonly MacroSpec[] = [
  {
    name: 'held_rows',
    parameters: ['moment'],
    doc: 'Rows of the snapshots at a moment, and what groups hold spread over their members; grant_no is below zero for the latter',
    sql: `
      SELECT g.rowid AS grant_no, g.system, g.account_id, g.identity_id, g.resource, g.permission, g.via, g.granted_at, g.granted_by,
        g.expires_at, g.as_of, g.source_id, g.record_no, 1 AS snapshot_rows
      FROM main.grants AS g JOIN main.latest_snapshots(moment) AS latest USING (system, as_of)
      UNION ALL
      SELECT -nested_no, system, account_id, identity_id, resource, permission, via, granted_at, granted_by, expires_at, as_of,
        source_id, record_no, 0
      FROM main.nested_grants(moment)`,
  },
  {
    name: 'grant_repeats',
    parameters: ['moment'],
    doc: 'Rows that say the same grant again at a moment; the first of them carries what all of them say',
    kept: true,
    sql: `
      WITH doubled AS (
        -- Rows with equal keys have equal hashes; what only shares a hash falls out below.
        SELECT hash(system, account_id, resource, permission) AS key FROM main.held_rows(moment) GROUP BY key HAVING count(*) > 1
      ), ranked AS (
        SELECT h.*,
          row_number() OVER same AS rank, first_value(grant_no) OVER same AS first_no,
          count(*) OVER (PARTITION BY system, account_id, resource, permission) AS times
        FROM main.held_rows(moment) AS h SEMI JOIN doubled AS d ON d.key = hash(h.system, h.account_id, h.resource, h.permission)
        WINDOW same AS (PARTITION BY system, account_id, resource, permission ORDER BY source_id, record_no, grant_no DESC)
      ), merged AS (
        SELECT first_no, max(identity_id) AS identity_id, min(granted_at) AS granted_at, sum(snapshot_rows)::BIGINT AS snapshot_rows,
          list_sort(list_distinct(list(via) FILTER (via IS NOT NULL))) AS via,
          arg_min(granted_by, rank) AS granted_by, arg_min(expires_at, rank) AS expires_at
        FROM ranked WHERE times > 1 GROUP BY first_no
      )
      SELECT r.grant_no, r.first_no, m.* EXCLUDE (first_no)
      FROM ranked AS r LEFT JOIN merged AS m ON m.first_no = r.grant_no
      WHERE r.times > 1`,
  },
  {
    name: 'actual_grants',
    parameters: ['moment'],
    doc: 'Grants held at a moment, each once however many ways lead to it; line = person, service, vendor, shared, group or unresolved',
    sql: `
      SELECT h.system, h.account_id, h.resource, h.permission, h.identity_id, h.granted_at, h.as_of, h.snapshot_rows, h.via,
        h.granted_by, h.expires_at, h.source_id, h.record_no,
        coalesce(own.line, vendor.line, CASE
          WHEN h.identity_id IS NOT NULL THEN 'person' WHEN grouped.account_id IS NOT NULL THEN 'group' ELSE 'unresolved' END) AS line,
        h.grant_no
      FROM (
        SELECT g.grant_no, g.system, g.account_id, g.resource, g.permission, g.as_of, g.source_id, g.record_no,
          CASE WHEN r.grant_no IS NULL THEN g.identity_id ELSE r.identity_id END AS identity_id,
          CASE WHEN r.grant_no IS NULL THEN g.granted_at ELSE r.granted_at END AS granted_at,
          CASE WHEN r.grant_no IS NULL THEN g.snapshot_rows ELSE r.snapshot_rows END AS snapshot_rows,
          CASE WHEN r.grant_no IS NOT NULL THEN r.via WHEN g.via IS NOT NULL THEN [g.via] END AS via,
          CASE WHEN r.grant_no IS NULL THEN g.granted_by ELSE r.granted_by END AS granted_by,
          CASE WHEN r.grant_no IS NULL THEN g.expires_at ELSE r.expires_at END AS expires_at
        FROM main.held_rows(moment) AS g LEFT JOIN main.grant_repeats(moment) AS r ON r.grant_no = g.grant_no
        WHERE coalesce(r.first_no, g.grant_no) = g.grant_no
      ) AS h
      LEFT JOIN main.account_lines() AS own ON own.system = h.system AND own.account_id = lower(h.account_id)
      LEFT JOIN (SELECT * FROM main.account_lines() WHERE system IS NULL) AS vendor ON vendor.account_id = lower(h.account_id)
      LEFT JOIN main.group_holders(moment) AS grouped ON grouped.system = h.system AND grouped.account_id = h.account_id`,
  },
];
