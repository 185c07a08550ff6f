import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PbcList, SourceSheet } from '#shared/contract/intake-schemas.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { cli, SMALL_COMPANY, write } from './support.ts';

/** Seats of a product that no reader knows; the second has a day that does not exist. */
const SEATS = [
  'Seat Holder,Portal,Rights,Since,Price',
  'ana@company.com,partners,editor,2024-01-05,12.50',
  'ben@company.com,partners,viewer,2024-02-30,10.00',
  'cleo@company.com,partners,viewer,2024-03-01,10.25',
  '',
].join('\n');
const LATER_SEATS = SEATS.replace('2024-02-30', '2024-02-29');

const COLUMNS = [
  ['account_id=Seat Holder:account', 'resource=Portal', 'permission=Rights', 'granted_at=Since'].flatMap(
    (column) => ['--column', column],
  ),
  ['--constant', 'system=hubspot', '--required', 'account_id', '--id', 'hubspot-seats', '--table', 'grants'],
].flat();

let folder: ReturnType<typeof tempFolder>;
let seats: string;
const run = (...words: string[]) => cli(folder.dir, words);
const json = async <T>(...words: string[]): Promise<T> => {
  const result = await run(...words, '--json');
  expect([result.err, result.code]).toEqual([expect.not.stringContaining('error '), 0]);
  return result.json();
};
const rows = async (sql: string): Promise<unknown[][]> =>
  (await json<{ rows: unknown[][] }>('query', 'e', sql)).rows;

beforeAll(async () => {
  folder = tempFolder();
  write(folder.dir, { ...SMALL_COMPANY, 'seats.csv': SEATS, 'later/seats 2024-11-30.csv': LATER_SEATS });
  const scope = ['--client', 'Company', '--period', '2024-11-01..2024-11-30'];
  await run('init', 'e', ...scope);
  await run('init', 'next', ...scope);
  const { receipts } = await json<{ receipts: { file: string; source_id: string; reader: string | null }[] }>(
    'import',
    'e',
    'in',
    'seats.csv',
  );
  seats = receipts.find(({ file }) => file === 'seats.csv')!.source_id;
  expect(receipts.map(({ reader }) => reader)).toEqual(['policy-yaml', 'hr-roster', 'access-snapshot', null]);
}, 120_000);
afterAll(() => folder.remove());

