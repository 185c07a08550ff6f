const HEADER = 'Snapshot,System,Account,Resource,Permission,Via,Granted At,Granted By,Expires At\n';
const SYSTEMS = ['aws', 'gitlab', 'okta', 'salesforce', 'snowflake', 'jira', 'github', 'postgres'];
const PERMISSIONS = ['read', 'write', 'developer', 'maintainer', 'admin', 'standard'];
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2022, 0, 3, 9);

const days = Array.from(
  { length: 900 },
  (_, i) => `${new Date(FIRST_DAY + i * DAY).toISOString().slice(0, 19)}Z`,
);

/** One line of an access snapshot: every tenth through a group with a comma in its name, every twentieth with an end. */
function grantLine(i: number): string {
  const account = `user${Math.floor(i / 40)}@company.com`;
  const system = SYSTEMS[i % SYSTEMS.length]!;
  const permission = PERMISSIONS[(i * 7) % PERMISSIONS.length]!;
  const via = i % 10 === 3 ? '"engineers, all > backend"' : 'direct';
  const expires = i % 20 === 7 ? '2025-06-30T00:00:00Z' : '';
  return `2024-11-24T05:00:00Z,${system},${account},group:unit-${(i * 31) % 4000},${permission},${via},${days[(i * 13) % days.length]},it-admin@company.com,${expires}\n`;
}

/** An access snapshot as CSV: header, then `rows` records from number `from` on. All of them are sound. */
export function* grantsCsv(rows: number, from = 0): Generator<string> {
  yield HEADER;
  for (let i = from; i < from + rows; i += 1) yield grantLine(i);
}
