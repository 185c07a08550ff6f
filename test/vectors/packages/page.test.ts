import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addTimeToken,
  buildPackage,
  redactionRecord,
  redactPackage,
  signPackage,
  timeRequest,
} from '#engine/evidence/index.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { importPkcs12, openKey } from '#engine/keys/index.ts';
import type { VerifyReport } from '#shared/model/verify.ts';
import { findBrowser } from '../../../scripts/browser.ts';
import { corporateKey } from './corporate-key.ts';
import {
  makePackages,
  makeParty,
  type Party,
  REVIEWED_AT,
  sampleFindings,
  type SamplePackages,
  sampleInput,
  scratch,
} from './make-package.ts';
import { recomputeManifests, sha256 } from './tamperings.ts';
import { makeTimeAuthority } from './time-authority.ts';
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

/** Compares with the built-in verifier, both with the genuine certificates where they are `trusted`, or with those given. */
async function same(bytes: Uint8Array, trusted: boolean | readonly string[] = false): Promise<VerifyReport> {
  const genuineOnes = [genuine.preparer.certificate, genuine.reviewer.certificate];
  const trust = typeof trusted === 'boolean' ? (trusted ? genuineOnes : []) : trusted;
  await page.setInputFiles('#package', []);
  await page.setInputFiles(
    '#trust',
    trust.map((pem, i) => {
      const file = join(dir, `trust-${i}.pem`);
      writeFileSync(file, pem);
      return file;
    }),
  );
  const seen = await shown(bytes);
  const own = await verifyPackage(join(dir, 'package.zip'), trust.length > 0 ? { trust } : {});
  expect(typeof seen === 'string' ? seen : grouped(seen)).toEqual(grouped(own));
  return own;
}

/** How one check of a report ended. */
const outcome = ({ checks }: VerifyReport, name: string) => checks.find((check) => check.name === name)?.ok;

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

  it.each<[string, string[], string[]?]>([
    ['RSA 2048', ['rsa:2048']],
    ['RSA 2048, certified with PSS', ['rsa:2048'], ['-sha384', '-sigopt', 'rsa_padding_mode:pss']],
    ['RSA 4096', ['rsa:4096']],
    ['P-384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
    ['P-521', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521']],
  ])('says the same of a package and a report that a corporate key signed: %s', async (_name, key, how) => {
    const { p12, root } = await corporateKey(key, how);
    const keys = await scratch();
    const now = new Date();
    await importPkcs12(keys, { name: 'ana', bytes: p12, filePassphrase: 'p', passphrase: 'own', now });
    const signer = await openKey(keys, 'ana', 'own');
    const file = join(keys, 'package.zip');
    const signedAt = `${now.toISOString().slice(0, 19)}Z`;
    await buildPackage({ ...(await sampleInput(signer, file)), signedAt });
    const report = await same(readFileSync(file), [root]);
    expect(report.verdict).toBe('valid');
    expect(outcome(report, 'preparer certificate')).toBe(true);
    expect(outcome(report, 'PDF signatures')).toBe(true);
    expect(outcome(await same(readFileSync(file), [genuine.preparer.certificate]), 'preparer certificate')).toBe(
      false,
    );
    for (const path of ['signatures/preparer.dsse.json', 'signatures/report.pdf', 'certs/preparer-ca.pem'])
      await same((await PackageEdit.of(readFileSync(file))).flip(path).pack(), [root]);
    const edited = (await PackageEdit.of(readFileSync(file))).set(
      'data/findings.json',
      sampleFindings(true),
    );
    await same(recomputeManifests(edited).pack(), [root]);
  }, 120_000);

  it('says the same of time stamps: trusted, not trusted, changed, moved and for another signature', async () => {
    const { root, reply, withPss } = await makeTimeAuthority();
    const [stamped, both] = [join(dir, 'stamped.zip'), join(dir, 'stamped-twice.zip')];
    const stamp = async (file: string, role: 'preparer' | 'reviewer', out: string) =>
      addTimeToken({ file, role, response: reply(await timeRequest(file, role)), out });
    await stamp(genuine.preparedFile, 'preparer', stamped);
    const reviewed = join(dir, 'stamped-reviewed.zip');
    await signPackage({
      file: stamped,
      signer: genuine.reviewer.signer,
      role: 'reviewer',
      signedAt: REVIEWED_AT,
      out: reviewed,
    });
    await stamp(reviewed, 'reviewer', both);
    const people = [genuine.preparer.certificate, genuine.reviewer.certificate];
    const trusted = await same(readFileSync(both), [...people, root]);
    expect(trusted.checks.filter(({ ok }) => ok !== true)).toEqual([]);
    const untrusted = await same(readFileSync(both), people);
    expect(outcome(untrusted, 'reviewer signing time')).toBe(null);
    const pss = await PackageEdit.of(readFileSync(both));
    pss.set('time/preparer.tsr', withPss(pss.get('time/preparer.tsr')));
    expect(outcome(await same(pss.pack(), [...people, root]), 'preparer signing time')).toBe(true);
    const edits: ((edit: PackageEdit) => PackageEdit)[] = [
      (edit) => edit.flip('time/preparer.tsq'),
      (edit) => edit.set('time/reviewer.tsr', edit.get('time/preparer.tsr')),
      (edit) => edit.remove('time/preparer.tsr'),
      (edit) => edit.set('time/preparer.tsr', 'no answer'),
      (edit) => edit.set('time/preparer.tsr', Buffer.from('30053003020102', 'hex')),
    ];
    for (const tamper of edits)
      expect(
        (await same(tamper(await PackageEdit.of(readFileSync(both))).pack(), [...people, root])).verdict,
      ).toBe('invalid');
    const size = (await PackageEdit.of(readFileSync(both))).get('time/preparer.tsr').byteLength;
    for (let at = 40; at < size; at += 211) {
      const edit = await PackageEdit.of(readFileSync(both));
      const token = Buffer.from(edit.get('time/preparer.tsr'));
      token.writeUInt8(token.readUInt8(at) ^ 1, at);
      await same(edit.set('time/preparer.tsr', token).pack(), [...people, root]);
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
