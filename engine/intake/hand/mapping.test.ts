import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TickmarkError } from '#shared/model/errors.ts';
import type { ImportResult } from '#shared/model/receipt.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { engagementWithInbox, type Inbox } from '#test/support/inbox.ts';
import { importFiles, listSources, rereadSource } from '../index.ts';
import { applyMapping, previewSource, saveMapping, suggestMapping, testMapping } from './index.ts';

let engagement: Engagement;
let put: Inbox['put'];
let folder: string;
let remove: Inbox['remove'];

beforeAll(async () => {
  ({ engagement, put, folder, remove } = await engagementWithInbox());
}, 60_000);
afterAll(() => remove());

const value = (sql: string) => engagement.store.use((session) => session.value(sql));
const codeOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  return error instanceof TickmarkError ? error.code : String(error);
};

it('a document with nested values is mapped by path', async () => {
  const seats = [
    { holder: { login: 'ana@company.com' }, plan: 'pro', n: 9007199254740993n },
    { holder: { login: 'ben@company.com' }, plan: 'free', n: 2n },
  ].map(({ n, ...rest }) => `${JSON.stringify(rest).slice(0, -1)},"n":${n}}`);
  await importFiles(engagement, [put('licences.json', `{"licences": [${seats.join(', ')}]}`)]);
  const preview = await engagement.store.use((session) => previewSource(session, 'licences.json'));
  expect(
    preview.parts.map(({ table, rows, columns }) => [table, rows, columns.map(({ header }) => header)]),
  ).toEqual([['raw.licences', 2, ['holder', 'plan', 'n']]]);
  const draft = {
    id: 'licences',
    targets: [
      {
        table: 'accounts',
        columns: {
          system: { constant: 'shop' },
          account_id: { from: ['holder.login'], as: 'account', required: true },
          kind: { constant: 'human' },
          justification: { from: ['plan'] },
          details: { as: 'rest' },
        },
      },
    ],
  };
  const tried = await testMapping(engagement, 'licences.json', { draft }, {});
  expect([tried.records, tried.loaded, tried.rejected]).toEqual([2, 2, 0]);
  await saveMapping(engagement, 'licences.json', draft);
  const [receipt] = await applyMapping(engagement, 'licences', ['licences.json'], {});
  expect(receipt).toMatchObject({ reader: 'own-licences', read: 2, loaded: 2, rejected: 0 });
  expect(
    await value("SELECT string_agg(account_id, ' ' ORDER BY record_no) FROM accounts WHERE system = 'shop'"),
  ).toBe('ana@company.com ben@company.com');
  // A number beyond 2^53 is carried as it is written.
  expect(
    await value("SELECT details->>'n' FROM accounts WHERE system = 'shop' ORDER BY record_no LIMIT 1"),
  ).toBe('9007199254740993');
  // Read as text again, its rows leave the table and nothing else is lost.
  const text = await rereadSource(engagement, 'licences.json', { as: 'raw' });
  expect(text).toMatchObject({
    reader: null,
    tables: ['raw.licences'],
    read: 2,
    loaded: 2,
    reader_named: true,
  });
  expect(await value("SELECT count(*) FROM accounts WHERE system = 'shop'")).toBe(0);
}, 60_000);

it('of a workbook the sheets that fit are mapped, the others stay text', async () => {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('Rooms').addRows([
    ['Room', 'Floor'],
    ['A', 1],
  ]);
  workbook.addWorksheet('Badges').addRows([
    ['Badge Owner', 'Door'],
    ['ana@company.com', 'north'],
    ['ben@company.com', 'south'],
  ]);
  await importFiles(engagement, [put('site.xlsx', new Uint8Array(await workbook.xlsx.writeBuffer()))]);
  const draft = {
    id: 'badges',
    targets: [
      {
        table: 'grants',
        columns: {
          system: { constant: 'doors' },
          account_id: { from: ['Badge Owner'] },
          resource: { from: ['Door'] },
          permission: { constant: 'enter' },
        },
      },
    ],
  };
  await saveMapping(engagement, 'site.xlsx', draft);
  const [receipt] = await applyMapping(engagement, 'badges', ['site.xlsx'], {});
  expect(receipt).toMatchObject({
    reader: 'own-badges',
    read: 3,
    loaded: 3,
    tables: ['raw.site_rooms', 'grants'],
  });
  expect(receipt?.raw?.map(({ table, part }) => [table, part])).toEqual([
    ['raw.site_rooms', 'Rooms'],
    ['raw.site_badges', 'Badges'],
  ]);
  // The file does not say when, nor does anybody: the engagement's moment, which is the end of its period.
  expect(await value("SELECT DISTINCT as_of FROM grants WHERE system = 'doors'")).toBe(
    '2024-12-01T05:00:00Z',
  );
  expect(receipt?.notes.filter((note) => note.includes('does not state when'))).toHaveLength(1);
}, 60_000);

