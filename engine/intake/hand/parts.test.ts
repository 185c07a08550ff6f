import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MappingDraft } from '#shared/contract/intake-schemas.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { engagementWithInbox, type Inbox } from '#test/support/inbox.ts';
import {
  applyMapping,
  draftOf,
  importFiles,
  previewSource,
  requireMapping,
  rereadSource,
  saveMapping,
  testMapping,
} from '../index.ts';

let engagement: Engagement;
let put: Inbox['put'];
let remove: Inbox['remove'];

beforeAll(async () => {
  ({ engagement, put, remove } = await engagementWithInbox());
}, 60_000);
afterAll(() => remove());

const rows = (sql: string) => engagement.store.use((session) => session.rows(sql));
const take = async (path: string, as?: string) => {
  const { receipts, failed } = await importFiles(engagement, [path], as === undefined ? {} : { as });
  expect(failed).toEqual([]);
  return receipts[0]!;
};

const DOCUMENT = {
  exported: '2024-11-24',
  data: {
    users: [
      { login: 'ana', state: 'on' },
      { login: '', state: 'on' },
    ],
    teams: [{ team: 'ops', member: 'ana' }],
  },
};

const twoLists: MappingDraft = {
  id: 'shop',
  targets: [
    {
      table: 'accounts',
      part: 'data.users',
      columns: { system: { constant: 'shop' }, account_id: { from: ['login'] }, status: { from: ['state'] } },
    },
    {
      table: 'memberships',
      part: 'data.teams',
      columns: {
        system: { constant: 'shop' },
        group_id: { from: ['team'] },
        member_id: { from: ['member'] },
      },
    },
  ],
};

it('each list of a document is a part; one mapping reads several, and a row without its key is rejected', async () => {
  const kept = await take(put('shop.json', JSON.stringify(DOCUMENT)));
  expect(kept.raw?.map(({ table, part, records }) => [table, part, records])).toEqual([
    ['raw.shop_data_users', 'data.users', 'data.users'],
    ['raw.shop_data_teams', 'data.teams', 'data.teams'],
  ]);
  expect([kept.read, kept.loaded, kept.rejected]).toEqual([3, 3, 0]);
  expect(kept.notes).toContain('list data.users: its lists are kept; in the source only: exported');

  const tried = await testMapping(engagement, 'shop.json', { draft: twoLists }, {});
  expect([tried.records, tried.loaded, tried.rejected]).toEqual([3, 2, 1]);
  expect(tried.rejects.map(({ code, message }) => [code, message])).toEqual([
    ['MISSING_VALUE', 'login is empty'],
  ]);
  await saveMapping(engagement, 'shop.json', twoLists);
  const [receipt] = await applyMapping(engagement, 'shop', ['shop.json'], {});
  expect(receipt).toMatchObject({ reader: 'own-shop', read: 3, loaded: 2, rejected: 1 });
  expect(await rows("SELECT group_id, member_id FROM memberships WHERE system = 'shop'")).toEqual([
    { group_id: 'ops', member_id: 'ana' },
  ]);
  // The next file of its kind is read by itself, and says which list it leaves.
  const next = { ...DOCUMENT, data: { ...DOCUMENT.data, keys: [{ key: 1 }] }, exported: '2025-02-24' };
  const again = await take(put('shop-q1.json', JSON.stringify(next)));
  expect(again).toMatchObject({ reader: 'own-shop', read: 3, loaded: 2, rejected: 1 });
  expect(again.notes).toContain('in the source only: data.keys');
}, 60_000);

it('a key that may be empty is said to be so, and a kept mapping comes back as the draft it was', async () => {
  const draft: MappingDraft = {
    id: 'shop',
    targets: twoLists.targets.map((target) =>
      target.table === 'accounts'
        ? { ...target, columns: { ...target.columns, account_id: { from: ['login'], required: false } } }
        : target,
    ),
  };
  const tried = await testMapping(engagement, 'shop.json', { draft }, {});
  expect([tried.loaded, tried.rejected]).toEqual([3, 0]);
  const saved = await saveMapping(engagement, 'shop.json', draft);
  expect(saved.version).toBe(2);
  const back = await engagement.store.use(async (session) => draftOf(await requireMapping(session, 'shop')));
  expect(back.targets[0]!.columns['account_id']).toEqual({ from: ['login'], required: false });
  // Saved as it came back it says the same, so it is no new version.
  expect((await saveMapping(engagement, 'shop.json', back)).sha256).toBe(saved.sha256);
}, 60_000);

