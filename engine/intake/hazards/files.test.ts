import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectFiles } from '../file/collect.ts';
import { receiveFile } from '../file/receive.ts';
import { type Bench, expectRefused, openBench } from '#test/support/hazards.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const CSV = 'a,b\n1,2\n';

test('a file that grows while it is read is refused', async () => {
  const path = await bench.put('growing.csv', `a,b\n${'1,2\n'.repeat(600_000)}`);
  const scratch = await mkdtemp(join(tmpdir(), 'tickmark-growing-'));
  let chunks = 0;
  const received = receiveFile({ path, file: 'growing.csv' }, scratch, {
    onBytes: () => {
      chunks += 1;
      if (chunks === 1) appendFileSync(path, '5,6\n');
    },
  });
  await expect(received).rejects.toMatchObject({
    code: 'UNREADABLE',
    message: 'the file changed while it was read',
  });
  await rm(scratch, { recursive: true });
});

test('a link to a file, and a link to a folder inside a folder, are refused; the rest is read', async () => {
  const secret = join(bench.inbox, 'secret');
  await mkdir(secret);
  await writeFile(join(secret, 'data.csv'), CSV);
  const folder = join(bench.inbox, 'export');
  await mkdir(folder);
  await writeFile(join(folder, 'own.csv'), CSV);
  await symlink(secret, join(folder, 'linked'));
  await symlink(join(secret, 'data.csv'), join(folder, 'link.csv'));
  const { receipts, failed } = await bench.take(folder);
  expect(receipts.map(({ file }) => file)).toEqual(['own.csv']);
  expect(failed.map(({ file, code }) => [file, code])).toEqual([
    ['link.csv', 'UNREADABLE'],
    ['linked', 'UNREADABLE'],
  ]);
});

test('a pipe is refused and does not hang the import', async () => {
  const path = join(bench.inbox, 'pipe.csv');
  execFileSync('mkfifo', [path]);
  expect(await expectRefused(bench, path, 'UNREADABLE')).toBe('pipe.csv is neither a file nor a folder');
});

test('a name that no other system takes is kept as data, the copy gets a safe one', async () => {
  const name = 'con: \u202e"x"|?*\n.csv';
  const { receipts, failed } = await bench.take(await bench.put(name, CSV));
  expect(failed).toEqual([]);
  expect(receipts[0]).toMatchObject({ file: name, read: 1, loaded: 1 });
});

test('the folder of the engagement is not taken into itself, nor is that of another', async () => {
  const { dir } = bench.engagement;
  await writeFile(join(dir, 'engagement.json'), '{}');
  await writeFile(join(dir, 'journal.ndjson'), '{}\n');
  const itself = await bench.take(dir);
  expect(itself.receipts).toEqual([]);
  expect(itself.failed.map(({ code, message }) => [code, message])).toEqual([
    ['BAD_ARGUMENT', `${basename(dir)} is the folder of this engagement itself, not what a client sent`],
  ]);
  await writeFile(join(bench.engagement.sourcesDir, 'kept.csv'), CSV);
  const kept = await bench.take(bench.engagement.sourcesDir);
  expect(kept.receipts).toEqual([]);
  expect(kept.failed.map(({ message }) => message)).toEqual([
    'sources is a folder of this engagement, not what a client sent',
  ]);
  const last = join(bench.inbox, 'last-quarter');
  await mkdir(join(last, 'sources'), { recursive: true });
  await writeFile(join(last, 'sources', 'old.csv'), CSV);
  await writeFile(join(last, 'engagement.json'), '{}');
  await writeFile(join(last, 'workbench.duckdb'), '');
  await bench.put('own.csv', CSV);
  const { receipts, skipped, failed } = await bench.take(bench.inbox);
  expect(receipts.map(({ file }) => file)).toEqual(['own.csv']);
  expect(skipped).toEqual([{ file: 'last-quarter', reason: 'the folder of another engagement' }]);
  expect(failed).toEqual([]);
});

test('a folder around the engagement is read without it', async () => {
  const { dir } = bench.engagement;
  await writeFile(join(dir, 'engagement.json'), '{}');
  await writeFile(join(dir, 'journal.ndjson'), '{}\n');
  const around = join(bench.inbox, 'client');
  await mkdir(around);
  await writeFile(join(around, 'own.csv'), CSV);
  const moved = join(around, 'engagement');
  await rename(dir, moved);
  try {
    const found = await collectFiles([around], moved);
    expect(found.candidates.map(({ file }) => file)).toEqual(['own.csv']);
    expect(found.skipped).toEqual([{ file: 'engagement', reason: 'the folder of this engagement itself' }]);
  } finally {
    await rename(moved, dir);
  }
});

test('a name that is no UTF-8 is told byte by byte, and its file is read', async () => {
  const folder = join(bench.inbox, 'latin');
  await mkdir(folder);
  // ISO 8859-1 for Zoë.csv: a file system keeps bytes.
  await writeFile(
    Buffer.concat([Buffer.from(`${folder}/Zo`), Buffer.from([0xeb]), Buffer.from('.csv')]),
    CSV,
  );
  const { receipts, failed } = await bench.take(folder);
  expect(failed).toEqual([]);
  expect(receipts.map(({ file, read, loaded }) => [file, read, loaded])).toEqual([['Zo\\xEB.csv', 1, 1]]);
});

test('a file without a byte, and one of white space alone', async () => {
  expect(await expectRefused(bench, await bench.put('empty.csv', ''), 'FILE_EMPTY')).toBe(
    'the file has no bytes',
  );
  expect(await expectRefused(bench, await bench.put('blank.csv', ' \n\r\n\t\n'), 'FILE_EMPTY')).toBe(
    'the file holds only white space',
  );
});