describe('a file that no reader knows', () => {
  it('finds the columns of a table, and how values can be read', async () => {
    const { out } = await run('map', 'e', 'targets', 'identities');
    expect(out).toMatch(/^hired_at +TIMESTAMPTZ +timestamp /m);
    expect(out).toMatch(/^day_first +day or moment as 24\.11\.2024/m);
  });

  it('is not read in a code page that nobody knows', async () => {
    const { code, err } = await run('import', 'e', 'seats.csv', '--encoding', 'ebcdic');
    expect([code, err.split('\n')[0]]).toEqual([
      2,
      'error BAD_ARGUMENT: ebcdic is no code page that can be stated',
    ]);
    expect(err).toContain('shift_jis');
  });

  it('is shown with its headers and values', async () => {
    const { parts } = await json<{ parts: { table: string; rows: number; columns: { header: string }[] }[] }>(
      'map',
      'e',
      'preview',
      'seats.csv',
    );
    expect(parts).toHaveLength(1);
    expect(parts[0]).toMatchObject({ table: 'raw.seats', rows: 3, part: null, format: 'csv' });
    expect(parts[0]!.columns[2]).toEqual({
      header: 'Rights',
      column: 'rights',
      empty: 0,
      distinct: 2,
      samples: ['viewer', 'editor'],
    });
  });

  it('gets a first draft from what readers know', async () => {
    const draft = await json<{ targets: { columns: Record<string, unknown> }[] }>(
      'map',
      'e',
      'suggest',
      'seats.csv',
      '--table',
      'service_accounts',
    );
    expect(draft).toEqual({ id: 'own-seats', targets: [{ table: 'service_accounts', columns: {} }] });
  });

  it('is tried without leaving a trace', async () => {
    const before = await rows('SELECT count(*) FROM grants');
    const tried = await json<Record<string, unknown>>('map', 'e', 'test', 'seats.csv', ...COLUMNS);
    expect(tried).toMatchObject({
      records: 3,
      loaded: 2,
      rejected: 1,
      rejects: [
        {
          record: 2,
          code: 'BAD_VALUE',
          message: 'Since: "2024-02-30" is not a date or time (ISO 8601)',
          raw: '"ben@company.com","partners","viewer","2024-02-30","10.00"',
        },
      ],
      unused: ['Price'],
    });
    expect(await rows('SELECT count(*) FROM grants')).toEqual(before);
  });

  it('a mapping that does not fit is refused with what the file has', async () => {
    const words = COLUMNS.map((word) => (word === 'resource=Portal' ? 'resource=Gate' : word));
    const result = await run('map', 'e', 'test', 'seats.csv', ...words);
    expect(result.code).toBe(2);
    expect(result.err).toContain('error MAPPING_INVALID: the file has no column Gate');
    expect(result.err).toContain('Seat Holder, Portal, Rights, Since, Price');
  });

  it('is mapped; its text stays, and its receipt is made anew', async () => {
    const saved = await json<{ id: string; version: number }>('map', 'e', 'save', 'seats.csv', ...COLUMNS);
    expect([saved.id, saved.version]).toEqual(['own-hubspot-seats', 1]);
    // The same once more is no further version.
    expect((await json<{ version: number }>('map', 'e', 'save', 'seats.csv', ...COLUMNS)).version).toBe(1);
    const { receipts } = await json<{ receipts: object[] }>(
      'map',
      'e',
      'apply',
      'hubspot-seats',
      'seats.csv',
      '--as-of',
      '2024-11-24',
    );
    expect(receipts).toEqual([
      expect.objectContaining({
        reader: 'own-hubspot-seats',
        reader_version: 1,
        read: 3,
        loaded: 2,
        rejected: 1,
        tables: ['grants'],
        as_of_stated: { moment: '2024-11-24', by: 'user' },
        raw: [expect.objectContaining({ table: 'raw.seats' })],
      }),
    ]);
    expect(
      await rows(
        "SELECT record_no, account_id, identity_id, strftime(as_of, '%Y-%m-%d %H:%M') FROM grants WHERE system = 'hubspot' ORDER BY record_no",
      ),
    ).toEqual([
      [1, 'ana@company.com', 'E1', '2024-11-24 00:00'],
      [3, 'cleo@company.com', 'E3', '2024-11-24 00:00'],
    ]);
    expect(await rows('SELECT count(*) FROM raw.seats')).toEqual([[3]]);
  });

  it('the next file of the same shape is known, with the date in its name', async () => {
    const { receipts } = await json<{ receipts: object[] }>('import', 'e', 'later/seats 2024-11-30.csv');
    expect(receipts).toEqual([
      expect.objectContaining({
        reader: 'own-hubspot-seats',
        read: 3,
        loaded: 3,
        as_of_stated: { moment: '2024-11-30', by: 'file_name' },
      }),
    ]);
    expect(
      await rows("SELECT as_of, count(*) FROM grants WHERE system = 'hubspot' GROUP BY ALL ORDER BY ALL"),
    ).toEqual([
      ['2024-11-24T00:00:00Z', 2],
      ['2024-11-30T00:00:00Z', 3],
    ]);
  });

  it('the mapping goes to the next engagement as a file', async () => {
    await json('map', 'e', 'export', 'own-hubspot-seats', '--out', 'seats.yaml');
    expect(readFileSync(join(folder.dir, 'seats.yaml'), 'utf8')).toContain('id: own-hubspot-seats\n');
    await json('map', 'next', 'import', 'seats.yaml');
    const { receipts } = await json<{ receipts: object[] }>('import', 'next', 'seats.csv');
    expect(receipts).toEqual([expect.objectContaining({ reader: 'own-hubspot-seats', loaded: 2 })]);
    write(folder.dir, { 'bad.yaml': 'id: own-x\nversion: 1\nrun: rm\n' });
    const refused = await run('map', 'next', 'import', 'bad.yaml');
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('error MAPPING_INVALID')]);
  });
});

describe('the sheet of a source', () => {
  it('compares the totals of the client’s own statement', async () => {
    const { sheet } = await json<{ sheet: SourceSheet }>(
      'receipts',
      'e',
      seats,
      ...['records=3', 'sum:Price=32.80', 'sum:Rights=1', 'hash_total:Since=60723421'].flatMap((total) => [
        '--total',
        total,
      ]),
      '--set',
      'source_system=HubSpot',
      '--set',
      'provided_by=Iris, IT',
      '--set',
      'provided_on=2024-12-02',

      '--answer',
      'tested=Compared on screen',
      '--by',
      'Ada',
      '--on',
      '2024-12-03',
    );
    // 12.50 + 10.00 + 10.25 = 32.75; 20240105 + 20240230 + 20240301 = 60720636.
    expect(
      sheet.totals.map(({ kind, computed, result, difference }) => [kind, computed, result, difference]),
    ).toEqual([
      ['records', '3', 'agrees', null],
      ['sum', '32.75', 'differs', '0.05'],
      ['sum', null, 'not_comparable', null],
      ['hash_total', '60720636', 'differs', '2785'],
    ]);
    expect(sheet.questions.map(({ id, answer }) => [id, answer?.answer ?? null, answer?.by ?? null])).toEqual(
      [
        ['source', null, null],
        ['flow', null, null],
        ['altered', null, null],
        ['tested', 'Compared on screen', 'Ada'],
      ],
    );
    expect(sheet.open).toContain('not stated: query or report');
  });

  it('counts accounts without a person and people without an account, and can list them', async () => {
    const { sheet } = await json<{ sheet: SourceSheet }>('receipts', 'e', 'in/roster.csv'.slice(3));
    const { people, systems } = sheet.completeness;
    // Ana and Ben are employed; Cleo left. Ana and Ben hold grants in the ledger; Ana, Ben and Cleo seats.
    expect([
      people,
      systems.map(({ system, accounts, without_person, people_without_account }) => [
        system,
        accounts,
        without_person,
        people_without_account,
      ]),
    ]).toEqual([
      2,
      [
        ['hubspot', 3, 0, 0],
        ['ledger', 2, 0, 0],
      ],
    ]);
    expect(await rows(systems[0]!.queries.without_person)).toEqual([]);
    expect(await rows(systems[0]!.queries.people_without_account)).toEqual([]);
  });
});

