import type { Session } from '#engine/store/index.ts';

/** One grant that somebody is to decide on, with what is known of it at the moment. */
export interface AccessRow {
  campaign_id: string;
  item_id: string;
  line: 'person' | 'service' | 'vendor' | 'shared' | 'unresolved';
  /** Address of the person, or the account where no single person stands behind it. */
  holder: string;
  holder_name: string;
  system: string;
  account_id: string;
  resource: string;
  permission: string;
  employed: boolean;
  /** policy, exception or drift; null = not held now, or not a person's. */
  part: 'policy' | 'exception' | 'drift' | null;
  held: boolean;
  drift_reason: string | null;
  policy: string | null;
  policy_version: string | null;
  clause_no: number | null;
  exception_id: string | null;
  exception_until: string | null;
  expected: string[];
  /** Day in the engagement's zone. */
  last_used: string | null;
  /** No source states when the account was last used. */
  use_unknown: boolean;
  manager: string | null;
  owner: string | null;
  contract_owner: string | null;
}

/** Everything that the lists below add to a grant. `held` must come with the columns of access_coverage. */
const KNOWN = `
  known AS (
    SELECT system, lower(account_id) AS account, max(owner_email) AS owner_email, max(last_login_at) AS last_login_at, bool_or(login_stated) AS login_stated
    FROM known_accounts() GROUP BY ALL
  ), services AS (
    SELECT system, lower(account_id) AS account, max(owner_email) AS owner_email, max(last_used_at) AS last_used_at, max(name) AS name
    FROM service_accounts GROUP BY ALL
  ), contracts AS (
    SELECT account, max(owner_email) AS owner_email, min(vendor) AS vendor, max(last_access_at) AS last_access_at
    FROM (SELECT lower(unnest(account_ids)) AS account, owner_email, vendor, last_access_at FROM vendors) GROUP BY account
  ), spans AS (
    SELECT exception_id, max(expires_at) AS expires_at FROM exceptions GROUP BY exception_id
  )`;

const SHOWN = `
  c.line, coalesce(c.email, CASE WHEN c.line = 'person' THEN lower(trim(p.email)) END, lower(c.account_id)) AS holder,
  coalesce(p.display_name, v.vendor, s.name, '') AS holder_name, c.system, c.account_id, c.resource, coalesce(c.permission, '') AS permission,
  c.employed, c.part, c.drift_reason, c.policy, c.policy_version, c.clause_no::INTEGER AS clause_no, c.exception_id,
  strftime(x.expires_at, '%Y-%m-%d') AS exception_until, coalesce(c.expected_permissions, []) AS expected,
  strftime(coalesce(s.last_used_at, v.last_access_at, k.last_login_at), '%Y-%m-%d') AS last_used,
  s.account IS NULL AND v.account IS NULL AND NOT coalesce(k.login_stated, false) AS use_unknown,
  nullif(lower(trim(p.manager_email)), '') AS manager,
  nullif(lower(trim(coalesce(s.owner_email, k.owner_email))), '') AS owner, nullif(lower(trim(v.owner_email)), '') AS contract_owner`;

const JOINS = `
  LEFT JOIN people_at($as_of::TIMESTAMPTZ) AS p ON p.identity_id = c.identity_id
  LEFT JOIN known AS k ON k.system = c.system AND k.account = lower(c.account_id)
  LEFT JOIN services AS s ON s.system = c.system AND s.account = lower(c.account_id)
  LEFT JOIN contracts AS v ON v.account = lower(c.account_id)
  LEFT JOIN spans AS x ON x.exception_id = c.exception_id`;

type Read = Omit<AccessRow, 'campaign_id' | 'item_id' | 'held'>;

/** Every grant held at a moment, by line, holder and place. What a group holds is decided with its members. */
export async function accessAt(session: Session, as_of: string): Promise<Read[]> {
  const rows = await session.rows(
    `WITH ${KNOWN}
     SELECT ${SHOWN} FROM access_coverage($as_of::TIMESTAMPTZ) AS c ${JOINS}
     WHERE c.line <> 'group'
     ORDER BY c.line, holder, c.system, c.account_id, c.resource, c.permission`,
    { as_of },
  );
  return rows as unknown as Read[];
}

