import type { MacroSpec } from './spec.ts';

export const accountMacros: readonly MacroSpec[] = [
  {
    name: 'known_accounts',
    parameters: [],
    doc: 'One row an account, whatever number of sources tell of it: enabled if any says so, a second factor only if none denies it, the latest log-in; login_stated = at least one source says when it was last used',
    sql: `
      SELECT system, account_id,
        max(identity_id) AS identity_id, min(email) AS email, min(employee_id) AS employee_id,
        min(display_name) AS display_name,
        -- What is said to be no person's own is not, whatever another source takes it for.
        arg_min(kind, CASE kind WHEN 'service' THEN 1 WHEN 'shared' THEN 2 WHEN 'vendor' THEN 3 WHEN 'guest' THEN 4 ELSE 5 END) AS kind,
        CASE WHEN bool_or(lower(status) = 'enabled') THEN 'enabled' ELSE max(status) END AS status,
        bool_or(is_admin) AS is_admin, bool_and(mfa_enabled) AS mfa_enabled,
        min(created_at) AS created_at, max(last_login_at) AS last_login_at,
        CASE WHEN bool_or(lower(status) = 'enabled' AND disabled_at IS NULL) THEN NULL ELSE max(disabled_at) END AS disabled_at,
        min(owner_email) AS owner_email, max(justification) AS justification,
        arg_min(details, (source_id, record_no)) AS details,
        -- A list in which nobody was ever seen has no such column, or nothing in it: it says nothing of use.
        bool_or(last_login_at IS NOT NULL
          OR states_use AND NOT coalesce(list_contains(from_json(json_extract(details, '$.not_stated'), '["VARCHAR"]'), 'last_login_at'), false)) AS login_stated,
        (min({'source_id': source_id, 'record_no': record_no})).source_id AS source_id,
        (min({'source_id': source_id, 'record_no': record_no})).record_no AS record_no
      FROM (SELECT *, bool_or(last_login_at IS NOT NULL) OVER (PARTITION BY source_id) AS states_use FROM main.accounts)
      GROUP BY system, account_id`,
  },
];