describe('a file that is replaced', () => {
  it('stays with its receipt, and out of every answer', async () => {
    write(folder.dir, { 'snapshot2.csv': SMALL_COMPANY['in/snapshot.csv'].replace(/.*write.*\n/, '') });
    const { receipts } = await json<{ receipts: { source_id: string; replaces: string }[] }>(
      'import',
      'e',
      'snapshot2.csv',
      '--replace',
      'snapshot.csv',
    );
    expect(await rows("SELECT count(*) FROM grants WHERE system = 'ledger'")).toEqual([[2]]);
    const { sources } = await json<{ sources: { receipt: Record<string, unknown> }[] }>('receipts', 'e');
    const old = sources.map(({ receipt }) => receipt).find(({ file }) => file === 'snapshot.csv');
    expect(old).toMatchObject({
      source_id: receipts[0]!.replaces,
      superseded_by: receipts[0]!.source_id,
      loaded: 3,
    });
  });

  it('makes way only for a file of its own kind', async () => {
    write(folder.dir, { 'people.csv': SMALL_COMPANY['in/roster.csv'].replace('\n', '\n\n') });
    const { code, out } = await run('import', 'e', 'people.csv', '--replace', 'snapshot2.csv', '--json');
    const { failed } = JSON.parse(out) as { failed: { code: string }[] };
    expect([code, failed.map((one) => one.code)]).toEqual([2, ['READER_MISMATCH']]);
    expect(await rows("SELECT count(*) FROM grants WHERE system = 'ledger'")).toEqual([[2]]);
  });

  it('comes back by another replacement only', async () => {
    const again = await run('import', 'e', 'in/snapshot.csv');
    expect([again.code, again.err]).toEqual([
      2,
      expect.stringContaining('error SOURCE_SUPERSEDED: snapshot.csv'),
    ]);
    await json('import', 'e', 'in/snapshot.csv', '--replace', 'snapshot2.csv');
    expect(await rows("SELECT count(*) FROM grants WHERE system = 'ledger'")).toEqual([[3]]);
    await json('import', 'e', 'snapshot2.csv', '--replace', 'snapshot.csv');
    expect(await rows("SELECT count(*) FROM grants WHERE system = 'ledger'")).toEqual([[2]]);
  });
});

describe('the list of requested items', () => {
  it('is read from a file, matched, and told as of a day', async () => {
    write(folder.dir, {
      'pbc.csv':
        'ID,Title,Due on,Table,File,Owner\nP1,Roster,2024-12-01,identities,,HR\nP2,Seats,2024-12-01,,seats.csv,IT\nP3,Vendors,2024-12-01,vendors,,Legal\nP4,Logs,2099-01-01,access_logs,,IT\n',
    });
    await json('pbc', 'e', 'import', 'pbc.csv', '--as-of', '2024-12-05');
    await json('receipts', 'e', 'roster.csv', '--set', 'provided_on=2024-11-29');
    const list = await json<PbcList>('pbc', 'e', 'list', '--as-of', '2024-12-05');
    // The seats were provided on 2 December as stated on their sheet, a day after they were due.
    expect(list.lines.map(({ item, state, days_late }) => [item.id, state, days_late])).toEqual([
      ['P1', 'received', null],
      ['P2', 'late', 1],
      ['P3', 'missing', 4],
      ['P4', 'open', null],
    ]);
    const matched = await json<PbcList>('pbc', 'e', 'match', 'P4', 'roster.csv', '--as-of', '2024-12-05');
    expect(matched.counts).toEqual({ open: 0, received: 2, late: 1, missing: 1, waived: 0 });
    expect((await json<PbcList>('pbc', 'e', 'remove', 'P4')).lines).toHaveLength(3);
    const bad = await run('pbc', 'e', 'set', 'P3', '--due-on', '2024-02-30');
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('no day of the calendar')]);
  });
});

