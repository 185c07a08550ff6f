import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, expectRefused, openBench } from '#test/support/hazards.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const zip = (...names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')])));
const compound = (...streams: string[]) =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(504),
    ...streams.map((name) => Buffer.from(`${name}\0`, 'utf16le')),
  ]);
const tar = Buffer.alloc(1024);
tar.write('grants.csv', 0);
tar.write('ustar', 257);

/** What people hand over by mistake is told by its content and named for what it is, whatever it is called. */
test.each<[string, string | Uint8Array, string]>([
  ['locked.xlsx', compound('EncryptedPackage'), 'the file is an Office file under a password'],
  [
    'old.xls',
    compound('Workbook'),
    'the file is an old Office file (.xls, .doc), or an Office file under a password',
  ],
  ['mail.msg', compound('__substg1.0_0037001F'), 'the file is an Outlook message (.msg)'],
  ['list.ods', zip('mimetype', 'content.xml'), 'the file is an OpenDocument file (.ods, .odt)'],
  ['list.numbers', zip('Index/Document.iwa'), 'the file is a file of Numbers, Pages or Keynote'],
  ['letter.docx', zip('word/document.xml'), 'the file is a Word document'],
  ['list.xlsb', zip('xl/workbook.bin'), 'the file is a binary Excel workbook (.xlsb)'],
  ['all.zip', zip('grants.csv'), 'the file is a ZIP archive, not a workbook'],
  ['all.7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]), 'the file is a 7-Zip archive'],
  ['all.tar', tar, 'the file is a tar archive'],
  ['all.tar.gz', gzipSync(tar), 'the gzip file holds a tar archive'],
  ['all.zip.gz', gzipSync(zip('grants.csv')), 'the gzip file holds a ZIP archive or a workbook'],
  ['all.sqlite', Buffer.from('SQLite format 3\0'), 'the file is an SQLite database'],
  ['log.evtx', Buffer.from('ElfFile\0'), 'the file is a Windows event log (.evtx)'],
  ['note.rtf', '{\\rtf1 hello}', 'the file is a text document (RTF)'],
])('%s', async (name, content, said) => {
  expect(await expectRefused(bench, await bench.put(name, content), 'FILE_BINARY')).toBe(said);
});

test('an e-mail is no table, and a document that looks like its header is a document', async () => {
  const mail =
    'From: it@x.com\nTo: audit@x.com\nSubject: export\nMIME-Version: 1.0\n\n--x\nContent-Type: text/csv\n\na,b\n1,2\n';
  expect(await expectRefused(bench, await bench.put('mail.eml', mail), 'READER_MISMATCH')).toBe(
    'it is an e-mail, not the file that came with it',
  );
  const yaml = 'from: it\nto: audit\nsubject: reminder\n';
  expect(await expectRefused(bench, await bench.put('sent.yaml', yaml), 'READER_MISMATCH')).toContain(
    'no reader recognises the document',
  );
});

const HEADER = 'Snapshot,System,Account,Resource,Permission';
const GRANTS = `${HEADER}\n2024-11-24,crm,ann@x.com,base,read\n2024-11-24,crm,,base,read\n`;

test.each([
  ['a block of titles', 'Access report\nCompany: Example Ltd\n\nExported 24/11/2024\n'],
  ['the same, saved from a sheet', 'Access report,,,,\nCompany:,Example Ltd,,,\n,,,,\n'],
  ['a comment', '# exported by tool\n'],
  ['the delimiter for Excel', 'sep=,\n'],
])('%s above the header of a table', async (_, above) => {
  const { receipts, failed } = await bench.take(await bench.put('grants.csv', above + GRANTS));
  expect(failed).toEqual([]);
  expect(receipts[0]).toMatchObject({
    reader: 'access-snapshot',
    read: 2,
    loaded: 1,
    rejects: [{ record: 2, code: 'MISSING_VALUE', message: 'Account is empty' }],
  });
  expect(receipts[0]!.notes.join()).toContain(`above the header passed over: "${above.split('\n')[0]}"`);
});

// The file is copied for what is passed over: for each of such lines it would fill the disk.
test('a line above a table that is there again and again is passed over once', async () => {
  const separators = await bench.put('grants.csv', 'sep=,\n'.repeat(20_000) + GRANTS);
  const { receipts, failed } = await bench.take(separators);
  expect(failed).toEqual([]);
  expect(receipts[0]).toMatchObject({ reader: null });
  expect(receipts[0]!.notes.filter((one) => one.includes('passed over'))).toEqual([
    '1 line above the header passed over: "sep=,"',
  ]);
});

test('the same of a type line, below which no table is left', async () => {
  const types = await bench.put('typed.csv', '#TYPE System.Object\n'.repeat(20_000) + GRANTS);
  expect(await expectRefused(bench, types, 'FILE_MALFORMED')).toContain('no table');
});