it('members of an object that are alike are records, named by their keys', async () => {
  const yaml = 'admin:\n  may: all\n  seats: 2\nguest:\n  may: read\n  seats: 9\n';
  const kept = await take(put('parts.yaml', yaml));
  expect(kept.raw?.map(({ keyed, columns }) => [keyed, columns.map(({ header }) => header)])).toEqual([
    [true, ['$key', 'may', 'seats']],
  ]);
  const draft: MappingDraft = {
    id: 'parts',
    targets: [
      {
        table: 'entitlements',
        columns: {
          system: { constant: 'stage' },
          resource: { constant: 'stage' },
          permission: { from: ['$key'] },
        },
      },
    ],
  };
  const tried = await testMapping(engagement, 'parts.yaml', { draft }, {});
  expect([tried.records, tried.loaded, tried.rejected]).toEqual([2, 2, 0]);
  await saveMapping(engagement, 'parts.yaml', draft);
  await applyMapping(engagement, 'parts', ['parts.yaml'], {});
  expect(await rows("SELECT permission FROM entitlements WHERE system = 'stage' ORDER BY record_no")).toEqual(
    [{ permission: 'admin' }, { permission: 'guest' }],
  );
}, 60_000);

it('each sheet of a workbook has its mapping, and the workbook is read with all of them', async () => {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('Keys').addRows([
    ['Key Owner', 'Gate'],
    ['ana', 'north'],
  ]);
  workbook.addWorksheet('Staff').addRows([
    ['Staff Login', 'Staff State'],
    ['ana', 'on'],
    ['ben', 'off'],
  ]);
  await take(put('campus.xlsx', new Uint8Array(await workbook.xlsx.writeBuffer())));
  await saveMapping(engagement, 'campus.xlsx', {
    id: 'campus-keys',
    targets: [
      {
        table: 'grants',
        part: 'Keys',
        columns: {
          system: { constant: 'campus' },
          account_id: { from: ['Key Owner'] },
          resource: { from: ['Gate'] },
          permission: { constant: 'open' },
        },
      },
    ],
  });
  await saveMapping(engagement, 'campus.xlsx', {
    id: 'campus-staff',
    targets: [
      {
        table: 'accounts',
        part: 'Staff',
        columns: { system: { constant: 'campus' }, account_id: { from: ['Staff Login'] } },
      },
    ],
  });
  const [receipt] = await applyMapping(engagement, 'campus-staff', ['campus.xlsx'], {});
  expect([receipt?.read, receipt?.loaded, receipt?.tables]).toEqual([3, 3, ['grants', 'accounts']]);
}, 60_000);

const LOG = [
  'gate log, exported 2024-11-30',
  '2024-11-24T08:00:00Z ana north open',
  '# comment',
  '2024-11-24T09:00:00Z ben south open',
  'out of order',
  '',
];

const gate: MappingDraft = {
  id: 'gate-log',
  lines: {
    pattern: '^(?<when>\\S+Z) (?<who>\\S+) (?<gate>\\S+) (open|shut)$',
    skip: { first: 1, matching: ['^#'] },
  },
  targets: [
    {
      table: 'access_logs',
      columns: {
        occurred_at: { from: ['when'], required: true },
        account: { from: ['who'] },
        resource: { from: ['gate'] },
        system: { constant: 'gate' },
      },
    },
  ],
};

