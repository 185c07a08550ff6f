import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InlineConfig, build, mergeConfig } from 'vite';
import electronConfig from '../../electron.vite.config.ts';
import windowConfig from '../../vite.config.ts';
import { parseFile } from './parse-file.ts';

interface Manifest {
  dependencies: Record<string, string>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-builds-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Builds into a folder of the test; the names of the files, relative to it. */
async function built(name: string, config: InlineConfig): Promise<string[]> {
  const outDir = join(folder, name);
  const own: InlineConfig = { configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: true } };
  await build(mergeConfig(config, own));
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1));
}

describe('the built window', () => {
  let files: string[];
  let html: string;
  beforeAll(async () => {
    files = await built('window', windowConfig);
    html = await readFile(join(folder, 'window', 'index.html'), 'utf8');
  });

  it('has no script or style in its page, and a place for the nonce', () => {
    expect(html).toContain('<meta property="csp-nonce" nonce="__TICKMARK_NONCE__"');
    const scripts = [...html.matchAll(/<script\b([^>]*)>([^<]*)<\/script>/gu)];
    expect(scripts).toHaveLength(1);
    expect(
      scripts.map(([, attributes, body]) => [/\ssrc="\.\/assets\//u.test(attributes ?? ''), body]),
    ).toEqual([[true, '']]);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/iu);
  });

  it('names its own files only, by relative address', () => {
    const addresses = [...html.matchAll(/\s(?:src|href)="([^"]*)"/gu)].map(([, address]) => address ?? '');
    expect(addresses.filter((address) => !address.startsWith('./assets/'))).toEqual([]);
    expect(addresses.filter((address) => !files.includes(address.slice(2)))).toEqual([]);
  });

  it('has styles that fetch nothing from elsewhere', async () => {
    const styles = files.filter((file) => file.endsWith('.css'));
    expect(styles.length).toBeGreaterThan(0);
    for (const file of styles) {
      const css = await readFile(join(folder, 'window', file), 'utf8');
      expect(css).not.toMatch(/@import|url\(\s*["']?(?:https?:|\/\/|data:)/u);
    }
  });

  it('needs less than 400 kB, compressed, before anything is shown', async () => {
    const assets = [...html.matchAll(/\s(?:src|href)="\.\/(assets\/[^"]*)"/gu)].map(([, file]) => file ?? '');
    // What the page names, and whatever these load at once; what is loaded by import() comes when it is looked at.
    const needed = new Set<string>();
    const follow = async (file: string): Promise<void> => {
      if (needed.has(file)) return;
      needed.add(file);
      if (!file.endsWith('.js')) return;
      const text = await readFile(join(folder, 'window', file), 'utf8');
      for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/gu))
        await follow(`assets/${name}`);
    };
    for (const file of assets) await follow(file);
    // The overview is what an opened engagement shows first.
    const overview = files.find((file) => /^assets\/overview-[^/]*\.js$/u.test(file));
    expect(overview).toMatch(/^assets\/overview-/u);
    await follow(overview!);
    const sizes = await Promise.all(
      [...needed].map(async (file) => gzipSync(await readFile(join(folder, 'window', file))).length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(400_000);
    expect([...needed].filter((file) => /outlines|world-map|codemirror|query-/u.test(file))).toEqual([]);
  });

  it('is minified', async () => {
    const scripts = files.filter((file) => file.endsWith('.js'));
    const lines = await Promise.all(
      scripts.map(
        async (file) => (await readFile(join(folder, 'window', file), 'utf8')).trim().split('\n').length,
      ),
    );
    expect(Math.max(...lines)).toBeLessThan(500);
  });
});

/** As electron-vite builds for Node: our own modules inside, packages outside. */
const forNode = (config: InlineConfig): InlineConfig =>
  mergeConfig(config, { root, build: { ssr: true, rolldownOptions: { external: ['electron'] } } });

describe('the built preload', () => {
  it('is one CommonJS file that needs electron and nothing else', async () => {
    const { preload } = electronConfig as { preload: InlineConfig };
    const files = await built(
      'preload',
      mergeConfig(forNode(preload), { ssr: { noExternal: true, external: ['electron'] } }),
    );
    expect(files).toEqual(['index.cjs']);
    const text = await readFile(join(folder, 'preload', 'index.cjs'), 'utf8');
    expect([...text.matchAll(/\brequire\((["'`])([^"'`]+)\1\)/gu)].map(([, , name]) => name)).toEqual([
      'electron',
    ]);
    expect(text).not.toMatch(/\bimport\(|^\s*(?:import|export)\s/mu);
  });
});

describe('the built processes', () => {
  let texts: string[];
  beforeAll(async () => {
    const { main } = electronConfig as { main: InlineConfig };
    const files = await built('main', forNode(main));
    expect(files).toEqual(expect.arrayContaining(['index.mjs', 'engine.mjs']));
    texts = await Promise.all(files.map((file) => readFile(join(folder, 'main', file), 'utf8')));
  });

  it('need Node, electron and packages that are shipped', async () => {
    const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
    const shipped = new Set(['electron', ...Object.keys(dependencies)]);
    const named = texts
      .flatMap((text) => parseFile('built.mjs', text).specifiers)
      .filter((name) => !name.startsWith('.'));
    const packages = named.filter((name) => !name.startsWith('node:'));
    expect(packages).toContain('@duckdb/node-api');
    const names = packages.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    expect([...new Set(names)].filter((name) => !shipped.has(name))).toEqual([]);
  });

  it('hold no part that takes itself for the program: in one file, each would be', () => {
    const lines = texts.flatMap((text) => text.split('\n'));
    expect(lines.filter((line) => /process\.argv\s*\[\s*1\s*\]/u.test(line))).toEqual([]);
  });
});