it('a draft begins with what readers of this build know', async () => {
  await importFiles(engagement, [
    put('people.csv', 'Login,Mail,Room,Created\na,a@company.com,1,2024-01-01\n'),
  ]);
  const { targets } = await engagement.store.use((session) =>
    suggestMapping(session, 'people.csv', 'accounts'),
  );
  expect(Object.entries(targets[0]!.columns).map(([name, { from }]) => [name, from])).toEqual([
    ['account_id', ['Login']],
    ['email', ['Mail']],
    ['created_at', ['Created']],
  ]);
}, 60_000);

it('a file that is there already is not read again, whatever is stated with it, and says so', async () => {
  const { receipts } = await importFiles(engagement, [join(folder, 'people.csv')], { asOf: '2024-11-01' });
  expect(receipts.map(({ already, notes }) => [already, notes.at(-1)])).toEqual([
    [
      true,
      'imported before and left as it is: "tickmark reread" reads it with another reader, moment or code page',
    ],
  ]);
});

it('refuses a mapping to a table or column that does not exist, and one that reads nothing', async () => {
  const draft = (table: string, column: string, from: string) => ({
    id: 'x',
    targets: [{ table, columns: { [column]: { from: [from] } } }],
  });
  const save = (one: ReturnType<typeof draft>) => codeOf(saveMapping(engagement, 'people.csv', one));
  expect(await save(draft('people', 'email', 'Mail'))).toBe('MAPPING_INVALID');
  expect(await save(draft('accounts', 'colour', 'Mail'))).toBe('MAPPING_INVALID');
  expect(await save(draft('accounts', 'email', 'Post'))).toBe('MAPPING_INVALID');
  expect(await codeOf(saveMapping(engagement, 'nobody.csv', draft('accounts', 'email', 'Mail')))).toBe(
    'NOT_FOUND',
  );
});

it('texts of a mapping are data, whatever they hold', async () => {
  const evil = "x'); DROP TABLE main.grants; --";
  await importFiles(engagement, [put('evil.csv', `Who,${evil.replace(',', '')}\nana@company.com,1\n`)]);
  const column = { from: ['Who'], none: [evil], values: { [evil]: evil } };
  const tried = await testMapping(
    engagement,
    'evil.csv',
    {
      draft: {
        id: 'evil',
        targets: [
          {
            table: 'accounts',
            columns: { system: { constant: evil }, account_id: column, kind: { from: [evil] } },
          },
        ],
      },
    },
    {},
  );
  const { columns, first } = tried.tables[0]!;
  expect(first.map(({ values }) => values[columns.indexOf('system')])).toEqual([evil]);
  expect(await value("SELECT count(*) > 0 FROM duckdb_tables() WHERE table_name = 'grants'")).toBe(true);
}, 60_000);

it('a cancelled import names what was booked before, and leaves nothing of the file under way', async () => {
  const files = ['c1.csv', 'c2.csv', 'c3.csv'].map((name, i) => put(name, `Lot,Size\n${i},2\n`));
  const before = await engagement.store.use(listSources);
  const aborter = new AbortController();
  const onProgress = ({ phase }: { phase: string }) => {
    if (phase === 'copying c2.csv') aborter.abort();
  };
  const error: unknown = await importFiles(engagement, files, { signal: aborter.signal, onProgress }).catch(
    (caught: unknown) => caught,
  );
  const { code, details } = error as TickmarkError;
  expect([code, (details as ImportResult).receipts.map(({ file }) => file)]).toEqual([
    'CANCELLED',
    ['c1.csv'],
  ]);
  const after = await engagement.store.use(listSources);
  expect(after.map(({ file }) => file)).toEqual([...before.map(({ file }) => file), 'c1.csv']);
  expect(readdirSync(engagement.sourcesDir).sort()).toEqual(after.map(({ sha256 }) => sha256).sort());
  expect(readdirSync(engagement.workDir).filter((name) => name.startsWith('import-'))).toEqual([]);
  expect(
    await value("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'raw' AND table_name = 'c2'"),
  ).toBe(0);
}, 60_000);

