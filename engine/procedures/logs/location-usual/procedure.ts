import { impossibleJourneys, type Journey } from '#engine/analysis/index.ts';
import {
  BUNDLED_PLACES,
  type CellRow,
  type Place,
  type Places,
  type ProcedureContext,
  type ProcedureMeta,
  type ProcedureResult,
  type ProcedureRow,
  type SourceRow,
} from '#engine/runner/kit/index.ts';

export const meta: ProcedureMeta = {
  id: 'logs.location-usual',
  version: 2,
  title: 'People use the systems from the countries that are usual for them',
  severity: {
    unusual_country: 'medium',
    new_country: 'low',
    impossible_travel: 'high',
    too_few_uses: 'low',
    unresolved_addresses: 'low',
    usual: 'low',
  },
  subject: ['account', 'log'],
  needs: { access_logs: ['occurred_at', 'account', 'ip'] },
  optional_needs: {
    identities: {
      columns: ['identity_id', 'country'],
      without: 'The usual country is known from the log only.',
    },
    accounts: {
      columns: ['system', 'account_id', 'kind'],
      without: 'Accounts of services, vendors and shared ones could not be left out.',
    },
  },
  params: {
    database: {
      type: 'text',
      unit: 'SHA-256',
      doc: 'Database of addresses that the run rests on: that of this build, or one that was taken in with `places add`',
      default: BUNDLED_PLACES,
      pattern: '[0-9a-f]{64}',
    },
    usual_percent: {
      type: 'integer',
      unit: '% of uses',
      doc: 'A country is usual for a person from this share of the uses with a known country',
      default: 20,
      min: 1,
      max: 100,
    },
    least_uses: {
      type: 'integer',
      unit: 'uses',
      doc: 'With fewer uses of known country the log does not tell what is usual',
      default: 10,
      min: 1,
      max: 100_000,
    },
    max_speed: {
      type: 'integer',
      unit: 'km/h',
      doc: 'Nobody travels faster from one use to the next; needs a database with coordinates',
      default: 900,
      min: 100,
      max: 100_000,
    },
    least_distance: {
      type: 'integer',
      unit: 'km',
      doc: 'Shorter distances say nothing: addresses are placed no better',
      default: 500,
      min: 1,
      max: 20_000,
    },
  },
  replaces: [],
  reasons: {
    unusual_country: { title: 'Use from a country that is not usual for the person' },
    new_country: { title: 'Use from a country in which the person was never seen before the period' },
    impossible_travel: { title: 'Two uses from places too far apart for the time between them' },
    too_few_uses: { title: 'The log has too few uses of the person to tell the usual country' },
    unresolved_addresses: {
      title: 'The database does not know some addresses, or the log does not state them',
      recommendation: 'Ask the client for the country of its own networks and of its VPN.',
    },
    usual: { title: 'Use from usual countries only' },
  },
  texts: {
    criteria: 'Use from unusual places is looked at.',
    effect: 'Somebody else may use the account; it can as well be a journey, or a private VPN.',
    recommendation: 'Ask the person about the journey; look at what was done in these sessions.',
  },
};

/** Uses that succeeded, of people's accounts, up to the end of the period. */
const USES = `
  SELECT l.account, l.identity_id, l.occurred_at, l.ip, l.source_id, l.record_no
  FROM access_logs AS l
  ANTI JOIN account_lines() AS own ON own.system = l.system AND own.account_id = lower(l.account)
  ANTI JOIN (SELECT * FROM account_lines() WHERE system IS NULL) AS anywhere ON anywhere.account_id = lower(l.account)
  WHERE l.account IS NOT NULL AND coalesce(l.result, 'success') = 'success' AND l.occurred_at < $end::TIMESTAMPTZ`;

const ADDRESSES = `
  WITH uses AS (${USES})
  SELECT u.account, u.ip, upper(trim(max(p.country))) AS stated, count(*)::INTEGER AS uses,
    (count(*) FILTER (u.occurred_at >= $start::TIMESTAMPTZ))::INTEGER AS within
  FROM uses AS u LEFT JOIN people() AS p ON p.identity_id = u.identity_id
  GROUP BY u.account, u.ip ORDER BY u.account, u.ip`;

const EVIDENCE = `
  WITH uses AS (${USES})
  SELECT occurred_at, ip, source_id, record_no FROM uses
  WHERE account = $account AND occurred_at >= $start::TIMESTAMPTZ AND list_contains(from_json($ips::JSON, '["VARCHAR"]'), ip)
  ORDER BY occurred_at, source_id, record_no`;

