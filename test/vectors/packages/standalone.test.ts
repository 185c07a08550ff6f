import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPackage } from '#engine/evidence/index.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { makePackages, makeParty, sampleInput, type SamplePackages, scratch } from './make-package.ts';
import { VECTORS } from './vectors.ts';
import { PackageEdit } from './zip-edit.ts';

let dir: string;
let genuine: SamplePackages;

/** Bundles the verifier with everything it uses into one file in a folder without node_modules. */
async function bundle(outDir: string): Promise<void> {
  await build({
    configFile: resolve('vite.verifier.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: false },
  });
}

function run(...args: string[]) {
  return spawnSync(process.execPath, ['tickmark-verify.mjs', ...args], { cwd: dir, encoding: 'utf8' });
}

beforeAll(async () => {
  dir = await scratch();
  genuine = await makePackages();
  await bundle(dir);
});

describe('the verifier as a single file', () => {
  it('needs nothing but Node', () => {
    const text = readFileSync(join(dir, 'tickmark-verify.mjs'), 'utf8');
    const imports = [...text.matchAll(/^import [^;]*? from "([^"]+)"/gm)].map(([, name]) => name);
    expect(imports.filter((name) => !name?.startsWith('node:') && name !== 'module')).toEqual([]);
    expect(execFileSync('ls', { cwd: dir, encoding: 'utf8' })).toBe('tickmark-verify.mjs\n');
  });

  it('says what the built-in verifier says, of genuine and of all tampered packages', async () => {
    const people = { ...genuine, stranger: await makeParty('Stranger') };
    const packages = [genuine.prepared, genuine.reviewed, genuine.bare, genuine.reviewed.subarray(0, 5000)];
    for (const { of, tamper } of VECTORS)
      packages.push((await tamper(await PackageEdit.of(genuine[of]), people)).pack());
    const trust = `${genuine.preparer.certificate}${genuine.reviewer.certificate}`;
    writeFileSync(join(dir, 'trust.pem'), trust);
    for (const bytes of packages) {
      const file = join(dir, 'package.zip');
      writeFileSync(file, bytes);
      const own = await verifyPackage(file, { trust: [trust] });
      const { stdout, status, stderr } = run('package.zip', '--trust', 'trust.pem', '--json');
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual(own);
      expect(status).toBe(own.verdict === 'valid' ? 0 : 1);
    }
  }, 300_000);

  it('says the same of a package so large that threads hash it, whole and changed', async () => {
    const file = join(dir, 'large.zip');
    const payload = [{ path: 'data/sources/a.bin', bytes: Buffer.alloc(40 << 20, 7) }];
    payload.push({ path: 'data/sources/b.txt', bytes: Buffer.from('b') });
    await buildPackage({ ...(await sampleInput(genuine.preparer.signer, file)), payload });
    for (const verdict of ['valid', 'invalid']) {
      const own = await verifyPackage(file);
      expect(own.verdict).toBe(verdict);
      expect(JSON.parse(run('large.zip', '--json').stdout)).toEqual(own);
      writeFileSync(file, (await PackageEdit.of(readFileSync(file))).flip('data/sources/a.bin').pack());
    }
  }, 60_000);

  it('prints a line for each check, and one for each error', () => {
    copyFileSync(genuine.preparedFile, join(dir, 'package.zip'));
    const { stdout } = run('package.zip');
    expect(stdout).toContain('✓ completeness container: every byte of the ZIP is accounted for\n');
    expect(stdout).toMatch(/\nverdict: valid\n$/);
    writeFileSync(join(dir, 'text.zip'), 'no package');
    expect(run('text.zip')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^error PACKAGE_INVALID: /),
    });
    expect(run('missing.zip')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^error NOT_FOUND: /),
    });
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringMatching(/^error BAD_ARGUMENT: /) });
    expect(run('package.zip', '--wat')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^error BAD_ARGUMENT: /),
    });
  });
});