it('resources are split by systems that sources in force name, and by no others', async () => {
  const snapshot = 'Snapshot,System,Account,Resource,Permission\n2024-11-01,gate,ana@company.com,door,open\n';
  const exceptions = [
    {
      exception_id: 'X1',
      user: 'ana@company.com',
      resource: 'gate:door',
      permission: 'open',
      expires_at: '2024-12-31',
    },
  ];
  const split = () =>
    value("SELECT coalesce(system, '') || '|' || resource FROM exceptions WHERE exception_id = 'X1'");
  await importFiles(engagement, [
    put('gates.csv', snapshot),
    put('exceptions.json', JSON.stringify({ exceptions })),
  ]);
  expect(await split()).toBe('gate|door');
  await importFiles(engagement, [put('fences.csv', snapshot.replace('gate', 'fence'))], {
    replace: 'gates.csv',
  });
  expect(await split()).toBe('|gate:door');
}, 60_000);

it('a path leads into cells of a table that hold JSON; other cells have nothing there', async () => {
  const rows = ['id,payload', '1,"{""who"":{""login"":""ana""}}"', '2,plain words', '3,'];
  await importFiles(engagement, [put('wrapped.csv', `${rows.join('\n')}\n`)]);
  const draft = {
    id: 'wrapped',
    targets: [
      {
        table: 'accounts',
        columns: {
          system: { constant: 'wrapped' },
          account_id: { from: ['id'] },
          display_name: { from: ['payload.who.login'] },
        },
      },
    ],
  };
  await saveMapping(engagement, 'wrapped.csv', draft);
  await applyMapping(engagement, 'wrapped', ['wrapped.csv'], {});
  expect(
    await value(
      `SELECT list(coalesce(display_name, '-') ORDER BY account_id)::VARCHAR FROM accounts WHERE system = 'wrapped'`,
    ),
  ).toBe('[ana, -, -]');
});

it('a roster with the dates of another country is told how it comes in, and comes in so', async () => {
  const roster =
    'Employee ID;Work Email;Name;Job Title;Department;Hire Date;Termination Date;Budget\n' +
    'R1;r1@company.com;Rita;Clerk;Finance;03/04/2020;;"1.234,50"\n' +
    'R2;r2@company.com;Rolf;Clerk;Finance;13/04/2020;24.11.2024;7\n';
  const { receipts } = await importFiles(engagement, [put('personnel.csv', roster)]);
  expect(receipts[0]).toMatchObject({ reader: 'hr-roster', read: 2, loaded: 0, rejected: 2 });
  expect(receipts[0]!.notes).toContain(
    'dates such as 03/04/2020 are not guessed: read it again with --as raw and map it, with day_first or month_first for its dates',
  );
  await rereadSource(engagement, 'personnel.csv', { as: 'raw' });
  const draft = await engagement.store.use((session) =>
    suggestMapping(session, 'personnel.csv', 'identities'),
  );
  const { columns } = draft.targets[0]!;
  columns['hired_at'] = { ...columns['hired_at'], as: 'day_first' };
  columns['left_at'] = { ...columns['left_at'], as: 'day_first_end' };
  await saveMapping(engagement, 'personnel.csv', draft);
  const [receipt] = await applyMapping(engagement, draft.id, ['personnel.csv'], {});
  expect(receipt).toMatchObject({ read: 2, loaded: 2, rejected: 0 });
  // The engagement's zone is New York's: 00:00 there, on the day and at its end.
  const rows = await engagement.store.use((session) =>
    session.rows("SELECT hired_at, left_at FROM identities WHERE identity_id LIKE 'R%' ORDER BY identity_id"),
  );
  expect(rows.map((row) => [String(row['hired_at']), row['left_at']])).toEqual([
    ['2020-04-03T04:00:00Z', null],
    ['2020-04-13T04:00:00Z', '2024-11-25T05:00:00Z'],
  ]);
}, 60_000);
