import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeDigests } from '#engine/engagement/index.ts';
import { findProfile, splitLines, verifyChain } from '#engine/integrity/index.ts';
import { importFiles } from '#engine/intake/index.ts';
import { memoryEngagement, type TestEngagement } from '#engine/intake/testing.ts';
import { fillAccessLogs } from './access-logs.ts';
import { fillCompany } from './company.ts';
import { benchFindings } from './evidence.ts';
import { grantsCsv } from './grants.ts';
import { benchMatrix } from './matrix.ts';
import { trailLines } from './trail.ts';

let engagement: TestEngagement;
let other: TestEngagement;
beforeEach(async () => {
  engagement = await memoryEngagement();
  other = await memoryEngagement();
});
afterEach(async () => {
  await engagement.close();
  await other.close();
});

const value = (sql: string, where = engagement) => where.store.use((session) => session.value(sql));

/** Every row of a table, in order, as one digest. */
const digest = (table: string, where: TestEngagement) =>
  value(`SELECT md5(string_agg(t::VARCHAR, chr(10) ORDER BY record_no)) FROM main.${table} AS t`, where);

test('the snapshot is the same every time, and a later part of it continues an earlier one', () => {
  const whole = [...grantsCsv(60)];
  expect([...grantsCsv(60)]).toEqual(whole);
  expect([...grantsCsv(20, 40)].slice(1)).toEqual(whole.slice(41));
});

test('every record of the snapshot is taken in', async () => {
  const path = join(engagement.dir, 'grants.csv');
  await writeFile(path, [...grantsCsv(500)].join(''));
  const { receipts, failed } = await importFiles(engagement, [path]);
  expect(failed).toEqual([]);
  expect(receipts[0]).toMatchObject({ reader: 'access-snapshot', read: 500, loaded: 500, rejected: 0 });
});

test('the trail is the same every time, about 600 bytes an event, and its chain holds', async () => {
  const lines = [...trailLines(300)];
  expect([...trailLines(300)]).toEqual(lines);
  const bytes = Buffer.from(lines.join(''));
  expect(Math.abs(bytes.length / 300 - 600)).toBeLessThan(60);
  const [report, ...more] = await verifyChain(splitLines([bytes]), {
    profile: findProfile('event-python'),
    digests: nodeDigests,
  });
  expect(more).toEqual([]);
  expect(report).toMatchObject({
    events: 300,
    verdict: 'not_proven',
    breaks: [],
    first_id: 'evt_000000000',
    last_id: 'evt_000000299',
  });
});

test('every event of the trail is taken in', async () => {
  const path = join(engagement.dir, 'trail.ndjson');
  await writeFile(path, [...trailLines(200)].join(''));
  const { receipts } = await importFiles(engagement, [path]);
  expect(receipts[0]).toMatchObject({ reader: 'audit-trail-ndjson', read: 200, loaded: 200, rejected: 0 });
});

test('the company has the rows that its sizes promise, the same every time', async () => {
  const size = { people: 1000, grantsPerPerson: 50, policies: 20, rules: 10 };
  for (const one of [engagement, other]) await one.store.transaction((session) => fillCompany(session, size));
  // Ten people, every 100th, lack one of their 50.
  expect(await value('SELECT count(*)::INTEGER FROM grants')).toBe(49_990);
  expect(await value('SELECT count(*)::INTEGER FROM policy_grants')).toBe(20 * 49);
  expect(await value('SELECT count(*)::INTEGER FROM exceptions')).toBe(100);
  expect(await value('SELECT count(*)::INTEGER FROM identities WHERE left_at IS NOT NULL')).toBe(1);
  expect(await value('SELECT count(*)::INTEGER FROM sod_rules WHERE items[1] <> items[2]')).toBe(10);
  for (const table of [
    'identities',
    'policies',
    'policy_scopes',
    'policy_grants',
    'grants',
    'exceptions',
    'sod_rules',
  ])
    expect(await digest(table, other), table).toBe(await digest(table, engagement));
});

test('the access log has the rows that it promises, the same every time', async () => {
  for (const one of [engagement, other])
    await one.store.transaction((session) => fillAccessLogs(session, 100_000));
  expect(await value('SELECT count(*)::INTEGER FROM access_logs')).toBe(100_000);
  // One in a hundred, and ten bursts of twelve.
  expect(await value(`SELECT count(*)::INTEGER FROM access_logs WHERE result = 'denied'`)).toBe(1_120);
  expect(await value('SELECT count(*)::INTEGER FROM access_logs WHERE bytes = 300000000')).toBe(8);
  expect(
    await value(
      `SELECT count(*)::INTEGER FROM access_logs WHERE (occurred_at AT TIME ZONE 'America/New_York')::TIME NOT BETWEEN '09:00' AND '18:00'`,
    ),
  ).toBe(500);
  expect(await digest('access_logs', other)).toBe(await digest('access_logs', engagement));
});

test('the numbers for the forest are the same every time, and finite', () => {
  const { rows, columns, values } = benchMatrix(500);
  expect([rows, columns, values.length]).toEqual([500, 10, 5000]);
  expect(benchMatrix(500).values).toEqual(values);
  expect(values.every((number) => Number.isFinite(number))).toBe(true);
});

test('findings differ from each other and are the same every time', () => {
  const findings = benchFindings(300);
  expect(benchFindings(300)).toEqual(findings);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(300);
});
