import type { MacroSpec } from './spec.ts';

export const snapshotMacros: readonly MacroSpec[] = [
  {
    name: 'latest_snapshots',
    parameters: ['moment'],
    doc: 'When the latest snapshot of each system was taken, at or before a moment',
    kept: true,
    sql: `SELECT system, max(as_of) AS as_of FROM main.grants WHERE as_of <= moment GROUP BY system`,
  },
  {
    name: 'snapshot_at',
    parameters: ['moment'],
    doc: 'Grants of the latest snapshot of each system that was taken at or before a moment',
    sql: `
      SELECT g.* FROM main.grants AS g JOIN main.latest_snapshots(moment) AS latest USING (system, as_of)`,
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
];
