import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