interface Country {
  uses: number;
  within: number;
  ips: string[];
}

interface Account {
  stated: string | null;
  within: number;
  countries: Map<string, Country>;
  /** Addresses of known place, of the whole log. */
  placed: Map<string, Place>;
}

interface Unresolved {
  addresses: Set<string>;
  uses: number;
  without_address: number;
}

function group(
  rows: readonly CellRow[],
  placeOf: (ip: string) => Place | null,
): { accounts: Map<string, Account>; unresolved: Unresolved } {
  const accounts = new Map<string, Account>();
  const unresolved: Unresolved = { addresses: new Set(), uses: 0, without_address: 0 };
  for (const row of rows) {
    const name = String(row['account']);
    const [uses, within] = [Number(row['uses']), Number(row['within'])];
    const account = accounts.get(name) ?? {
      stated: null,
      within: 0,
      countries: new Map(),
      placed: new Map(),
    };
    accounts.set(name, account);
    account.within += within;
    if (typeof row['stated'] === 'string' && row['stated'] !== '') account.stated = row['stated'];
    const ip = row['ip'] === null ? null : String(row['ip']).trim();
    const place = ip === null ? null : placeOf(ip);
    if (ip === null) unresolved.without_address += within;
    if (ip === null || place === null) {
      unresolved.uses += within;
      if (ip !== null && within > 0) unresolved.addresses.add(ip);
      continue;
    }
    account.placed.set(String(row['ip']), place);
    const country = account.countries.get(place.country) ?? { uses: 0, within: 0, ips: [] };
    account.countries.set(place.country, country);
    country.uses += uses;
    country.within += within;
    country.ips.push(String(row['ip']));
  }
  return { accounts, unresolved };
}

const rowsOf = (evidence: readonly CellRow[]): SourceRow[] =>
  evidence.map((source) => ({
    table: 'access_logs',
    source_id: String(source['source_id']),
    record_no: Number(source['record_no']),
  }));

