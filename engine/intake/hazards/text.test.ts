import { open, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listRejects } from '../index.ts';
import { type Bench, expectRefused, openBench } from '#test/support/hazards.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const MB = 2 ** 20;

test('ten gigabytes without a line end are refused at their beginning', async () => {
  const path = join(bench.inbox, 'image.csv');
  const file = await open(path, 'w');
  // The part that is read before it is refused; the rest is a hole that would take minutes to copy.
  for (let i = 0; i < 66; i += 1) await file.write(Buffer.alloc(MB, 'a'));
  await file.close();
  await truncate(path, 10 * 2 ** 30);
  expect(await expectRefused(bench, path, 'FILE_TOO_COMPLEX')).toBe(
    'the first line does not end within 65 MB',
  );
});

test('ten gigabytes of NUL bytes are refused at the first', async () => {
  const path = await bench.put('hole.csv', '');
  await truncate(path, 10 * 2 ** 30);
  expect(await expectRefused(bench, path, 'FILE_BINARY')).toBe(
    'the file holds a NUL byte at position 0: it is no text',
  );
});

test('a line that grows without end in the middle of a table is refused', async () => {
  const path = await bench.put(
    'grants.csv',
    Buffer.concat([Buffer.from('a,b\n1,2\n'), Buffer.alloc(20 * MB, 'x')]),
  );
  expect(await expectRefused(bench, path, 'FILE_TOO_COMPLEX')).toBe('a record is longer than 8 MB');
});

test('the same in a log of JSON lines', async () => {
  const line = `{"event":"${'x'.repeat(20 * MB)}"}`;
  const path = await bench.put('log.ndjson', `{"event":"a"}\n{"event":"b"}\n${line}\n`);
  expect(await expectRefused(bench, path, 'FILE_TOO_COMPLEX')).toBe('a line is longer than 8 MB');
});

test('twenty thousand columns are refused, counted', async () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `c${i}`).join(',');
  const path = await bench.put('wide.csv', `${names}\n${'1,'.repeat(19_999)}1\n`);
  expect(await expectRefused(bench, path, 'FILE_TOO_COMPLEX')).toBe('the table has 20000 columns');
});

test('a NUL byte deep inside is told by its place', async () => {
  const rows = '12345,1234567\n'.repeat(200_000);
  const path = await bench.put('nul.csv', `a,b\n${rows}\0,1\n`);
  expect(await expectRefused(bench, path, 'FILE_BINARY')).toContain(`position ${4 + 200_000 * 14}`);
});

test('a damaged character deep inside is told by its byte and its line', async () => {
  const rows = 'Zoë,1\n'.repeat(300_000);
  const bytes = Buffer.concat([
    Buffer.from(`name,n\n${rows}`),
    Buffer.from([0xc3, 0x28]),
    Buffer.from(',1\n'),
  ]);
  const path = await bench.put('damaged.csv', bytes);
  expect(await expectRefused(bench, path, 'FILE_ENCODING')).toBe(
    `invalid UTF-8 at byte ${7 + 300_000 * 7}, line 300002`,
  );
});

test('a quote that is never closed costs its own line, not the rest of the file', async () => {
  const rows = Array.from({ length: 50_000 }, (_, i) => (i === 20_000 ? `"open,${i}` : `row,${i}`));
  const path = await bench.put('quotes.csv', `a,b\n${rows.join('\n')}\n`);
  const { receipts, failed } = await bench.take(path);
  expect(failed).toEqual([]);
  expect(receipts[0]).toMatchObject({ read: 50_000, loaded: 49_999, rejected: 1 });
  const listed = await bench.engagement.store.use((session) =>
    listRejects(session, receipts[0]!.source_id, 0, 10),
  );
  expect(listed.rejects.map(({ record, code, raw }) => [record, code, raw])).toEqual([
    [20_001, 'UNCLOSED_QUOTE', '"open,20000'],
  ]);
  const next = await bench.engagement.store.use((session) =>
    session.value('SELECT b FROM raw.quotes WHERE record_no = 20002'),
  );
  expect(next).toBe('20001');
});

test('a table in which nearly every record is rejected has all of them, with their reasons', async () => {
  const rows = `${'2024-11-24,crm,,base,read\n'.repeat(200_000)}2024-11-24,crm,ann,base,read\n`;
  const path = await bench.put('grants.csv', `Snapshot,System,Account,Resource,Permission\n${rows}`);
  const { receipts, failed } = await bench.take(path);
  expect(failed).toEqual([]);
  expect(receipts[0]).toMatchObject({ read: 200_001, loaded: 1, rejected: 200_000 });
  const last = await bench.engagement.store.use((session) =>
    session.rows('SELECT record_no, message FROM work.rejects ORDER BY record_no DESC LIMIT 1'),
  );
  expect(last.map((row) => [Number(row['record_no']), row['message']])).toEqual([
    [200_000, 'Account is empty'],
  ]);
});

test('a file of nothing but quotes ends', async () => {
  const path = await bench.put('quotes.csv', `a,b\n${'",'.repeat(3 * MB)}\n`);
  const { receipts, failed } = await bench.take(path);
  expect(receipts.length + failed.length).toBe(1);
  if (receipts[0]) expect(receipts[0].read).toBe(receipts[0].loaded + receipts[0].rejected);
});

test('formulas in cells are text and nothing else', async () => {
  const path = await bench.put('cells.csv', `who,note\na,=1+3\nb,"@SUM(1,2)"\nc,"=cmd|' /C calc'!A0"\n`);
  await bench.take(path);
  const notes = await bench.engagement.store.use((session) =>
    session.rows('SELECT note FROM raw.cells ORDER BY record_no'),
  );
  expect(notes.map((row) => row['note'])).toEqual(['=1+3', '@SUM(1,2)', "=cmd|' /C calc'!A0"]);
});

test('rejects of files with stored passwords do not hand them on', async () => {
  // The forms of mysql.user, USR02 and shadow(5); the hashes are made up.
  const native = `*${'0A'.repeat(20)}`;
  const mysql = `Host,User,Super_priv,plugin,authentication_string,account_locked\n%,ana,N,mysql_native_password,${native},N\n%,ben,N,x,mysql_native_password,${native},N\n`;
  const sap = 'MANDT,BNAME,BCODE,USTYP,UFLAG\n100,ANA,0123456789ABCDEF,A,0\n100,BEN,0123456789ABCDEF,A,0,9\n';
  const shadow = 'ana:$6$salt$abcdefgh:19700:0:99999:7:::\nben:$6$salt$abcdefgh:19700\n';
  for (const [name, text, secret, line] of [
    ['mysql.csv', mysql, native, '%,ben,N,x,[password masked],[password masked],N'],
    ['usr02.csv', sap, '0123456789ABCDEF', '100,BEN,[password masked],A,0,9'],
    ['shadow', shadow, 'abcdefgh', 'ben:[password masked]:19700'],
  ] as const) {
    const { receipts } = await bench.take(await bench.put(name, text));
    const [receipt] = receipts;
    expect([name, receipt?.read, receipt?.loaded, receipt?.rejected]).toEqual([name, 2, 1, 1]);
    const { rejects } = await bench.engagement.store.use((session) =>
      listRejects(session, receipt!.source_id, 0, 10),
    );
    expect(rejects.map(({ raw }) => raw)).toEqual([line]);
    expect(JSON.stringify([rejects, receipt!.rejects])).not.toContain(secret);
    expect(receipt!.notes).toContain(
      'stored passwords are masked in the raw text of 1 reject; they stand in the source',
    );
  }
});
