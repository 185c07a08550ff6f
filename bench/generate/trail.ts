import { createHash } from 'node:crypto';
import { pythonJson, type PythonValue } from '#fixtures/write/python-json.ts';

const TYPES = [
  'access_granted',
  'access_revoked',
  'exception_approved',
  'policy_updated',
  'account_disabled',
];
const FIRST = Date.UTC(2024, 0, 1);

function eventBody(i: number): Record<string, PythonValue> {
  return {
    id: `evt_${String(i).padStart(9, '0')}`,
    timestamp: `${new Date(FIRST + i * 13_000).toISOString().slice(0, 19)}Z`,
    event_type: TYPES[i % TYPES.length]!,
    user: `user${(i * 17) % 20_000}@company.com`,
    system: 'gitlab',
    resource: `group:unit-${(i * 31) % 4000}`,
    action: 'add_member',
    permission: 'developer',
    actor: 'it-admin@company.com',
    reason: `Ticket OPS-${i % 90_000}: access for the migration project, agreed with the owner of the group`,
    exception_id: i % 5 === 2 ? `exc_${i}` : null,
    metadata: {
      ip: `10.${i % 256}.${(i >> 8) % 256}.7`,
      session: `s-${(i * 2_654_435_761) % 4_294_967_296}`,
      attempt: i % 3,
    },
  };
}

/**
 * A hash-chained audit trail as NDJSON of about 600 bytes an event (profile event-python): each hash is the SHA-256 of
 * `json.dumps(record without hash, sort_keys=True)`, the predecessor's hash included.
 */
export function* trailLines(events: number): Generator<string> {
  let head = '0'.repeat(64);
  for (let i = 0; i < events; i += 1) {
    const body = { ...eventBody(i), previous_hash: head };
    head = createHash('sha256').update(pythonJson(body, true)).digest('hex');
    yield `${pythonJson({ ...body, hash: head }, false)}\n`;
  }
}
