import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPackage } from '#engine/evidence/index.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { importPkcs12, openKey } from '#engine/keys/index.ts';
import { sampleInput, scratch } from './make-package.ts';
import { PackageEdit } from './zip-edit.ts';

/** A certificate of a company's authority as PKCS#12, made with OpenSSL, and that authority's certificate. */
async function corporateKey(key: string[]): Promise<{ p12: Buffer; root: string }> {
  const dir = await scratch();
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const root = ['-keyout', 'ca.key', '-out', 'ca.pem', '-days', '3650', '-subj', '/CN=Corporate Root'];
  openssl('req', '-x509', '-newkey', 'rsa:3072', '-nodes', ...root);
  openssl(
    'req',
    '-newkey',
    ...key,
    '-nodes',
    '-keyout',
    'leaf.key',
    '-out',
    'leaf.csr',
    '-subj',
    '/CN=Ana/O=Audit',
  );
  const issue = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '3000'];
  openssl('x509', '-req', '-in', 'leaf.csr', ...issue, '-out', 'leaf.pem');
  const pack = ['-inkey', 'leaf.key', '-in', 'leaf.pem', '-certfile', 'ca.pem', '-passout', 'pass:p'];
  openssl('pkcs12', '-export', ...pack, '-out', 'out.p12');
  return { p12: readFileSync(join(dir, 'out.p12')), root: readFileSync(join(dir, 'ca.pem'), 'utf8') };
}

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