async function countryLeads(
  context: ProcedureContext,
  name: string,
  account: Account,
): Promise<ProcedureRow[]> {
  const { start, end } = context.period;
  const total = [...account.countries.values()].reduce((sum, { uses }) => sum + uses, 0);
  const earlier = [...account.countries.values()].reduce((sum, { uses, within }) => sum + uses - within, 0);
  const least = Number(context.params['least_uses']);
  const percent = Number(context.params['usual_percent']);
  const isUsual = (code: string, { uses }: Country): boolean =>
    code === account.stated || (total >= least && uses * 100 >= percent * total);
  const usual = [...account.countries]
    .filter(([code, country]) => isUsual(code, country))
    .map(([code]) => code);
  if (account.stated !== null) usual.push(account.stated);
  const known = [...new Set(usual)].sort();
  const seen = [...account.countries]
    .filter(([, { within }]) => within > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (account.stated === null && total < least)
    return seen.length === 0
      ? []
      : [
          undecided(
            name,
            total,
            seen.map(([code]) => code),
          ),
        ];
  const rows: ProcedureRow[] = [];
  for (const [code, country] of seen) {
    const isNew =
      known.includes(code) && code !== account.stated && earlier >= least && country.uses === country.within;
    if (known.includes(code) && !isNew) continue;
    const evidence = await context.query(EVIDENCE, {
      account: name,
      start,
      end,
      ips: JSON.stringify(country.ips),
    });
    const many = `${country.within} ${country.within === 1 ? 'use' : 'uses'} from ${code}`;
    rows.push({
      subject_type: 'account',
      subject_id: name,
      outcome: 'lead',
      reason_code: isNew ? 'new_country' : 'unusual_country',
      summary: isNew ? `${many}, never seen there before` : `${many}; usual: ${known.join(', ') || 'none'}`,
      details: {
        country: code,
        uses: country.within,
        usual: known,
        first_at: evidence[0]!['occurred_at']!,
        addresses: country.ips.slice(0, 20),
      },
      source_rows: rowsOf(evidence),
      finding_key: code,
    });
  }
  return rows;
}

function undecided(name: string, uses: number, countries: string[]): ProcedureRow {
  return {
    subject_type: 'account',
    subject_id: name,
    outcome: 'indeterminate',
    reason_code: 'too_few_uses',
    summary: `${uses} uses of known country are too few to tell what is usual`,
    details: { uses, countries },
    source_rows: [],
  };
}

type Stop = { at: number; latitude: number; longitude: number; country: string; row: CellRow };

/** Journeys that nobody can make, where the database has coordinates. */
async function travelLeads(
  context: ProcedureContext,
  name: string,
  account: Account,
): Promise<ProcedureRow[]> {
  const spots = [...account.placed].filter(
    ([, { latitude, longitude }]) => latitude !== null && longitude !== null,
  );
  if (new Set(spots.map(([, place]) => `${place.latitude} ${place.longitude}`)).size < 2) return [];
  const uses = await context.query(EVIDENCE, {
    account: name,
    ...context.period,
    ips: JSON.stringify(spots.map(([ip]) => ip)),
  });
  const stops = uses.map((row): Stop => {
    const { latitude, longitude, country } = account.placed.get(String(row['ip']))!;
    return {
      at: Date.parse(String(row['occurred_at'])),
      latitude: latitude!,
      longitude: longitude!,
      country,
      row,
    };
  });
  const journeys = impossibleJourneys(stops, {
    maxKmh: Number(context.params['max_speed']),
    leastKm: Number(context.params['least_distance']),
  });
  return journeys.length === 0 ? [] : [travel(name, journeys)];
}

function travel(name: string, journeys: Journey<Stop>[]): ProcedureRow {
  const [first] = journeys;
  return {
    subject_type: 'account',
    subject_id: name,
    outcome: 'lead',
    reason_code: 'impossible_travel',
    summary: `${first!.km} km between two uses, from ${first!.from.country} to ${first!.to.country}, in ${Math.floor((first!.to.at - first!.from.at) / 60_000)} minutes`,
    details: {
      journeys: journeys.slice(0, 20).map(({ from, to, km, kmh }) => ({
        from: from.row['occurred_at']!,
        to: to.row['occurred_at']!,
        km,
        kmh,
      })),
    },
    source_rows: rowsOf(journeys.flatMap(({ from, to }) => [from.row, to.row])),
  };
}

function unresolvedRow(found: Unresolved, places: Places): ProcedureRow {
  const addresses = [...found.addresses].sort();
  return {
    subject_type: 'log',
    subject_id: 'access_logs',
    outcome: 'indeterminate',
    reason_code: 'unresolved_addresses',
    summary: `${found.uses} uses in the period have no known country: ${addresses.length} addresses that the database does not know, ${found.without_address} uses without an address`,
    details: {
      uses: found.uses,
      addresses: addresses.length,
      first_addresses: addresses.slice(0, 50),
      uses_without_address: found.without_address,
      database: places.kind,
      database_built: places.built,
    },
    source_rows: [],
  };
}

const NO_COORDINATES = 'The database has countries only, no coordinates.';

/** That journeys were not tested is said, never left to be taken for "none found". */
function untestedTravel({ kind, built }: Places): ProcedureRow {
  return {
    subject_type: 'log',
    subject_id: 'access_logs',
    outcome: 'not_applicable',
    reason_code: 'impossible_travel',
    summary: `${NO_COORDINATES} Impossible travel cannot be told.`,
    details: { database: kind, database_built: built },
    source_rows: [],
  };
}

/** Compares the countries of each person's successful uses in the period with those that are usual for the person. */
export async function run(context: ProcedureContext): Promise<ProcedureResult> {
  const places = context.places(String(context.params['database']));
  const { accounts, unresolved } = group(
    await context.query(ADDRESSES, { ...context.period }),
    places.placeOf,
  );
  const rows: ProcedureRow[] = [];
  let population = 0;
  for (const [name, account] of accounts) {
    if (account.within === 0) continue;
    population += 1;
    rows.push(
      ...(await countryLeads(context, name, account)),
      ...(await travelLeads(context, name, account)),
    );
  }
  if (unresolved.uses > 0) rows.push(unresolvedRow(unresolved, places));
  const notes = [`Addresses are placed by the database "${places.kind}" of ${places.built}.`];
  const spots = [...accounts.values()].flatMap(({ placed }) => [...placed.values()]);
  if (spots.length > 0 && spots.every(({ latitude }) => latitude === null)) {
    rows.push(untestedTravel(places));
    notes.push(`${NO_COORDINATES} Impossible travel was not tested.`);
  }
  return { population, rows, notes };
}
