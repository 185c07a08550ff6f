import { counted } from '../data/format.ts';

/** Words of the pictures of people, access and use. */
export const pictureWords = {
  worldTitle: 'Use by country',
  worldOf: {
    all: 'Use of systems by country of the address',
    logins: 'Log-ins by country of the address',
    failed: 'Denied and failed use by country of the address',
  } as Readonly<Record<string, string>>,
  uses: { all: 'All use', logins: 'Log-ins only', failed: 'Denied and failed only' } as Readonly<
    Record<string, string>
  >,
  database: (kind: string, built: string) =>
    `Countries as the database of addresses that comes with this program places them (${kind}, ${built}); nothing is looked up elsewhere. A VPN or a provider’s own network shows the country of its exit.`,
  worldSum: (placed: string, all: string, countries: string) =>
    `${placed} of ${counted(all, 'entry comes', 'entries come')} from ${countries}; the stronger the colour, the more.`,
  countries: (count: number) => (count === 1 ? 'one country' : `${count} countries`),
  country: 'Country',
  entries: 'Entries',
  failedEntries: 'Denied or failed',
  accounts: 'Accounts',
  addresses: 'Addresses',
  firstAt: 'First',
  lastAt: 'Last',
  unknownPlace: 'Addresses that the database does not know (private networks among them)',
  noAddress: 'Entries without an address',
  onCountry: (name: string, entries: string, accounts: string) =>
    `${name}: ${counted(entries, 'entry', 'entries')} of ${counted(accounts, 'account')}`,
  rowsCut: (count: string) => `Rows open for the ${counted(count, 'address', 'addresses')} used most.`,
  outlines: 'Outlines: Natural Earth (public domain), Equal Earth projection.',
  world: 'the map',

  peersTitle: 'Peer outliers',
  peersOf: 'Permissions held, by department and job title',
  peersSum: (groups: string, people: string) =>
    `${groups} of peers with ${people}: each circle is as large as the number of people who hold so many permissions.`,
  peersMarked: (count: string) =>
    `Rings: ${count} whom the latest run of “People hold what their peers hold” names, because they hold permissions that few of their peers hold.`,
  peersNotRun:
    'Nobody is marked: the procedure “People hold what their peers hold” (access.peers-alike) has not been run.',
  peersClear:
    'Nobody is marked: the latest run of “People hold what their peers hold” names nobody of these groups.',
  noLogsHelp:
    'Bring the logs of use (log-ins, requests, downloads) with the addresses that they came from: without them nobody knows from where systems are used.',
  noPeers: 'Nothing to compare yet',
  noPeersHelp:
    'Bring a roster with department and job title, and an access snapshot: without them nobody has peers.',
  groupsShown: (shown: string, all: string) =>
    `${shown} of ${all} groups of two and more, the largest first.`,
  group: 'Department and job title',
  size: 'People',
  least: 'Least',
  median: 'Median',
  most: 'Most',
  outlier: 'Named by the procedure',
  held: 'Permissions held',
  ofPeers: (group: string, people: string, held: string) =>
    `${group}: ${counted(people, 'person holds', 'people hold')} ${counted(held, 'permission')}`,
  axisHeld: 'permissions held',
  runIt: 'Open the procedure',

  trendTitle: 'Coverage over the last twelve months',
  trendOf: 'Shares of the grants on the first of each month: by policy, by exception, drift',
  trendAsk: 'Compute the trend',
  trendHelp:
    'Coverage is worked out anew for the first of each of the last twelve months; with many grants this takes a while.',
  trendJob: 'Coverage over the months',
  trendDone: (months: string) => `${months} computed.`,
  trendCancelled: 'Cancelled; nothing was kept.',
  day: 'Day',
  grants: 'Grants',
  parts: { policy: 'Covered by policy', exception: 'Covered by an exception', drift: 'Drift' } as Readonly<
    Record<string, string>
  >,
  trendPoint: (day: string, part: string, share: string, count: string, grants: string) =>
    `${day}, ${part}: ${share} (${count} of ${counted(grants, 'grant')})`,
  noTrend: 'No grants are known on any of these days: bring earlier snapshots, and a trend can be drawn.',
  noData: 'no data',
} as const;
