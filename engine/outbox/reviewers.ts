import type { Session } from '#engine/store/index.ts';
import type { AccessRow } from './access-rows.ts';

/** Why nobody can be asked about a row. */
export const UNASSIGNED = {
  nobody_known: 'no source says whose account it is',
  no_manager: 'no manager of record is known',
  own_manager: 'the manager of record is the person',
  no_owner: 'nobody owns the account',
  no_contract_owner: 'nobody owns the contract',
  reviewer_left: 'the reviewer of record is not employed any more',
} as const;
export type Unassigned = keyof typeof UNASSIGNED;

export interface Staff {
  name: string;
  employed: boolean;
}

/** People by address, as they are at a moment. */
export async function staffAt(session: Session, as_of: string): Promise<ReadonlyMap<string, Staff>> {
  const rows = await session.rows(
    `SELECT lower(trim(email)) AS email, coalesce(min(display_name), '') AS name, bool_or(employed) AS employed
     FROM people_at($as_of::TIMESTAMPTZ) WHERE nullif(trim(email), '') IS NOT NULL GROUP BY ALL ORDER BY ALL`,
    { as_of },
  );
  return new Map(
    rows.map(({ email, name, employed }) => [
      String(email),
      { name: String(name), employed: employed === true },
    ]),
  );
}

/**
 * The reviewer of record: of a person the manager, of a service or shared account its owner, of a vendor the contract's
 * owner. Nobody reviews their own access, and nobody who has left is asked.
 */
export function reviewerOf(
  row: Pick<AccessRow, 'line' | 'holder' | 'manager' | 'owner' | 'contract_owner'>,
  staff: ReadonlyMap<string, Staff>,
): { reviewer: string } | { reason: Unassigned } {
  const named = candidate(row);
  if ('reason' in named) return named;
  if (staff.get(named.reviewer)?.employed === false) return { reason: 'reviewer_left' };
  return named;
}

function candidate({
  line,
  holder,
  manager,
  owner,
  contract_owner,
}: Parameters<typeof reviewerOf>[0]): { reviewer: string } | { reason: Unassigned } {
  if (line === 'unresolved') return { reason: 'nobody_known' };
  if (line === 'vendor')
    return contract_owner === null ? { reason: 'no_contract_owner' } : { reviewer: contract_owner };
  if (line !== 'person') return owner === null ? { reason: 'no_owner' } : { reviewer: owner };
  if (manager === null) return { reason: 'no_manager' };
  return manager === holder ? { reason: 'own_manager' } : { reviewer: manager };
}
