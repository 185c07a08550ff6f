import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPackage } from '#engine/evidence/index.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { importPkcs12, openKey } from '#engine/keys/index.ts';
import { corporateKey } from './corporate-key.ts';
import { sampleInput, scratch } from './make-package.ts';
import { PackageEdit } from './zip-edit.ts';

describe('a key from a corporate authority', () => {
  it.each([
    ['RSA', ['rsa:3072']],
    ['P-384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
  ])('%s signs a package and its report; the root alone establishes trust', async (_, key) => {
    const { p12, root } = await corporateKey(key);
    const dir = await scratch();
    const now = new Date();
    await importPkcs12(dir, { name: 'ana', bytes: p12, filePassphrase: 'p', passphrase: 'own', now });
    const out = join(dir, 'package.zip');
    const signedAt = `${now.toISOString().slice(0, 19)}Z`;
    await buildPackage({ ...(await sampleInput(await openKey(dir, 'ana', 'own'), out)), signedAt });
    const report = await verifyPackage(out, { trust: [root] });
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([]);
    expect(report.checks.find(({ layer }) => layer === 'trust')?.ok).toBe(true);
    expect(report.checks.find(({ name }) => name === 'PDF signatures')?.ok).toBe(true);
    const edit = await PackageEdit.of(readFileSync(out));
    writeFileSync(join(dir, 'report.pdf'), edit.get('signatures/report.pdf'));
    const printed = execFileSync('pdfsig', ['-nocert', join(dir, 'report.pdf')], { encoding: 'utf8' });
    expect(printed).toContain('Signature is Valid.');
  });
});
