import type { Engagement } from '#engine/engagement/types.ts';
import { quoteName, type Session } from '#engine/store/index.ts';

/** Tables whose resource may still be written `system:resource`. */
export const UNSPLIT = [
  'exceptions',
  'audit_events',
  'review_items',
  'access_requests',
  'reported_drift',
] as const;

/** Systems that the sources name. */
export const KNOWN_SYSTEMS = `
  SELECT system FROM main.accounts WHERE system IS NOT NULL UNION SELECT system FROM main.grants WHERE system IS NOT NULL
  UNION SELECT system FROM main.entitlements WHERE system IS NOT NULL UNION SELECT system FROM main.policy_grants WHERE system IS NOT NULL`;

/** Splits `system:resource` at the first colon where the prefix is a system that the sources name. Returns rows changed. */
async function splitResources(session: Session): Promise<number> {
  let changed = 0;
  for (const table of UNSPLIT) {
    const name = `main.${quoteName(table)}`;
    const waiting = await session.value(
      `SELECT 1 FROM ${name} WHERE system IS NULL AND contains(resource, ':') LIMIT 1`,
    );
    if (waiting === null) continue;
    changed += await session.run(
      `UPDATE ${name} SET system = split_part(resource, ':', 1), resource = substr(resource, instr(resource, ':') + 1)
       WHERE system IS NULL AND contains(resource, ':') AND split_part(resource, ':', 1) IN (${KNOWN_SYSTEMS})`,
    );
  }
  return changed;
}

/**
 * Ways from a name to a person, the strongest first: 1 stated alias of one system, 2 stated alias of every system,
 * 3 address, 4 employee number or login, 5 confirmed by the auditor. A name that leads to two people at its strongest way stays unresolved.
 */
const PEOPLE = `
  CREATE OR REPLACE TEMP TABLE known_people AS
  SELECT name, min(identity_id) AS identity_id FROM (
    SELECT lower(email) AS name, identity_id FROM main.identities WHERE email IS NOT NULL AND identity_id IS NOT NULL
    UNION SELECT lower(identity_id), identity_id FROM main.identities WHERE identity_id IS NOT NULL
  ) GROUP BY name HAVING count(DISTINCT identity_id) = 1`;

/**
 * The weakest way: what the auditor confirmed, of people that the sources still name. It fills what no source settles
 * and overrides nothing that one states.
 */
const CONFIRMED = `
  CREATE OR REPLACE TEMP TABLE confirmed_people AS
  SELECT system, account_id, min(identity_id) AS identity_id FROM work.identity_decisions
  WHERE decision = 'same' AND identity_id IN (SELECT identity_id FROM main.identities)
  GROUP BY system, account_id HAVING count(*) = 1`;

/** Accounts that stand for no single person, whatever their name. */
const IMPERSONAL = `kind IN ('service', 'shared', 'vendor')`;

async function resolveAccounts(session: Session): Promise<number> {
  return session.run(`
    UPDATE main.accounts AS a SET identity_id = found.identity_id
    FROM (
      SELECT a.rowid AS row, coalesce(own.identity_id, every.identity_id,
        CASE WHEN coalesce(${IMPERSONAL}, false) THEN NULL
             ELSE coalesce(by_email.identity_id, by_number.identity_id, by_login.identity_id) END,
        decided.identity_id) AS identity_id
      FROM main.accounts AS a
      LEFT JOIN main.account_aliases AS own ON own.system = a.system AND own.account_id = a.account_id
      LEFT JOIN main.account_aliases AS every ON every.system IS NULL AND every.account_id = a.account_id
      LEFT JOIN known_people AS by_email ON by_email.name = lower(a.email)
      LEFT JOIN known_people AS by_number ON by_number.name = lower(a.employee_id)
      LEFT JOIN known_people AS by_login ON by_login.name = lower(a.account_id)
      LEFT JOIN confirmed_people AS decided ON decided.system = a.system AND decided.account_id = a.account_id
    ) AS found
    WHERE a.rowid = found.row AND a.identity_id IS DISTINCT FROM found.identity_id`);
}

/** Distinct accounts of a table and who they stand for; only the rows that differ are written. */
async function resolveUses(session: Session, table: string, account: string): Promise<number> {
  return session.run(`
    UPDATE main.${table} AS u SET identity_id = found.identity_id
    FROM (
      SELECT used.system, used.account, coalesce(own.identity_id, every.identity_id,
        CASE WHEN coalesce(listed.impersonal, false) THEN NULL
             WHEN listed.people = 1 THEN listed.identity_id
             ELSE by_name.identity_id END, decided.identity_id) AS identity_id
      FROM (SELECT DISTINCT system, ${account} AS account FROM main.${table}) AS used
      LEFT JOIN main.account_aliases AS own ON own.system = used.system AND own.account_id = used.account
      LEFT JOIN main.account_aliases AS every ON every.system IS NULL AND every.account_id = used.account
      LEFT JOIN (
        SELECT system, account_id, bool_or(coalesce(${IMPERSONAL}, false)) AS impersonal,
               count(DISTINCT identity_id) AS people, min(identity_id) AS identity_id
        FROM main.accounts GROUP BY system, account_id
      ) AS listed ON listed.system = used.system AND listed.account_id = used.account
      LEFT JOIN known_people AS by_name ON by_name.name = lower(used.account)
      LEFT JOIN confirmed_people AS decided ON decided.system = used.system AND decided.account_id = used.account
    ) AS found
    WHERE u.system IS NOT DISTINCT FROM found.system AND u.${account} = found.account
      AND u.identity_id IS DISTINCT FROM found.identity_id`);
}

/** Attributes that identities have as columns. */
const COLUMNS_OF_PEOPLE = [
  'job_title',
  'department',
  'employment_type',
  'country',
  'email',
  'identity_id',
  'status',
  'manager_email',
];

/** A scope is valid if it names at least one attribute, each with a value and each known of people by now. */
async function checkScopes(session: Session): Promise<number> {
  return session.run(
    `UPDATE main.policies AS p SET scope_valid = found.valid
     FROM (
       SELECT p.rowid AS row, count(s.attribute) > 0
         AND coalesce(bool_and(s.value IS NOT NULL AND (list_contains($columns, s.attribute) OR s.attribute IN (
           SELECT DISTINCT key FROM main.identities, unnest(json_keys(attributes)) AS further(key)))), false) AS valid
       FROM main.policies AS p
       LEFT JOIN main.policy_scopes AS s ON s.source_id = p.source_id AND s.record_no = p.record_no
       GROUP BY p.rowid
     ) AS found
     WHERE p.rowid = found.row AND p.scope_valid IS DISTINCT FROM found.valid`,
    { columns: COLUMNS_OF_PEOPLE },
  );
}

/**
 * Finds the people behind accounts, splits resources of systems known by now and checks scopes of policies, in one transaction with its journal
 * entry. Rows that lead to nobody, or to more than one person, keep a null identity.
 */
export async function resolveIdentities(
  engagement: Engagement,
): Promise<{ resolved: number; split: number; scopes: number }> {
  return engagement.change('identities_resolved', async (session) => {
    await session.run(PEOPLE);
    await session.run(CONFIRMED);
    const split = await splitResources(session);
    const scopes = await checkScopes(session);
    const accounts = await resolveAccounts(session);
    const grants = await resolveUses(session, 'grants', 'account_id');
    const logs = await resolveUses(session, 'access_logs', 'account');
    await session.run('DROP TABLE known_people');
    await session.run('DROP TABLE confirmed_people');
    const value = { resolved: accounts + grants + logs, split, scopes };
    return { value, details: value };
  });
}