describe('a text of lines', () => {
  const form = ['--pattern', '^(?<when>\\S+) (?<who>\\S+) (?<door>\\S+)$', '--skip-first', '1'];
  const columns = ['occurred_at=when', 'account=who:account', 'resource=door'].flatMap((column) => [
    '--column',
    column,
  ]);
  const draft = [
    ...form,
    ...columns,
    '--required',
    'occurred_at',
    '--constant',
    'system=doors',
    '--id',
    'doors',
    '--table',
    'access_logs',
  ];

  it('is kept line by line and mapped by a pattern; the mapping comes back as a draft', async () => {
    write(folder.dir, {
      'doors.log':
        'door log\n2024-11-05T08:00:00Z Ana@Company.com north\nlost\n2024-11-06T08:00:00Z ben south\n',
    });
    const kept = await json<{ receipts: { read: number; reader: null }[] }>(
      'import',
      'e',
      'doors.log',
      '--as',
      'lines',
    );
    expect(kept.receipts.map(({ read, reader }) => [read, reader])).toEqual([[4, null]]);
    const shown = await json<{
      parts: { columns: { header: string; samples: string[] }[]; unfit: number }[];
    }>('map', 'e', 'preview', 'doors.log', ...form);
    expect(shown.parts.map((part) => [part.unfit, part.columns.map(({ samples }) => samples)])).toEqual([
      [
        1,
        [
          ['2024-11-05T08:00:00Z', '2024-11-06T08:00:00Z'],
          ['Ana@Company.com', 'ben'],
          ['north', 'south'],
        ],
      ],
    ]);
    await json('map', 'e', 'save', 'doors.log', ...draft);
    const { receipts } = await json<{ receipts: Record<string, unknown>[] }>(
      'map',
      'e',
      'apply',
      'doors',
      'doors.log',
    );
    expect(receipts).toMatchObject([{ reader: 'own-doors', read: 3, loaded: 2, rejected: 1 }]);
    expect(await rows("SELECT account, resource FROM access_logs WHERE system = 'doors' ORDER BY 1")).toEqual(
      [
        ['ana@company.com', 'north'],
        ['ben', 'south'],
      ],
    );
    const back = await run('map', 'e', 'draft', 'doors');
    write(folder.dir, { 'draft.json': back.out });
    // The draft says what was saved: no new version comes of it.
    const again = await json<{ version: number }>('map', 'e', 'save', 'doors.log', '--draft', 'draft.json');
    expect(again.version).toBe(1);
  });
});

describe('a package with all of this', () => {
  it('is done again with the same result', async () => {
    await json('run', 'e');
    const { suggestions } = await json<{ suggestions: { item: { id: string }; procedures: string[] }[] }>(
      'pbc',
      'e',
      'suggest',
    );
    const ids = suggestions.map(({ item }) => item.id);
    // Vendors are asked for as P3; service accounts are needed and nobody asked.
    expect([ids.includes('need-vendors'), ids.includes('need-service-accounts')]).toEqual([false, true]);
    await json('keys', 'new', 'ana');
    await json('package', 'e', '--key', 'ana', '--out', 'p.zip');
    expect(await json('reperform', 'p.zip')).toEqual({ verdict: 'same', differences: [] });
    const zip = join(folder.dir, 'p.zip');
    const names = execFileSync('unzip', ['-Z1', zip], { encoding: 'utf8' }).split('\n');
    expect(
      names.filter((name) => name.includes('/data/mappings')).map((name) => name.replace(/^[^/]+\//, '')),
    ).toEqual([
      'data/mappings.json',
      'data/mappings/own-doors-v1.yaml',
      'data/mappings/own-hubspot-seats-v1.yaml',
    ]);
    execFileSync('unzip', ['-q', '-j', zip, '*/data/report.pdf', '*/data/statements.json', '-d', folder.dir]);
    const text = execFileSync('pdftotext', ['-layout', join(folder.dir, 'report.pdf'), '-'], {
      encoding: 'utf8',
    });
    for (const heading of ['Where the files come from', 'Replaced files', 'Items requested of the client'])
      expect(text).toContain(heading);
    expect(text).toMatch(/sum of Price\s+32\.80\s+32\.75\s+differs, by 0\.05/u);
    const { superseded } = JSON.parse(readFileSync(join(folder.dir, 'statements.json'), 'utf8')) as {
      superseded: { file: string }[];
    };
    expect(superseded.map(({ file }) => file)).toEqual(['snapshot.csv']);
  }, 300_000);
});
