import type { Result } from '#shared/contract/methods.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { BUNDLED_PLACES } from '#engine/runner/kit/index.ts';
import { placesIn } from '#engine/runner/index.ts';

type Use = 'all' | 'logins' | 'failed';
type Countries = Result<'access.countries'>;
type Country = Countries['countries'][number];

/** Addresses of a country that are named, those used most often first. */
const NAMED = 1000;

/** Readers call a log-in `login`; a log that was mapped by hand keeps the words of its system. */
const ONLY: Readonly<Record<Use, string>> = {
  all: 'true',
  logins:
    "list_contains(['login', 'logon', 'log-in', 'log in', 'signin', 'sign-in', 'sign in'], lower(action))",
  failed: "result <> 'success'",
};

const ADDRESSES = (use: Use): string => `
  SELECT trim(ip) AS ip, count(*) AS entries, count(*) FILTER (result <> 'success') AS failed,
    list(DISTINCT lower(account) ORDER BY lower(account)) FILTER (account IS NOT NULL) AS accounts,
    min(occurred_at) AS first_at, max(occurred_at) AS last_at
  FROM access_logs WHERE ${ONLY[use]}
  GROUP BY trim(ip) ORDER BY entries DESC, ip`;

interface Gathered extends Omit<Country, 'accounts'> {
  accounts: Set<string>;
}

/**
 * Entries of the access logs by the country of their address, as the database of addresses of this build places it.
 * Country is ISO 3166-1 alpha-2. What has no known country is counted apart, never left out.
 */
export async function logCountries(engagement: Engagement, use: Use): Promise<Countries> {
  const places = placesIn(null)(BUNDLED_PLACES);
  const rows = await engagement.store.use((session) => session.rows(ADDRESSES(use)));
  const countries = new Map<string, Gathered>();
  const unknown: Countries['unknown'] = { entries: 0, addresses: 0, named: [] };
  let withoutAddress = 0;
  let entries = 0;
  for (const row of rows) {
    const count = Number(row['entries']);
    entries += count;
    const ip = row['ip'] === null ? '' : String(row['ip']);
    if (ip === '') {
      withoutAddress += count;
      continue;
    }
    const code = places.placeOf(ip)?.country;
    if (code === undefined) {
      unknown.entries += count;
      unknown.addresses += 1;
      if (unknown.named.length < NAMED) unknown.named.push(ip);
      continue;
    }
    const country = countries.get(code) ?? emptyCountry(code, row);
    countries.set(code, country);
    country.entries += count;
    country.failed += Number(row['failed']);
    country.addresses += 1;
    if (country.named.length < NAMED) country.named.push(ip);
    for (const account of (row['accounts'] ?? []) as string[]) country.accounts.add(account);
    country.first_at = least(country.first_at, row['first_at']);
    country.last_at = most(country.last_at, row['last_at']);
  }
  return {
    use,
    only: ONLY[use],
    database: { kind: places.kind, built: places.built },
    entries,
    countries: [...countries.values()]
      .map(({ accounts, ...country }) => ({ ...country, accounts: accounts.size }))
      .sort((a, b) => b.entries - a.entries || (a.country < b.country ? -1 : 1)),
    unknown,
    without_address: withoutAddress,
  };
}

function emptyCountry(country: string, row: Readonly<Record<string, unknown>>): Gathered {
  const [first_at, last_at] = [row['first_at'], row['last_at']].map((at) =>
    at === null ? null : String(at),
  );
  return {
    country,
    entries: 0,
    failed: 0,
    addresses: 0,
    named: [],
    accounts: new Set(),
    first_at: first_at!,
    last_at: last_at!,
  };
}

const least = (a: string | null, b: unknown): string | null =>
  b === null || (a !== null && a < String(b)) ? a : String(b);
const most = (a: string | null, b: unknown): string | null =>
  b === null || (a !== null && a > String(b)) ? a : String(b);
