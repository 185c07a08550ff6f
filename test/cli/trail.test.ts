import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SubjectTrail } from '#shared/model/trail.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { cli, SMALL_COMPANY, write } from './support.ts';

const folder = tempFolder('tickmark-trail-');
const dir = folder.dir;
const run = (...words: string[]) => cli(dir, words);

const event = (id: string, at: string, type: string, more: object) =>
  JSON.stringify({
    id,
    timestamp: at,
    event_type: type,
    hash: 'a'.repeat(64),
    previous_hash: 'b'.repeat(64),
    ...more,
  });

beforeAll(async () => {
  write(dir, {
    'in/roster.csv': SMALL_COMPANY['in/roster.csv'],
    'in/snapshot-1.csv': SMALL_COMPANY['in/snapshot.csv'],
    // The day after Ben has lost "write" and Ana has it.
    'in/snapshot-2.csv': SMALL_COMPANY['in/snapshot.csv']
      .replaceAll('2024-11-30T05', '2024-12-01T05')
      .replace('ben@company.com,books,write', 'ana@company.com,books,write'),
    'in/audit.ndjson': [
      event('e1', '2024-11-30T10:00:00Z', 'access_granted', {
        user: 'ana@company.com',
        resource: 'ledger:books',
        permission: 'write',
        actor: 'it@company.com',
        reason: 'manual',
      }),
      event('e2', '2024-11-30T11:00:00Z', 'access_revoked', {
        user: 'ben@company.com',
        resource: 'ledger:books',
        permission: 'write',
        actor: 'it@company.com',
      }),
      '',
    ].join('\n'),
  });
  expect((await run('init', 'e', '--client', 'C', '--period', '2024-11-01..2024-11-30')).code).toBe(0);
  expect((await run('import', 'e', 'in')).code).toBe(0);
});
afterAll(() => folder.remove());

it('tells everything about one person in order of time, with the rows that say so', async () => {
  const trail = (await run('trail', 'e', 'user:Ana@company.com', '--json')).json() as SubjectTrail;
  expect(
    trail.entries.map(({ at, source, kind, permission, record_no }) => [
      at,
      source,
      kind,
      permission,
      record_no,
    ]),
  ).toEqual([
    ['2024-11-30T05:00:00Z', 'grants', 'access_held_at_first', 'read', 1],
    ['2024-11-30T10:00:00Z', 'audit_events', 'access_granted', 'write', 1],
    ['2024-12-01T05:00:00Z', 'grants', 'access_appeared', 'write', 3],
  ]);
  expect(trail).toMatchObject({
    total: 3,
    first_at: '2024-11-30T05:00:00Z',
    last_at: '2024-12-01T05:00:00Z',
    sources: ['audit_events', 'grants'],
    use: [],
  });
  expect(trail.entries[1]!.text).toBe(
    'access granted write on ledger:books of ana@company.com by it@company.com (manual)',
  );
  expect(trail.entries[2]).toMatchObject({ not_before: '2024-11-30T05:00:00Z', resource: 'ledger:books' });
});

it('tells everything about one resource, in pages', async () => {
  const trail = (await run('trail', 'e', 'resource:ledger:books', '--json')).json() as SubjectTrail;
  expect(trail.total).toBe(7);
  expect(trail.entries.map(({ kind, person }) => `${kind} ${person}`)).toEqual([
    'access_held_at_first ana@company.com',
    'access_held_at_first ben@company.com',
    'access_held_at_first ben@company.com',
    'access_granted ana@company.com',
    'access_revoked ben@company.com',
    'access_disappeared ben@company.com',
    'access_appeared ana@company.com',
  ]);
  const page = (
    await run('trail', 'e', 'resource:ledger:books', '--limit', '2', '--json')
  ).json() as SubjectTrail;
  expect([page.total, page.entries.length]).toEqual([7, 2]);
});

it('says what it does not know', async () => {
  expect((await run('trail', 'e', 'user:zoe@company.com')).err).toContain(
    'error NOT_FOUND: no source says anything of user:zoe@company.com',
  );
  expect((await run('trail', 'e', 'zoe@company.com')).err).toContain('error BAD_ARGUMENT');
});
