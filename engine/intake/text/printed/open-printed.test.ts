import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headOf } from '../open-form.ts';
import { printedForm } from './form.ts';
import { openPrinted } from './open-printed.ts';

let dir: string;
let count = 0;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tickmark-printed-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function read(text: string) {
  const form = printedForm(headOf(text, true));
  if (form === null) return null;
  const scratch = await mkdtemp(join(dir, `${(count += 1)}-`));
  const path = join(scratch, 'input');
  await writeFile(path, text);
  const part = await openPrinted(path, form, scratch);
  return { form, part, csv: await readFile(part.file.path, 'utf8') };
}

test('psql: aligned columns, continued cells, a count that holds', async () => {
  const found = await read(
    ' Role name |   Attributes    \n-----------+-----------------\n kim       | Create DB      +\n           | Until 2025\n olaf      | \n(2 rows)\n',
  );
  expect(found?.form).toBe('psql');
  expect(found?.part.fields).toEqual(['Role name', 'Attributes']);
  expect(found?.csv).toBe('1,"kim","Create DB\nUntil 2025"\n2,"olaf",\n');
  expect(found?.part.notes).toContain('the client printed a count of 2 rows, and as many are here');
});

test('psql: a count that does not hold is told', async () => {
  const found = await read(' a | b \n---+---\n 1 | 2\n(3 rows)\n');
  expect(found?.part.records).toBe(1);
  expect(found?.part.notes).toContain(
    'the client printed a count of 3 rows, but 1 are here: lines may be missing',
  );
});

test('psql \\x, mysql boxes and \\G, SAP lists, dashes', async () => {
  expect((await read('-[ RECORD 1 ]\na | 1\nb | x | y\n-[ RECORD 2 ]\na | 2\nb | \n'))?.csv).toBe(
    '1,"1","x | y"\n2,"2",\n',
  );
  expect(
    (await read('+---+------+\n| a | b    |\n+---+------+\n| 1 | NULL |\n+---+------+\n1 row in set\n'))?.csv,
  ).toBe('1,"1",\n');
  expect(
    (
      await read(
        '*************************** 1. row ***************************\nHost: %\nUser: kim\n1 row in set\n',
      )
    )?.csv,
  ).toBe('1,"%","kim"\n');
  expect((await read('Table: T\n\n--------\n|A  |B |\n--------\n|x  |  |\n--------\n'))?.csv).toBe(
    '1,"x",\n',
  );
  expect((await read('NAME    KIND\n------- ----\nkim     a b\n\n1 rows selected.\n'))?.csv).toBe(
    '1,"kim","a b"\n',
  );
});

test('a line that fits no column is rejected, not dropped', async () => {
  const found = await read(' a | b \n---+---\n 1 | 2\n 1 | 2 | 3 | 4\n 5 | 6\n');
  expect(found?.part.records).toBe(found!.csv.trimEnd().split('\n').length + found!.part.rejects.length);
});

test('more rows than a call takes arguments', async () => {
  const found = await read(` a | b \n---+---\n${' 1 | 2\n'.repeat(200_000)}(200000 rows)\n`);
  expect([found?.part.records, found?.part.rejects]).toEqual([200_000, []]);
  expect(found?.csv.endsWith('\n200000,"1","2"\n')).toBe(true);
});

test('rows of a second table are told, and its headings are not taken for a row', async () => {
  const found = await read(
    ' a | b \n---+---\n 1 | 2\n(1 row)\n\n c | d \n---+---\n 3 | 4\n 5 | 6\n(2 rows)\n',
  );
  expect(found?.csv).toBe('1,"1","2"\n');
  expect(found?.part.notes).toContain(
    '2 rows of further tables with other headings are not read: hand each over as a file of its own',
  );
});

test('the text of a row is found again', async () => {
  const found = await read(' a | b \n---+---\n 1 | 2\n 3 | 4\n');
  expect(await found?.part.rawText(new Set([2]))).toEqual(new Map([[2, ' 3 | 4']]));
});

test.each(['a,b\n1,2\n', 'a|b\n1|2\n', '# Title\n\ntext | more\n', '{"a":1}\n', '---\na: 1\n'])(
  '%j is no printed table',
  async (text) => {
    expect(await read(text)).toBe(null);
  },
);
