import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPackage, redactionRecord, redactPackage } from '#engine/evidence/index.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import type { VerifyReport } from '#shared/model/verify.ts';
import { findBrowser } from '../../../scripts/browser.ts';
import { makePackages, makeParty, type Party, type SamplePackages, sampleInput, scratch } from './make-package.ts';
import { sha256 } from './tamperings.ts';
import { VECTORS } from './vectors.ts';
import { PackageEdit } from './zip-edit.ts';

let dir: string;
let genuine: SamplePackages;
let stranger: Party;
let browser: Browser;
let page: Page;
/** What the page asked the network for, and what went wrong in it. */
const requests: string[] = [];
const errors: string[] = [];

beforeAll(async () => {
  dir = await scratch();
  genuine = await makePackages();
  stranger = await makeParty('Stranger');
  for (const role of ['preparer', 'reviewer'] as const)
    writeFileSync(join(dir, `${role}.pem`), genuine[role].certificate);
  await build({
    configFile: resolve('vite.verifier-page.config.ts'),
    logLevel: 'error',
    build: { outDir: dir, emptyOutDir: false },
  });
  browser = await chromium.launch({ executablePath: await findBrowser() });
  const context = await browser.newContext();
  page = await context.newPage();
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => errors.push(message.text()));
  await page.goto(pathToFileURL(join(dir, 'tickmark-verify.html')).href);
}, 120_000);
afterAll(() => browser?.close());

/** What the page shows of the file `package.zip`. */
async function shown(bytes: Uint8Array): Promise<VerifyReport | string> {
  writeFileSync(join(dir, 'package.zip'), bytes);
  await page.setInputFiles('#package', []);
  await page.setInputFiles('#package', join(dir, 'package.zip'));
  await page.locator('[data-verdict], [data-error]').waitFor();
  const text = await page.evaluate(() => {
    const failed = document.querySelector<HTMLElement>('[data-error]');
    if (failed !== null) return JSON.stringify(failed.textContent);
    const verdict = document.querySelector<HTMLElement>('[data-verdict]')!.dataset['verdict'];
    const checks = [...document.querySelectorAll<HTMLElement>('li')].map((item) => ({
      layer: item.dataset['layer'],
      name: item.dataset['name'],
      ok: JSON.parse(item.dataset['ok']!) as boolean | null,
      detail: item.querySelector('span')!.textContent,
    }));
    return JSON.stringify({ verdict, checks });
  });
  return JSON.parse(text) as VerifyReport | string;
}

/** The page groups checks by layer; their order within a layer is kept. */
function grouped({ verdict, checks }: VerifyReport): VerifyReport {
  const layers = [...new Set(checks.map(({ layer }) => layer))];
  return { verdict, checks: layers.flatMap((layer) => checks.filter((check) => check.layer === layer)) };
}

/** Compares with the built-in verifier, both with the genuine certificates where they are `trusted`. */
async function same(bytes: Uint8Array, trusted = false): Promise<void> {
  const roles = trusted ? (['preparer', 'reviewer'] as const) : [];
  await page.setInputFiles('#package', []);
  await page.setInputFiles(
    '#trust',
    roles.map((role) => join(dir, `${role}.pem`)),
  );
  const seen = await shown(bytes);
  const trust = roles.map((role) => genuine[role].certificate);
  const own = await verifyPackage(join(dir, 'package.zip'), trusted ? { trust } : {});
  expect(typeof seen === 'string' ? seen : grouped(seen)).toEqual(grouped(own));
}

describe('the verifier as a page', () => {
  it('says what the built-in verifier says, of genuine packages, with and without trust', async () => {
    for (const name of ['prepared', 'reviewed', 'bare'] as const) {
      await same(genuine[name]);
      await same(genuine[name], true);
    }
  }, 120_000);

  it.each(VECTORS)('$name: the same', async ({ of, tamper, trust }) => {
    const edit = await tamper(await PackageEdit.of(genuine[of]), { ...genuine, stranger });
    await same(edit.pack(), trust);
  });

  it('says the same of a package that can be redacted, of one that was, and of both with a cell changed', async () => {
    const table = Buffer.from('id,name\n1,"Silva, Ana"\n2,Müller\n');
    const path = `data/sources/${sha256(table)}/people.csv`;
    const record = await redactionRecord({
      sources: [{ path, bytes: table }],
      shapeOf: () => 'delimited',
      seed: Buffer.alloc(32, 7),
    });
    const [whole, redacted] = [join(dir, 'whole.zip'), join(dir, 'redacted.zip')];
    const input = await sampleInput(genuine.preparer.signer, whole);
    const payload = [{ path, bytes: table }, { path: 'data/notes.txt', bytes: Buffer.from('{}\n') }];
    await buildPackage({ ...input, payload, record: [...input.record, ...record.entries] });
    await redactPackage({
      file: whole,
      out: redacted,
      sources: [{ source: 'people.csv', columns: ['name'], rows: [] }],
      keep: [],
    });
    for (const file of [whole, redacted]) {
      await same(readFileSync(file));
      const edit = await PackageEdit.of(readFileSync(file));
      const changed = file === whole ? path : `redacted/${path}.ndjson`;
      const text = edit.text(changed);
      await same(edit.set(changed, text.replace(file === whole ? 'Silva' : '"1,"', '"2,"')).pack());
    }
  }, 120_000);

  it('says the same of a package that another program packed again, with compression', async () => {
    writeFileSync(join(dir, 'again.zip'), genuine.reviewed);
    execFileSync('bash', ['-c', 'mkdir again && cd again && unzip -q ../again.zip && zip -qr ../packed.zip EV-*'], {
      cwd: dir,
    });
    await same(readFileSync(join(dir, 'packed.zip')), true);
  }, 60_000);

  it('says the same of a package cut off, and refuses what is no package', async () => {
    await same(genuine.reviewed.subarray(0, 5000));
    expect(await shown(Buffer.from('not a package'))).toMatch(/^error PACKAGE_INVALID: /);
  });

  it('asked for nothing but itself, and nothing went wrong in it', () => {
    expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:'))).toEqual([]);
    expect(errors).toEqual([]);
    expect(readFileSync(join(dir, 'tickmark-verify.html'), 'utf8')).toContain("default-src 'none'");
  });

  it('can be read by everybody', async () => {
    await shown(genuine.reviewed);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
