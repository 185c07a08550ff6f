import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPlaces } from './browsers.ts';
import { fileInside } from './file-inside.ts';
import { placesOf } from './places.ts';
import { Recents } from './recents.ts';
import { freePath, safeName } from './safe-name.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-common-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('names', () => {
  it.each([
    ['report.csv', 'report.csv'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\a\\b.csv', 'b.csv'],
    ['a:b*c?"<>|.csv', 'a_b_c_____.csv'],
    ['CON', '_CON'],
    ['con.csv', '_con.csv'],
    ['Lpt1.tar.gz', '_Lpt1.tar.gz'],
    ['COM¹.txt', '_COM¹.txt'],
    ['console.csv', 'console.csv'],
    ['name. . ', 'name'],
    ['  leading', 'leading'],
    ['tab\tnew\nline', 'tab_new_line'],
    ['e\u0301t\u00e9', 'été'],
    ['\ud800x', '_x'],
    ['', 'file'],
    ['..', 'file'],
    ['.', 'file'],
    ['///', 'file'],
    ['.hidden', '.hidden'],
  ])('%j becomes %j', (given, safe) => {
    expect(safeName(given, 'file')).toBe(safe);
  });

  it('keep their ending when they are cut, and no half character', () => {
    const cut = safeName(`${'é'.repeat(300)}.csv`, 'file');
    expect(cut).toBe(`${'é'.repeat(98)}.csv`);
    expect(Buffer.byteLength(safeName('x'.repeat(300), 'file'))).toBe(200);
  });

  it('that are taken get a number', async () => {
    await writeFile(join(folder, 'a.tar.gz'), '');
    await mkdir(join(folder, 'a.tar 2.gz'));
    expect(await freePath(folder, 'a.tar.gz')).toBe(join(folder, 'a.tar 3.gz'));
    expect(await freePath(folder, 'free')).toBe(join(folder, 'free'));
  });
});

describe('places', () => {
  it.each([
    ['linux', {}, '/home/a', '/home/a/.config/tickmark', '/home/a/Tickmark'],
    ['linux', { XDG_CONFIG_HOME: '/x', TICKMARK_WORKSPACE: '/w' }, '/home/a', '/x/tickmark', '/w'],
    [
      'linux',
      { XDG_CONFIG_HOME: 'rel', TICKMARK_WORKSPACE: 'rel' },
      '/home/a',
      '/home/a/.config/tickmark',
      '/home/a/Tickmark',
    ],
    ['darwin', {}, '/Users/a', '/Users/a/Library/Application Support/tickmark', '/Users/a/Tickmark'],
    ['win32', { APPDATA: 'C:\\R' }, 'C:\\U', 'C:\\R\\tickmark', 'C:\\U\\Tickmark'],
    ['win32', {}, 'C:\\U', 'C:\\U\\AppData\\Roaming\\tickmark', 'C:\\U\\Tickmark'],
  ])('on %s with %j', (platform, env, home, config, workspace) => {
    expect(placesOf(env, platform, home)).toEqual({ config, workspace });
  });
});

describe('an address inside a folder', () => {
  it.each([
    ['/a.js', '/app/a.js'],
    ['/assets/b%20c.js', '/app/assets/b c.js'],
    ['/', undefined],
    ['/assets/', undefined],
    ['/..', undefined],
    ['/../app2/x', undefined],
    ['/%2e%2e/x', undefined],
    ['/a/../../x', undefined],
    ['/a\\..\\x', undefined],
    ['/c:/x', undefined],
    ['/%00', undefined],
    ['/%zz', undefined],
    ['a.js', undefined],
  ])('%s is %s', (address, file) => {
    expect(fileInside('/app', address)).toBe(file);
  });
});

describe('recent engagements', () => {
  const entry = (name: string) => ({
    dir: join(folder, name),
    client: name,
    period: '2024-01-01..2024-12-31',
  });

  it('are kept newest first, each once, while their folder is there', async () => {
    for (const name of ['one', 'two']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'engagement.json'), '{}');
    }
    const recents = new Recents(join(folder, 'config'));
    await Promise.all([
      recents.remember(entry('one')),
      recents.remember(entry('gone')),
      recents.remember(entry('two')),
    ]);
    await recents.remember(entry('one'));
    expect(await new Recents(join(folder, 'config')).list()).toEqual([entry('one'), entry('two')]);
    expect((await stat(join(folder, 'config', 'recent.json'))).mode & 0o777).toBe(0o600);
  });

  it('are the last twenty', async () => {
    const recents = new Recents(join(folder, 'many'));
    for (let index = 0; index < 25; index += 1) await recents.remember(entry(`e${index}`));
    const kept = JSON.parse(await readFile(join(folder, 'many', 'recent.json'), 'utf8')) as {
      client: string;
    }[];
    expect(kept.map(({ client }) => client)).toEqual(
      Array.from({ length: 20 }, (_, index) => `e${24 - index}`),
    );
  });

  it.each(['', '{', 'null', '{"dir":1}', '[{"dir":1},7,null]'])(
    'are none when the list is damaged: %j',
    async (text) => {
      const place = await mkdtemp(join(folder, 'damaged-'));
      await writeFile(join(place, 'recent.json'), text);
      expect(await new Recents(place).list()).toEqual([]);
    },
  );
});

describe('browsers', () => {
  it('are looked for in the order Chrome, Chromium, Edge', () => {
    expect(browserPlaces({ PATH: '/usr/bin:relative:/opt/bin' }, 'linux').slice(0, 6)).toEqual([
      '/usr/bin/google-chrome',
      '/opt/bin/google-chrome',
      '/usr/bin/google-chrome-stable',
      '/opt/bin/google-chrome-stable',
      '/usr/bin/chromium',
      '/opt/bin/chromium',
    ]);
    expect(browserPlaces({}, 'darwin')).toContain(
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    );
    expect(browserPlaces({ PROGRAMFILES: 'C:\\P' }, 'win32')).toEqual([
      'C:\\P\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\P\\Chromium\\Application\\chrome.exe',
      'C:\\P\\Microsoft\\Edge\\Application\\msedge.exe',
    ]);
  });
});
