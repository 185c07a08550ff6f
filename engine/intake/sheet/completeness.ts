import type { CompletenessLine } from '#shared/contract/intake-schemas.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { quoteLiteral, type Session } from '#engine/store/index.ts';

/** Accounts by system as account lists and the snapshots in force at a moment name them, each once. */
function held(moment: string): string {
  return `SELECT system, lower(account_id) AS account, max(identity_id) AS identity_id, bool_or(impersonal) AS impersonal FROM (
    SELECT system, account_id, identity_id, coalesce(kind IN ('service', 'shared', 'vendor'), false) AS impersonal FROM main.accounts
    UNION ALL
    SELECT system, account_id, identity_id, line IN ('service', 'shared', 'vendor') FROM main.actual_grants(${moment}))
  WHERE system IS NOT NULL AND account_id IS NOT NULL GROUP BY system, lower(account_id)`;
}

function employed(moment: string): string {
  return `SELECT identity_id, email, display_name FROM main.people_at(${moment}) WHERE employed`;
}

function queries(system: string, moment: string): CompletenessLine['queries'] {
  const at = `${quoteLiteral(moment)}::TIMESTAMPTZ`;
  const name = quoteLiteral(system);
  return {
    without_person: `SELECT account FROM (${held(at)}) WHERE system = ${name} AND NOT impersonal AND identity_id IS NULL ORDER BY account`,
    people_without_account: `SELECT identity_id, email, display_name FROM (${employed(at)})
      WHERE identity_id NOT IN (SELECT identity_id FROM (${held(at)}) WHERE system = ${name} AND identity_id IS NOT NULL) ORDER BY identity_id`,
  };
}

/** Completeness of every system's accounts against the people known at a moment, by system. */
export async function completenessOf(
  session: Session,
  moment: string,
): Promise<{ people: number; systems: CompletenessLine[] }> {
  const people = Number(
    await session.value(`SELECT count(DISTINCT identity_id) FROM (${employed('$moment::TIMESTAMPTZ')})`, {
      moment,
    }),
  );
  const rows = await session.rows(
    `WITH held AS (${held('$moment::TIMESTAMPTZ')}), employed AS (${employed('$moment::TIMESTAMPTZ')})
     SELECT h.system, count(*) AS accounts, count(*) FILTER (h.impersonal) AS impersonal,
       count(*) FILTER (NOT h.impersonal AND h.identity_id IS NULL) AS without_person,
       count(DISTINCT e.identity_id) AS with_account
     FROM held AS h LEFT JOIN employed AS e ON e.identity_id = h.identity_id
     GROUP BY h.system ORDER BY h.system`,
    { moment },
  );
  return {
    people,
    systems: rows.map((row) => ({
      system: String(row['system']),
      accounts: Number(row['accounts']),
      impersonal: Number(row['impersonal']),
      without_person: Number(row['without_person']),
      people_without_account: people - Number(row['with_account']),
      queries: queries(String(row['system']), moment),
    })),
  };
}

const WITH_SYSTEM = ['accounts', 'grants'] as const;

/** Systems that a file speaks of; null = all of them, where it lists the people themselves. */
export async function systemsOf(session: Session, receipt: Receipt): Promise<ReadonlySet<string> | null> {
  if (receipt.tables.includes('identities')) return null;
  const systems = new Set<string>();
  for (const table of WITH_SYSTEM) {
    if (!receipt.tables.includes(table)) continue;
    const rows = await session.rows(
      `SELECT DISTINCT system FROM main.${table} WHERE source_id = $id AND system IS NOT NULL`,
      { id: receipt.source_id },
    );
    for (const row of rows) systems.add(String(row['system']));
  }
  return systems;
}
