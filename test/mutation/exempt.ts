/** Conditions that no case can miss: without them every result is the same. Reviewed; the check fails when one is no longer so. */
export interface Exempt {
  procedure: string;
  /** As the check tells it. */
  where: string;
  reason: string;
}

export const EXEMPT: readonly Exempt[] = [
  {
    procedure: 'accounts.identities-distinct',
    where: 'sql: AND (y.spelling = x.spelling)',
    reason:
      'Speed only: names within one edit share a spelling with one letter left out, and the distance is measured afterwards; without it every pair of people would be measured.',
  },
  {
    procedure: 'accounts.people-sound',
    where: 'sql: WHERE (grants > CAST($max_permissions AS BIGINT))',
    reason:
      'Speed only: whoever holds no more grants than the limit holds no more permissions, which are counted afterwards; without it the rows of all people are gathered.',
  },
  {
    procedure: 'accounts.people-sound',
    where: 'sql: ON (c.identity_id = g.identity_id)',
    reason: 'Speed only: the same.',
  },
  {
    procedure: 'exceptions.expired-removed',
    where: 'sql: AND ("row"(email, resource) = ANY(SELECT "row"(person, resource) FROM ended))',
    reason:
      'Speed only: what is held is joined by person and resource afterwards; without it the rows of all grants are gathered.',
  },
  {
    procedure: 'exceptions.grant-matches',
    where: 'sql: WHERE ("row"(email, resource) = ANY(SELECT "row"(person, resource) FROM active))',
    reason: 'Speed only: the same.',
  },
  {
    procedure: 'logs.downloads-limited',
    where: 'sql: ON (s.account = d.account)',
    reason:
      'Speed only: accounts that download less than the limit in the whole period reach it in no window; without it windows are made for all.',
  },
  {
    procedure: 'logs.downloads-limited',
    where: 'sql: HAVING (sum(bytes) > CAST($bulk_bytes AS BIGINT))',
    reason: 'Speed only: the same; the volume of each window is held against the limit afterwards.',
  },
];

/** Splits the conditions that no case misses of one procedure by the list; `stale` are entries of the list that are missed. */
export function withoutExempt(
  procedure: string,
  survivors: readonly string[],
  list: readonly Exempt[] = EXEMPT,
): { open: string[]; exempt: Exempt[]; stale: Exempt[] } {
  const own = list.filter((entry) => entry.procedure === procedure);
  const listed = new Set(own.map((entry) => entry.where));
  return {
    open: survivors.filter((where) => !listed.has(where)),
    exempt: own.filter((entry) => survivors.includes(entry.where)),
    stale: own.filter((entry) => !survivors.includes(entry.where)),
  };
}
