import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importFiles, listRejects, listSources } from './index.ts';
import { diskEngagement, type TestEngagement } from './testing.ts';

const ROSTER =
  'Employee ID,Work Email,Name,Job Title,Department,Hire Date\nE-1,a@company.com,Ánna,Clerk,Finance,2024-01-15\nE-2,b@company.com,Ben,Clerk,Finance,2024-01-16\n';

let engagement: TestEngagement;
let inbox: string;

beforeEach(async () => {
  engagement = await diskEngagement();
  inbox = await mkdtemp(join(tmpdir(), 'tickmark-inbox-'));
});
afterEach(async () => {
  await engagement.close();
  await rm(inbox, { recursive: true, force: true });
});

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(inbox, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

function value(sql: string): Promise<unknown> {
  return engagement.store.use((session) => session.value(sql));
}

test('a file is kept byte for byte, read-only, under its own hash, with a receipt that adds up', async () => {
  const path = await put('roster 2024.csv', ROSTER);
  const sha256 = createHash('sha256').update(ROSTER).digest('hex');
  const { receipts, failed } = await importFiles(engagement, [path], { suppliedBy: 'HR, by mail' });
  expect(failed).toEqual([]);
  expect(receipts).toHaveLength(1);
  expect(receipts[0]).toEqual({
    source_id: sha256.slice(0, 16),
    file: 'roster 2024.csv',
    sha256,
    size_bytes: Buffer.byteLength(ROSTER),
    encoding: 'utf-8',
    format: 'csv',
    reader: 'hr-roster',
    reader_version: 1,
    tables: ['identities'],
    read: 2,
    loaded: 2,
    rejected: 0,
    rejects: [],
    rows: [
      {
        table: 'identities',
        rows: 2,
        totals: {},
        ranges: { hired_at: { min: '2024-01-15T05:00:00Z', max: '2024-01-16T05:00:00Z' } },
        duplicates: 0,
        out_of_period: null,
        as_of: [],
      },
    ],
    chains: [],
    notes: [],
    supplied_by: 'HR, by mail',
  });
  const kept = join(engagement.sourcesDir, sha256, 'roster 2024.csv');
  expect(await readFile(kept, 'utf8')).toBe(ROSTER);
  expect((await stat(kept)).mode & 0o222).toBe(0);
  expect(await readdir(engagement.workDir)).toEqual([]);
  expect(await engagement.store.use(listSources)).toEqual(receipts);
});

test('a folder is imported in byte order of names; hidden files are told, one bad file stops nothing', async () => {
  await put('b/two.csv', ROSTER.replace('E-1', 'E-3'));
  await put('B.csv', ROSTER);
  await put('a.csv', '');
  await put('.DS_Store', 'x');
  await put('ä.csv', ROSTER.replace('E-1', 'E-4'));
  const result = await importFiles(engagement, [inbox]);
  expect(result.receipts.map((receipt) => receipt.file)).toEqual(['B.csv', 'b/two.csv', 'ä.csv']);
  expect(result.failed.map(({ file, code }) => [file, code])).toEqual([['a.csv', 'FILE_EMPTY']]);
  expect(result.skipped.map(({ file }) => file)).toEqual(['.DS_Store']);
});

test('an identical file is recognised and not loaded again, under whatever name', async () => {
  const first = await importFiles(engagement, [await put('one.csv', ROSTER)]);
  const second = await importFiles(engagement, [await put('two.csv', ROSTER)]);
  const named = { ...first.receipts[0], also_named: ['two.csv'], already: true };
  expect(second.receipts).toEqual([named]);
  // The further name is recorded once.
  expect((await importFiles(engagement, [join(inbox, 'two.csv')])).receipts).toEqual([named]);
  expect(await value('SELECT count(*) FROM main.identities')).toBe(2);
});

test('links are refused, missing files named', async () => {
  const path = await put('roster.csv', ROSTER);
  await symlink(path, join(inbox, 'link.csv'));
  const { failed } = await importFiles(engagement, [join(inbox, 'link.csv'), join(inbox, 'gone.csv')]);
  expect(failed.map(({ file, code }) => [file, code])).toEqual([
    ['link.csv', 'UNREADABLE'],
    ['gone.csv', 'NOT_FOUND'],
  ]);
});

test('a table that no reader claims is kept as text, shown as not mapped', async () => {
  const { receipts } = await importFiles(engagement, [
    await put('Parking Lots.csv', 'Lot,Size,Lot\nA,12,x\nB,,y\n'),
  ]);
  expect(receipts[0]).toMatchObject({
    reader: null,
    tables: ['raw.parking_lots'],
    read: 2,
    loaded: 2,
    rejected: 0,
  });
  const rows = await engagement.store.use((session) =>
    session.rows('SELECT * EXCLUDE (source_id) FROM raw.parking_lots ORDER BY record_no'),
  );
  expect(rows).toEqual([
    { record_no: 1, lot: 'A', size: '12', lot_2: 'x' },
    { record_no: 2, lot: 'B', size: null, lot_2: 'y' },
  ]);
});

test('a key that only a late record states is not lost, in a document and in a log', async () => {
  const exception = (i: number, more: object) => ({
    id: `exc_${i}`,
    user: 'ana@company.com',
    resource: 'x:y',
    permission: 'read',
    justification: 'closing of the year',
    requested_by: 'ana@company.com',
    approved_by: 'cfo@company.com',
    expires_at: '2025-01-31T00:00:00Z',
    ...more,
  });
  const records = Array.from({ length: 1200 }, (_, i) =>
    exception(i, i === 1199 ? { revoked_at: '2024-11-22T20:00:00Z' } : {}),
  );
  await importFiles(engagement, [
    await put('late.json', JSON.stringify({ exceptions: records })),
    await put('late.ndjson', records.map((record) => JSON.stringify({ ...record, note: 1 })).join('\n')),
  ]);
  const found = await engagement.store.use((session) =>
    session.rows(
      'SELECT exception_id, count(*) AS files FROM exceptions WHERE revoked_at IS NOT NULL GROUP BY ALL',
    ),
  );
  expect(found).toEqual([{ exception_id: 'exc_1199', files: 2 }]);
});

test('a log that no reader claims is kept with each line as it is; a broken line is rejected', async () => {
  const { receipts } = await importFiles(engagement, [
    await put('odd.ndjson', '{"a":1,"b":{"c":[1]}}\n{"a":"x"}\nbroken\n'),
  ]);
  expect(receipts[0]).toMatchObject({ reader: null, tables: ['raw.odd'], read: 3, loaded: 2, rejected: 1 });
  expect(receipts[0]!.rejects.map(({ record, code }) => [record, code])).toEqual([[3, 'MALFORMED_JSON']]);
  const rows = await engagement.store.use((session) =>
    session.rows('SELECT a, b, document FROM raw.odd ORDER BY record_no'),
  );
  expect(rows).toEqual([
    { a: '1', b: '{"c":[1]}', document: '{"a":1,"b":{"c":[1]}}' },
    { a: 'x', b: null, document: '{"a":"x"}' },
  ]);
});

test.each([
  ['UTF-8 with byte order mark', Buffer.from(`\uFEFF${ROSTER}`, 'utf8'), 'utf-8-bom'],
  ['UTF-16 little endian', Buffer.from(`\uFEFF${ROSTER}`, 'utf16le'), 'utf-16le'],
  ['UTF-16 big endian', Buffer.from(`\uFEFF${ROSTER}`, 'utf16le').swap16(), 'utf-16be'],
  ['Windows-1252', Buffer.from(ROSTER, 'latin1'), 'windows-1252'],
])('%s is converted and told', async (_name, bytes, encoding) => {
  const { receipts, failed } = await importFiles(engagement, [await put('roster.csv', bytes)]);
  expect(failed).toEqual([]);
  expect(receipts[0]).toMatchObject({ encoding, reader: 'hr-roster', loaded: 2 });
  expect(receipts[0]!.notes).toHaveLength(1);
  expect(await value(`SELECT display_name FROM main.identities WHERE identity_id = 'E-1'`)).toBe('Ánna');
});

test.each<[string, string | Uint8Array, string]>([
  ['nothing at all', '', 'FILE_EMPTY'],
  ['white space only', ' \n\t\n', 'FILE_EMPTY'],
  ['NUL bytes', Buffer.from('a,b\n1,\0\n'), 'FILE_BINARY'],
  ['a PDF', '%PDF-1.7\n', 'FILE_BINARY'],
  [
    'damaged UTF-8',
    Buffer.concat([Buffer.from('a,b\nä,1\n'), Buffer.from([0xff]), Buffer.from(',2\n')]),
    'FILE_ENCODING',
  ],
  ['prose', 'Dear auditor\nplease find attached nothing\n', 'FILE_MALFORMED'],
  ['a document cut off', '{"exceptions":[{"id":"exc_1",', 'FILE_TRUNCATED'],
  ['a document with a stray comma', '[{"id":1},]', 'FILE_MALFORMED'],
  ['an empty list', '[]', 'FILE_EMPTY'],
  ['an empty list under a name', '{"exceptions":[]}', 'FILE_EMPTY'],
  ['a document nobody knows', '{"a":1,"b":2}', 'READER_MISMATCH'],
  ['JSON nested too deep', `${'['.repeat(5000)}${']'.repeat(5000)}`, 'FILE_TOO_COMPLEX'],
  ['a header broken by a quote', '"a"x,b\n1,2\n', 'FILE_MALFORMED'],
  ['too many columns', `${Array.from({ length: 2001 }, (_, i) => `c${i}`).join(',')}\n`, 'FILE_TOO_COMPLEX'],
  ['a custom YAML tag', 'policy: !!python/object:os.system\n  name: x\n', 'FILE_MALFORMED'],
  ['YAML with a key twice', 'a: 1\na: 2\n', 'FILE_MALFORMED'],
  [
    'a YAML alias bomb',
    `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((k, i) => `${k}: &${k} [${Array(10).fill(`*${'abcdefg'[i]}`).join(',')}]`)
      .join('\n')}\n`,
    'FILE_TOO_COMPLEX',
  ],
  ['a cut gzip file', gzipSync(ROSTER).subarray(0, 60), 'FILE_TRUNCATED'],
  ['gzip with data after its end', Buffer.concat([gzipSync(ROSTER), Buffer.from('extra')]), 'FILE_MALFORMED'],
  ['gzip in gzip', gzipSync(gzipSync(ROSTER)), 'FILE_TOO_COMPLEX'],
  ['a gzip bomb', gzipSync(Buffer.alloc(80 * 2 ** 20, 'a')), 'FILE_TOO_COMPLEX'],
  ['a ZIP that is no workbook', Buffer.from('504b0506' + '00'.repeat(18), 'hex'), 'FILE_BINARY'],
  ['a damaged ZIP', Buffer.from('504b0304aaaa', 'hex'), 'FILE_TRUNCATED'],
])('%s: one clear failure and nothing left behind', async (_name, content, code) => {
  const { receipts, failed } = await importFiles(engagement, [await put('input', content)]);
  expect(receipts).toEqual([]);
  expect(failed.map((failure) => failure.code)).toEqual([code]);
  expect(failed[0]!.message.length).toBeGreaterThan(10);
  expect(failed[0]!.hint!.length).toBeGreaterThan(10);
  expect(await readdir(engagement.sourcesDir)).toEqual([]);
  expect(await readdir(engagement.workDir)).toEqual([]);
  expect(await value('SELECT count(*) FROM work.sources')).toBe(0);
});

test('gzip is unpacked, several members included', async () => {
  const [first, second] = [ROSTER.slice(0, 80), ROSTER.slice(80)];
  const { receipts } = await importFiles(engagement, [
    await put('roster.csv.gz', Buffer.concat([gzipSync(first), gzipSync(second)])),
  ]);
  expect(receipts[0]).toMatchObject({ format: 'csv.gz', reader: 'hr-roster', read: 2, loaded: 2 });
});

test('a named reader is held to what it needs', async () => {
  const path = await put('lots.csv', 'Lot,Size\nA,1\n');
  const { failed } = await importFiles(engagement, [path], { as: 'hr-roster' });
  expect(failed.map((failure) => failure.code)).toEqual(['READER_MISMATCH']);
  await expect(importFiles(engagement, [path], { as: 'hr-rooster' })).rejects.toMatchObject({
    code: 'READER_UNKNOWN',
  });
});

test('two readers that both claim a file are an error that lists them; naming one settles it', async () => {
  // The columns of the lock log and of the dormancy log in one table: neither set contains the other.
  const path = await put(
    'both.csv',
    'Account,System,Locked At,Warned At\na@company.com,okta,2024-11-05,2024-11-06\n',
  );
  const { failed } = await importFiles(engagement, [path]);
  expect(failed.map(({ code, message }) => [code, message])).toEqual([
    ['READER_AMBIGUOUS', 'the file could be read by account-locks or dormancy-warnings'],
  ]);
  const { receipts } = await importFiles(engagement, [path], { as: 'account-locks' });
  expect(receipts[0]).toMatchObject({ reader: 'account-locks', loaded: 1, notes: ['not used: Warned At'] });
});

test('record numbers stay true over rejects, many rows and several files', async () => {
  const lines = Array.from(
    { length: 30_000 },
    (_, i) => `2024-11-24,gitlab,u${i}@company.com,group:x,${i % 1000 === 7 ? '' : 'reporter'}`,
  );
  for (const part of [0, 1]) {
    const text = `Snapshot,System,Account,Resource,Permission\n${lines.map((line) => line.replace('2024-11-24', `2024-11-2${part}`)).join('\n')}\n`;
    const { receipts } = await importFiles(engagement, [await put(`snapshot-${part}.csv`, text)]);
    expect(receipts[0]).toMatchObject({ read: 30_000, loaded: 29_970, rejected: 30 });
    expect(receipts[0]!.rejects.map((reject) => reject.record)).toEqual(
      Array.from({ length: 30 }, (_, i) => i * 1000 + 8),
    );
    const stored = await engagement.store.use((session) =>
      listRejects(session, receipts[0]!.source_id, 1, 1),
    );
    expect(stored).toEqual({
      total: 30,
      rejects: [
        {
          record: 1008,
          code: 'MISSING_VALUE',
          message: 'Permission is empty',
          raw: `2024-11-2${part},gitlab,u1007@company.com,group:x,`,
        },
      ],
    });
  }
  expect(
    await value(
      `SELECT count(*) FROM main.grants WHERE account_id <> 'u' || (record_no - 1) || '@company.com'`,
    ),
  ).toBe(0);
});

test('a cancelled import leaves what was booked before, and nothing of the file at hand', async () => {
  const first = await put('1.csv', ROSTER);
  await put('2.csv', ROSTER.replace('E-1', 'E-9'));
  const stop = new AbortController();
  const work = importFiles(engagement, [first, join(inbox, '2.csv')], {
    signal: stop.signal,
    onProgress: ({ done, unit }) => {
      if (unit === 'files' && done === 1) stop.abort();
    },
  });
  await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await value('SELECT count(*) FROM main.identities')).toBe(2);
  expect(await readdir(engagement.sourcesDir)).toHaveLength(1);
  expect(await readdir(engagement.workDir)).toEqual([]);
});

test('a copy that no receipt names is removed, a failing booking takes its copy back', async () => {
  const orphan = join(engagement.sourcesDir, 'a'.repeat(64));
  await mkdir(orphan);
  await writeFile(join(orphan, 'left.csv'), 'x');
  const broken: TestEngagement = {
    ...engagement,
    change: (action, work) =>
      engagement.store.transaction(async (session) => {
        const changed = await work(session);
        if (action === 'source_imported') throw new Error('the disk is full');
        return changed.value;
      }),
  };
  const path = await put('roster.csv', ROSTER);
  const { failed } = await importFiles(broken, [path]);
  expect(failed).toHaveLength(1);
  expect(await readdir(engagement.sourcesDir)).toEqual([]);
  expect(await value('SELECT count(*) FROM main.identities')).toBe(0);
  expect((await importFiles(engagement, [path])).receipts[0]).toMatchObject({ loaded: 2 });
});
