import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..');

test.runIf(process.platform !== 'win32')('a reader that reads no further is no fault', () => {
  const script = `{ "${process.execPath}" --import tsx cli/main.ts notices; echo "exit $?" >&2; } | head -c 20`;
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: ROOT, encoding: 'utf8' });
  expect(stdout).toHaveLength(20);
  expect(stderr).toBe('exit 0\n');
});
