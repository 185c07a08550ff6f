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
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Archive, type Archived } from './archive.ts';
import { neededPackages } from './needed-packages.ts';

const root = resolve(import.meta.dirname, '../..');
interface Manifest {
  name: string;
  version: string;
}
/** Stands before the fuses in the runtime's program (electron/fuses): version and count follow, then one digit each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;

let folder: string;
let packed: string;
let files: Archived[];
let archive: Archive;
/** The archive as the runtime shows it: one folder, with what lies beside it in its place. */
let app: string;

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
  app = join(folder, 'app');
  archive.extract(app);
  cpSync(join(packed, 'resources', 'app.asar.unpacked'), app, { recursive: true });
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

  it('holds the packages that its processes need, and none that the window is built of', () => {
    const built = readdirSync(join(app, 'out', 'main'), { recursive: true, encoding: 'utf8' });
    const texts = built
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => readFileSync(join(app, 'out', 'main', name), 'utf8'));
    const needed = neededPackages(texts);
    const held = files
      .filter(({ path }) => /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path))
      .map(({ path }) => JSON.parse(readFileSync(join(app, path), 'utf8')) as Manifest)
      .map(({ name, version }) => `${name} ${version}`);
    expect(held.filter((name) => !needed.has(name))).toEqual([]);
    const elsewhere = /^@duckdb\/node-bindings-(?!linux-x64 )/;
    expect([...needed].filter((name) => !elsewhere.test(name) && !held.includes(name))).toEqual([]);
    // What the packages carry for their makers and for browsers is most of what they are.
    expect(statSync(join(packed, 'resources', 'app.asar')).size).toBeLessThan(60_000_000);
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

  it('its engine works from what is packed: it reads, computes, prints, signs and verifies', async () => {
    const entry = pathToFileURL(join(app, 'out', 'main', 'engine.mjs')).href;
    const child = fork(join(import.meta.dirname, 'stub-runtime.mjs'), [entry], {
      execArgv: [],
      env: { ...process.env, XDG_CONFIG_HOME: join(folder, 'config') },
    });
    expect(await next(child)).toEqual({ type: 'ready' });
    let calls = 0;
    const call = async (method: string, params: object): Promise<unknown> => {
      const id = (calls += 1);
      const answered = new Promise((done) => {
        const hear = (message: { type: string; id?: number; answer?: unknown }): void => {
          if (message.type !== 'answer' || message.id !== id) return;
          child.off('message', hear);
          done(message.answer);
        };
        child.on('message', hear);
      });
      child.send({ type: 'call', id, method, params });
      return answered;
    };
    const created = await call('engagement.create', {
      dir: join(folder, 'engagement'),
      client: 'Packed',
      kind: 'external',
      period: { from: '2024-07-01', to: '2024-12-31' },
      timezone: 'UTC',
    });
    expect(created).toMatchObject({ ok: true, value: { client: 'Packed', journal: { entries: 1 } } });

    // Every package that is loaded late has its turn: databases, workbooks, archives, addresses, fonts, certificates.
    const given = await exports(join(folder, 'given'));
    expect(await call('intake.import', { paths: given })).toMatchObject({
      ok: true,
      value: { failed: [], receipts: given.map(() => ({ rejected: 0 })) },
    });
    expect(await call('access.countries', {})).toMatchObject({
      ok: true,
      value: { entries: 1, countries: [{ country: 'US', entries: 1 }] },
    });
    expect(await call('procedures.run', {})).toMatchObject({ ok: true });
    for (const [format, begins] of [
      ['pdf', '%PDF-'],
      ['xlsx', 'PK'],
    ] as const) {
      const path = join(folder, `coverage.${format}`);
      expect(await call('report.export', { report: 'coverage', format, path })).toMatchObject({ ok: true });
      expect(readFileSync(path, 'latin1').slice(0, begins.length)).toBe(begins);
    }
    const passphrase = 'correct horse battery';
    expect(await call('keys.create', { name: 'packed', passphrase })).toMatchObject({ ok: true });
    const file = join(folder, 'packed.zip');
    expect(
      await call('package.build', { key: 'packed', passphrase, role: 'preparer', path: file }),
    ).toMatchObject({ ok: true });
    expect(await call('package.verify', { file })).toMatchObject({ ok: true, value: { verdict: 'valid' } });
    const ended = once(child, 'exit');
    child.send({ type: 'close' });
    expect(await next(child)).toEqual({ type: 'closed' });
    await ended;
  });
});

const next = async (child: ChildProcess): Promise<unknown> => (await once(child, 'message'))[0];

/** A file of each kind that needs a package to be read, and one use of a system from an address. @returns their paths */
async function exports(into: string): Promise<string[]> {
  mkdirSync(into);
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Vendors').addRows([
    [
      'Vendor',
      'Access Type',
      'Contract Start',
      'Contract End',
      'DPA Signed',
      'Security Review',
      'Owner',
      'Accounts',
    ],
    ['Fixers', 'VPN', '2023-01-01', '2026-12-31', 'yes', '2024-06-01', 'ann@packed.example', 'v-fixers'],
  ]);
  const contents: Readonly<Record<string, Uint8Array | string>> = {
    'vendors.xlsx': new Uint8Array(await book.xlsx.writeBuffer()),
    'directory.c1z': readFileSync(join(root, 'engine/readers/baton-c1z/samples/typical/input.c1z')),
    'access_log.csv':
      'timestamp,account,system,resource,action,status_code,ip,user_agent\n2024-10-01T05:00:00Z,ann,erp,ledger,read,200,8.8.8.8,curl\n',
  };
  return Object.entries(contents).map(([name, content]) => {
    const path = join(into, name);
    writeFileSync(path, content);
    return path;
  });
}
