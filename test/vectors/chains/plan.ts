import { createHash } from 'node:crypto';

/** One record before it is written; key order is the order in the file. */
export interface PlannedRecord {
  id: string;
  timestamp: string;
  event_type: string;
  user: string;
  resource: string;
  action: string;
  actor: string;
  metadata: Record<string, unknown>;
  chain?: string;
  seq?: number;
  previous_hash: string;
  hash: string;
}

export interface ExpectedBreak {
  kind: string;
  index: number;
  id: string | null;
}

export interface ExpectedChain {
  chain: string;
  verdict: string;
  breaks: ExpectedBreak[];
  not_proven: string[];
}

/** One log with one thing done to it, and all that a verifier must say about it. */
export interface ChainVector {
  name: string;
  about: string;
  profile: string;
  lines: string[];
  anchors: { chain: string | null; count: number; head: string }[];
  expect: ExpectedChain[];
}

const USERS = ['sarah.chen', 'amir.haddad', 'lucia.romero', 'tom.becker'];
const ACTIONS = ['add_member', 'remove_member', 'change_role'];

/** Members sorted by key and no spaces: enough for records of ASCII text and small whole numbers. */
export function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${sortedJson(member)}`).join(',')}}`;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The record with the hash that its content has now; `covered` says whether the hash covers the previous one. */
export function hashed(record: PlannedRecord, covered = true): PlannedRecord {
  const { hash: _, ...rest } = record;
  const { previous_hash: __, ...unlinked } = rest;
  return { ...rest, hash: sha256(sortedJson(covered ? rest : unlinked)) };
}

/** An unlinked record number `n` (from 1). */
export function planned(n: number, more: Partial<PlannedRecord> = {}): PlannedRecord {
  const user = USERS[n % USERS.length]!;
  return {
    id: `evt_${String(123455 + n)}`,
    timestamp: `2024-11-24T14:${String(n).padStart(2, '0')}:23Z`,
    event_type: 'access_granted',
    user: `${user}@company.com`,
    resource: 'gitlab:group:platform-engineering',
    action: ACTIONS[n % ACTIONS.length]!,
    actor: 'system',
    metadata: { approved_by: 'cto@company.com', ticket: n },
    previous_hash: '0'.repeat(64),
    hash: '',
    ...more,
  };
}

/** Links the records in their order and hashes each. */
export function chained(
  records: readonly PlannedRecord[],
  previous = '0'.repeat(64),
  covered = true,
): PlannedRecord[] {
  let last = previous;
  return records.map((record) => {
    const done = hashed({ ...record, previous_hash: last }, covered);
    last = done.hash;
    return done;
  });
}

/** An intact chain of `count` records. */
export function intactChain(count: number, more: Partial<PlannedRecord> = {}): PlannedRecord[] {
  return chained(Array.from({ length: count }, (_, i) => planned(i + 1, more)));
}

export function lines(records: readonly PlannedRecord[]): string[] {
  return records.map((record) => JSON.stringify(record));
}
