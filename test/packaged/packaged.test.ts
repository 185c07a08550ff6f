import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Archive, type Archived } from './archive.ts';

const root = resolve(import.meta.dirname, '../..');
/** Stands before the fuses in the runtime's program (electron/fuses): version and count follow, then one digit each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;

let folder: string;
let packed: string;
let files: Archived[];
let archive: Archive;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickmark-packaged-'));
  const tool = (name: string, ...words: string[]) =>
    execFileSync(process.execPath, [join(root, 'node_modules', name), ...words], {
      cwd: root,
      stdio: 'pipe',
    });
  tool('electron-vite/bin/electron-vite.js', 'build');
  const stub = join(folder, 'runtime');
  mkdirSync(join(stub, 'locales'), { recursive: true });
  mkdirSync(join(stub, 'resources'));
  writeFileSync(join(stub, 'locales', 'en-US.pak'), '');
  const program = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([1, FUSES]),
    Buffer.from('0'.repeat(FUSES)),
  ]);
  writeFileSync(join(stub, 'electron'), program, { mode: 0o755 });
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version']) writeFileSync(join(stub, name), '');
  const settings = [`-c.electronDist=${stub}`, `-c.directories.output=${join(folder, 'packed')}`];
  tool('electron-builder/cli.js', '--linux', 'dir', '--x64', '--publish', 'never', ...settings);
  packed = join(folder, 'packed', 'linux-unpacked');
  archive = new Archive(join(packed, 'resources', 'app.asar'));
  files = archive.list();
});

afterAll(() => {
  archive.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the packaged program', () => {
  it('holds what was built and what that needs, and nothing of how it was made', () => {
    const own = files.map(({ path }) => path).filter((path) => !path.startsWith('node_modules/'));
    for (const path of [
      'package.json',
      'out/main/index.mjs',
      'out/main/engine.mjs',
      'out/preload/index.cjs',
      'out/renderer/index.html',
    ])
      expect([path, own.includes(path)]).toEqual([path, true]);
    expect(own.filter((path) => !/^(package\.json$|out\/(main|preload|renderer)\/)/.test(path))).toEqual([]);
    expect(own.filter((path) => /\.(ts|tsx|map)$/.test(path))).toEqual([]);
    for (const name of ['electron', 'electron-builder', 'vitest', '@playwright/test', 'typescript'])
      expect([name, files.some(({ path }) => path.startsWith(`node_modules/${name}/`))]).toEqual([
        name,
        false,
      ]);
  });

  it('keeps the database beside the archive, where its library can be loaded', () => {
    const outside = files.filter(({ unpacked }) => unpacked).map(({ path }) => path);
    expect(outside.filter((path) => !path.startsWith('node_modules/@duckdb/'))).toEqual([]);
    const libraries = files.filter(({ path }) => /\.(node|so|dylib|dll)$/.test(path));
    expect(libraries.length).toBeGreaterThan(0);
    for (const { path, unpacked } of libraries) {
      expect([path, unpacked]).toEqual([path, true]);
      expect(existsSync(join(packed, 'resources', 'app.asar.unpacked', path))).toBe(true);
    }
  });

  it('has its fuses set in the program itself', () => {
    const program = readdirSync(packed).find((name) => name.toLowerCase() === 'tickmark');
    const text = readFileSync(join(packed, program!), 'latin1');
    const at = text.indexOf(SENTINEL) + SENTINEL.length + 2;
    // In the order of @electron/fuses: run as Node, encrypt cookies, NODE_OPTIONS, --inspect, integrity of the archive,
    // the archive alone, a snapshot of its own, privileges of file:.
    expect(text.slice(at, at + 8)).toBe('01001100');
  });

  it('its engine starts from what is packed, and opens its database', async () => {
    // As the runtime shows the archive: one folder, with what lies beside it in its place.
    const app = join(folder, 'app');
    archive.extract(app);
    cpSync(join(packed, 'resources', 'app.asar.unpacked'), app, { recursive: true });
    const entry = pathToFileURL(join(app, 'out', 'main', 'engine.mjs')).href;
    const child = fork(join(import.meta.dirname, 'stub-runtime.mjs'), [entry], {
      execArgv: [],
      env: { ...process.env, XDG_CONFIG_HOME: join(folder, 'config') },
    });
    expect(await next(child)).toEqual({ type: 'ready' });
    const params = {
      dir: join(folder, 'engagement'),
      client: 'Packed',
      kind: 'external',
      period: { from: '2024-07-01', to: '2024-12-31' },
      timezone: 'UTC',
    };
    child.send({ type: 'call', id: 1, method: 'engagement.create', params });
    expect(await next(child)).toMatchObject({
      type: 'answer',
      id: 1,
      answer: { ok: true, value: { client: 'Packed', journal: { entries: 1 } } },
    });
    const ended = once(child, 'exit');
    child.send({ type: 'close' });
    expect(await next(child)).toEqual({ type: 'closed' });
    await ended;
  });
});

const next = async (child: ChildProcess): Promise<unknown> => (await once(child, 'message'))[0];
