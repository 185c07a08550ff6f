import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { electronRuntime } from './electron-runtime.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-runtime-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('is absent from a package that has fetched nothing', () => {
  expect(electronRuntime(folder, {})).toBeUndefined();
});

it('is where the package says once it is there', async () => {
  await mkdir(join(folder, 'dist', 'E.app'), { recursive: true });
  await writeFile(join(folder, 'path.txt'), 'E.app/electron');
  expect(electronRuntime(folder, {})).toBeUndefined();
  await writeFile(join(folder, 'dist', 'E.app', 'electron'), '');
  expect(electronRuntime(folder, {})).toBe(join(folder, 'dist', 'E.app', 'electron'));
});

it('can be elsewhere', async () => {
  await mkdir(join(folder, 'other', 'E.app'), { recursive: true });
  await writeFile(join(folder, 'other', 'E.app', 'electron'), '');
  expect(electronRuntime(folder, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'other') })).toBe(
    join(folder, 'other', 'E.app', 'electron'),
  );
});
