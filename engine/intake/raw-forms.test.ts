import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFiles } from './index.ts';
import { memoryEngagement, type TestEngagement } from './testing.ts';

let engagement: TestEngagement;
let inbox: string;
beforeAll(async () => {
  engagement = await memoryEngagement();
  inbox = await mkdtemp(join(tmpdir(), 'tickmark-forms-'));
});
afterAll(async () => {
  await engagement.close();
  await rm(inbox, { recursive: true, force: true });
});

// Two records of two values each, in every form that is taken in as a table where no reader knows it.
test.each([
  ['tabs.tsv', 'tsv', 'pear\tplum\n1\tx\n2\ty\n', 'csv', []],
  ['tabs.tsv.gz', 'gz', 'pear\tplum\n3\tx\n4\ty\n', 'csv.gz', []],
  ['list.yaml', 'yaml', '- pear: 1\n  plum: x\n- pear: 2\n  plum: y\n', 'yaml', []],
  ['list.yaml.gz', 'gz', '- {pear: 3, plum: x}\n- {pear: 4, plum: y}\n', 'yaml.gz', []],
  ['several.yaml', 'yaml', 'pear: 1\nplum: x\n---\npear: 2\nplum: y\n', 'yaml', []],
  ['lines.ndjson.gz', 'gz', '{"pear":1,"plum":"x"}\n{"pear":2,"plum":"y"}\n', 'ndjson.gz', []],
  [
    'beside.json',
    'json',
    '{"version":3,"fruit":[{"pear":1,"plum":"x"},{"pear":2,"plum":"y"}]}',
    'json',
    ['the list fruit is kept; in the source only: version'],
  ],
] as const)('%s', async (name, kind, text, format, notes) => {
  const file = join(inbox, name);
  await writeFile(file, kind === 'gz' ? gzipSync(text) : text);
  const { receipts, failed } = await importFiles(engagement, [file]);
  expect(failed).toEqual([]);
  const receipt = receipts[0]!;
  expect([receipt.format, receipt.reader, receipt.read, receipt.loaded, receipt.rejected]).toEqual([
    format,
    null,
    2,
    2,
    0,
  ]);
  const rows = await engagement.store.use((session) =>
    session.rows(`SELECT record_no, plum FROM ${receipt.tables[0]!} ORDER BY record_no`),
  );
  expect(rows).toEqual([
    { record_no: 1, plum: 'x' },
    { record_no: 2, plum: 'y' },
  ]);
  expect(receipt.notes).toEqual(expect.arrayContaining([...notes]));
});

test('XML is named as what it is', async () => {
  const file = join(inbox, 'role.xml');
  await writeFile(file, '<?xml version="1.0"?>\n<role><name>auditor</name></role>\n');
  const { failed } = await importFiles(engagement, [file]);
  expect(failed.map(({ code, message }) => ({ code, message }))).toEqual([
    { code: 'FILE_MALFORMED', message: 'the file is XML or HTML, which no reader reads' },
  ]);
});

test.each([
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  '<!doctype html><p>a;b</p>\n<p>1;2</p>\n',
])('XML with semicolons is no table: %s', async (text) => {
  const file = join(inbox, 'markup.csv');
  await writeFile(file, text);
  const { receipts, failed } = await importFiles(engagement, [file]);
  expect(receipts).toEqual([]);
  expect(failed.map(({ code, message }) => ({ code, message }))).toEqual([
    { code: 'FILE_MALFORMED', message: 'the file is XML or HTML, which no reader reads' },
  ]);
});
