import type { MacroSpec } from './spec.ts';

export const grantMacros: readonly MacroSpec[] = [
  {
    name: 'snapshot_at',
    parameters: ['moment'],
    doc: 'Grants of the latest snapshot of each system that was taken at or before a moment',
    sql: `
      SELECT g.*
      FROM main.grants AS g
      JOIN (
        SELECT system, max(as_of) AS as_of FROM main.grants WHERE as_of <= moment GROUP BY system
      ) AS latest USING (system, as_of)`,
  },
  {
    name: 'account_lines',
    parameters: [],
    doc: 'Accounts that are not one person: service, vendor and shared ones, as any source says',
    sql: `
      SELECT system, account_id, arg_min(line, rank) AS line
      FROM (
        SELECT system, lower(account_id) AS account_id, kind AS line, 1 AS rank FROM main.accounts WHERE kind IN ('service', 'vendor', 'shared')
        UNION ALL
        SELECT system, lower(account_id), 'service', 2 FROM main.service_accounts
        UNION ALL
        SELECT NULL, lower(unnest(account_ids)), 'vendor', 3 FROM main.vendors)
      GROUP BY system, account_id`,
  },
  {
    name: 'actual_grants',
    parameters: ['moment'],
    doc: 'Grants held at a moment, each once however many ways lead to it; line = person, service, vendor, shared or unresolved',
    sql: `
      WITH held AS (
        SELECT system, account_id, resource, permission,
          max(identity_id) AS identity_id, min(granted_at) AS granted_at, max(as_of) AS as_of,
          count(*) AS snapshot_rows,
          list(DISTINCT via ORDER BY via) FILTER (via IS NOT NULL) AS via,
          arg_min(granted_by, (source_id, record_no)) AS granted_by,
          arg_min(expires_at, (source_id, record_no)) AS expires_at,
          min({'source_id': source_id, 'record_no': record_no}) AS origin
        FROM main.snapshot_at(moment)
        GROUP BY system, account_id, resource, permission
      ), lines AS (
        SELECT * FROM main.account_lines()
      )
      SELECT held.* EXCLUDE (origin), held.origin.source_id, held.origin.record_no,
        coalesce(own.line, vendor.line, CASE WHEN held.identity_id IS NULL THEN 'unresolved' ELSE 'person' END) AS line
      FROM held
      LEFT JOIN lines AS own ON own.system = held.system AND own.account_id = lower(held.account_id)
      LEFT JOIN lines AS vendor ON vendor.system IS NULL AND vendor.account_id = lower(held.account_id)`,
  },
];
