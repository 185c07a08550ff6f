import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toEnvelope } from '#shared/model/errors.ts';
import { readError } from './collect.ts';
import { receiveFile } from './receive.ts';

it.each([
  ['ENOSPC', 'OUTPUT_FAILED'],
  ['EDQUOT', 'OUTPUT_FAILED'],
  ['EACCES', 'UNREADABLE'],
  ['EIO', 'UNREADABLE'],
])('%s is told as %s', (code, told) => {
  expect(readError('a.csv', Object.assign(new Error(code), { code }))).toMatchObject({ code: told });
});

it.each([
  'TransactionContext Error: Failed to commit: Could not write file "e/workbench.duckdb.wal": No space left on device',
  'ENOSPC: no space left on device, write',
  'There is not enough space on the disk.',
])('whoever finds the disk full says so: %s', (message) => {
  expect(toEnvelope(new Error(message))).toMatchObject({
    code: 'OUTPUT_FAILED',
    message: 'the disk is full',
  });
});

/** A disk of 4 MB, where this may be had: root on Linux. */
function smallDisk(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it('a copy that finds the disk full fails, and ends nothing else', async ({ skip }) => {
  const dir = mkdtempSync(join(tmpdir(), 'tickmark-disk-'));
  const scratch = mkdtempSync(join(dir, 'small-'));
  const mounted = smallDisk(scratch);
  try {
    skip(!mounted, 'not run: a small disk can be made by root on Linux alone');
    const path = join(dir, 'grants.csv');
    writeFileSync(path, 'a,b\n'.repeat(4 * 2 ** 20));
    await expect(receiveFile({ path, file: 'grants.csv' }, scratch)).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
    });
  } finally {
    if (mounted) execFileSync('umount', [scratch]);
    rmSync(dir, { recursive: true, force: true });
  }
});