/** Items of a campaign that still wait for a decision, with the access as it is at a moment. */
export async function openItems(session: Session, campaign_id: string, as_of: string): Promise<AccessRow[]> {
  const rows = await session.rows(
    `WITH ${KNOWN}, items AS (
       SELECT campaign_id, item_id, min(lower(trim(user_email))) AS holder, min(system) AS system, min(resource) AS resource,
         min(permission) AS permission
       FROM review_items WHERE campaign_id = $campaign_id AND item_id IS NOT NULL GROUP BY ALL
     ), decided AS (
       SELECT DISTINCT item_id FROM (
         SELECT item_id, lower(trim(decision)) AS decision FROM review_answers
         WHERE campaign_id = $campaign_id AND nullif(trim(decision), '') IS NOT NULL
         QUALIFY row_number() OVER (PARTITION BY item_id ORDER BY decided_at DESC NULLS LAST, source_id, record_no) = 1
       ) WHERE decision <> 'unsure'
     ), held AS (
       SELECT ${SHOWN} FROM access_coverage($as_of::TIMESTAMPTZ) AS c ${JOINS} WHERE c.line <> 'group'
     ), by_place AS (
       SELECT holder, system, resource, permission, min(account_id) AS only_account FROM held GROUP BY ALL
     ), staff AS (
       SELECT lower(trim(email)) AS email, min(display_name) AS display_name, min(nullif(lower(trim(manager_email)), '')) AS manager,
         bool_or(employed) AS employed
       FROM people_at($as_of::TIMESTAMPTZ) WHERE email IS NOT NULL GROUP BY ALL
     ), lines AS (
       SELECT system, account_id, min(line) AS line FROM account_lines() GROUP BY ALL
     )
     SELECT i.campaign_id, i.item_id, h.holder IS NOT NULL AS held,
       coalesce(h.line, l.line, CASE WHEN p.email IS NULL THEN 'unresolved' ELSE 'person' END) AS line,
       coalesce(i.holder, '') AS holder, coalesce(h.holder_name, p.display_name, '') AS holder_name, coalesce(i.system, '') AS system,
       coalesce(h.account_id, '') AS account_id, coalesce(i.resource, '') AS resource, coalesce(i.permission, '') AS permission,
       coalesce(h.employed, p.employed, false) AS employed, h.part, h.drift_reason, h.policy, h.policy_version, h.clause_no, h.exception_id,
       h.exception_until, coalesce(h.expected, []) AS expected, h.last_used, coalesce(h.use_unknown, true) AS use_unknown,
       coalesce(h.manager, p.manager) AS manager, coalesce(h.owner, k.owner_email, s.owner_email) AS owner,
       coalesce(h.contract_owner, v.owner_email) AS contract_owner
     FROM items AS i
     ANTI JOIN decided AS d ON d.item_id = i.item_id
     LEFT JOIN by_place AS b ON b.holder = i.holder AND b.system = i.system AND b.resource = i.resource AND b.permission = coalesce(i.permission, '')
     LEFT JOIN held AS h ON h.holder = b.holder AND h.system = b.system AND h.resource = b.resource AND h.permission = b.permission
       AND h.account_id = b.only_account
     LEFT JOIN staff AS p ON p.email = i.holder
     LEFT JOIN known AS k ON k.system = i.system AND k.account = i.holder
     LEFT JOIN services AS s ON s.system = i.system AND s.account = i.holder
     LEFT JOIN contracts AS v ON v.account = i.holder
     LEFT JOIN lines AS l ON l.system = i.system AND l.account_id = i.holder
     ORDER BY line, holder, i.system, i.resource, i.permission, i.item_id`,
    { campaign_id, as_of },
  );
  return rows as unknown as AccessRow[];
}
