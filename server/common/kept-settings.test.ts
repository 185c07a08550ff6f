import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KeptSettings } from './kept-settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-kept-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('keeps texts by name for the next host, and forgets them when told', async () => {
  const first = new KeptSettings(join(folder, 'config'));
  expect(await first.all()).toEqual({});
  await Promise.all([
    first.keep('views.e1', '[1]'),
    first.keep('theme', 'dark'),
    first.keep('views.e1', '[2]'),
  ]);
  const second = new KeptSettings(join(folder, 'config'));
  expect(await second.all()).toEqual({ theme: 'dark', 'views.e1': '[2]' });
  await second.keep('theme', null);
  expect(await first.all()).toEqual({ 'views.e1': '[2]' });
});

it('is read by nobody else', async () => {
  await new KeptSettings(folder).keep('theme', 'dark');
  expect((await stat(join(folder, 'window.json'))).mode & 0o777).toBe(0o600);
});

it.each([
  ['../x', 'a'],
  ['', 'a'],
  [7, 'a'],
  ['x', 7],
  ['x', undefined],
  ['x', 'a'.repeat(64 * 1024 + 1)],
])('refuses %j', async (name, text) => {
  await expect(new KeptSettings(folder).keep(name, text)).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
});

it('counts a damaged file as empty, and what is no text as absent', async () => {
  const kept = new KeptSettings(folder);
  await writeFile(join(folder, 'window.json'), '{"theme":');
  expect(await kept.all()).toEqual({});
  await writeFile(join(folder, 'window.json'), '{"theme":"dark","place":7,"a b":"c"}');
  expect(await kept.all()).toEqual({ theme: 'dark' });
});

it('lets the names go that were written longest ago', async () => {
  const kept = new KeptSettings(folder);
  const before = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`n${i}`, 'x']));
  await writeFile(join(folder, 'window.json'), JSON.stringify(before));
  await kept.keep('n0', 'again');
  await kept.keep('new', 'x');
  const stored = JSON.parse(await readFile(join(folder, 'window.json'), 'utf8')) as Record<string, string>;
  expect([Object.keys(stored).length, stored['n0'], stored['n1'], stored['n2']]).toEqual([
    1000,
    'again',
    undefined,
    'x',
  ]);
});