it('lines come apart by a pattern: what does not fit is rejected, what is skipped is counted', async () => {
  const path = put('gate.log', `${LOG.join('\n')}\n`);
  const refused = await importFiles(engagement, [path]);
  expect(refused.failed.map(({ code, hint }) => [code, hint?.includes('--as lines')])).toEqual([
    ['FILE_MALFORMED', true],
  ]);
  const kept = await take(path, 'lines');
  expect([kept.reader, kept.read, kept.raw?.[0]?.format]).toEqual([null, 6, 'text']);
  const shown = await engagement.store.use((session) => previewSource(session, 'gate.log', gate.lines));
  const [part] = shown.parts;
  expect([part?.rows, part?.unfit, part?.columns.map(({ header, distinct }) => [header, distinct])]).toEqual([
    3,
    1,
    [
      ['when', 2],
      ['who', 2],
      ['gate', 2],
    ],
  ]);
  const tried = await testMapping(engagement, 'gate.log', { draft: gate }, {});
  expect([tried.records, tried.loaded, tried.rejects.map(({ record, raw }) => [record, raw])]).toEqual([
    3,
    2,
    [[3, 'out of order']],
  ]);
  await saveMapping(engagement, 'gate.log', gate);
  const [receipt] = await applyMapping(engagement, 'gate-log', ['gate.log'], {});
  expect(receipt).toMatchObject({ reader: 'own-gate-log', read: 3, loaded: 2, rejected: 1, format: 'text' });
  expect(receipt?.notes).toContain(
    'lines that are no records: lines at the beginning, skipped (1), lines skipped by a pattern (1), blank lines (1)',
  );
  expect(
    await rows("SELECT account, resource FROM access_logs WHERE system = 'gate' ORDER BY record_no"),
  ).toEqual([
    { account: 'ana', resource: 'north' },
    { account: 'ben', resource: 'south' },
  ]);
  // The next log is known by the pattern.
  const next = [
    'head',
    ...Array.from({ length: 20 }, (_, i) => `2025-01-${10 + i}T08:00:00Z ana north open`),
  ];
  expect(await take(put('gate-q1.log', `${next.join('\n')}\n`))).toMatchObject({
    reader: 'own-gate-log',
    read: 20,
    loaded: 20,
  });
  // As lines again, its rows leave the table.
  const text = await rereadSource(engagement, 'gate.log', { as: 'lines' });
  expect([text.reader, text.read]).toEqual([null, 6]);
}, 60_000);

it('lines come apart by places of characters, and by what stands between values', async () => {
  await take(put('fixed.txt', 'BADGE  OWNER\n000001 Zoë  north\n000002 ben  south\nx\n'), 'lines');
  const columns = { system: { constant: 'fixed' }, account_id: { from: ['owner'] } };
  const fixed: MappingDraft = {
    id: 'fixed',
    lines: { fixed: { badge: [1, 6], owner: [8, 12], gate: [13, 20] }, skip: { first: 1 } },
    targets: [{ table: 'accounts', columns }],
  };
  const byPlace = await testMapping(engagement, 'fixed.txt', { draft: fixed }, {});
  const [table] = byPlace.tables;
  expect(table?.first.map(({ values }) => values[table.columns.indexOf('account_id')])).toEqual([
    'Zoë',
    'ben',
  ]);
  // The one line that is too short has no owner: without its key it is rejected.
  expect(byPlace.rejects.map(({ record, message }) => [record, message])).toEqual([[3, 'owner is empty']]);
  const spaced: MappingDraft = {
    ...fixed,
    lines: { delimited: { by: ' ', names: ['badge', 'owner', 'gate'] }, skip: { first: 1 } },
  };
  const byDelimiter = await testMapping(engagement, 'fixed.txt', { draft: spaced }, {});
  expect([byDelimiter.loaded, byDelimiter.rejects.map(({ message }) => message)]).toEqual([
    2,
    ['1 values where the mapping names 3 fields'],
  ]);
}, 60_000);

it('a pattern that cannot be used is told, and none takes longer than its text', async () => {
  const targets = [{ table: 'access_logs', columns: { account: { from: ['who'] } } }];
  const bad = { ...gate, targets, lines: { pattern: '(?<who>a(?=b))' } };
  await expect(testMapping(engagement, 'gate.log', { draft: bad }, {})).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
    message: expect.stringContaining('the pattern cannot be used'),
  });
  await expect(saveMapping(engagement, 'gate.log', bad)).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
  const nothing = { ...gate, lines: { pattern: '^(\\S+)' } };
  await expect(testMapping(engagement, 'gate.log', { draft: nothing }, {})).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
    message: expect.stringContaining('names no group'),
  });
  // Nested repetition takes a backtracking engine longer than anyone waits.
  await take(put('slow.txt', `${'a'.repeat(5000)}!\n`), 'lines');
  const slow = { ...gate, targets, id: 'slow', lines: { pattern: '^(?<who>(a+)+)$' } };
  const tried = await testMapping(engagement, 'slow.txt', { draft: slow }, {});
  expect([tried.records, tried.rejected]).toEqual([1, 1]);
}, 60_000);
