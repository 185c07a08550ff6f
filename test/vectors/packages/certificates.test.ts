import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificates } from '#engine/evidence/format/certificates.ts';
import { findBrowser } from '../../../scripts/browser.ts';
import pageConfig from '../../../vite.verifier-page.config.ts';
import { certificateFacts, type CertificateFacts, type Surroundings } from './certificate-facts.ts';
import { scratch } from './make-package.ts';

let dir: string;
let browser: Browser;
let page: Page;

/** The reading of certificates as the page has it, in a browser. */
beforeAll(async () => {
  dir = await scratch();
  writeFileSync(
    join(dir, 'entry.ts'),
    `import ${JSON.stringify(resolve('verifier/buffer.ts'))};
import { certificateFacts } from ${JSON.stringify(resolve('test/vectors/packages/certificate-facts.ts'))};
Object.assign(globalThis, { certificateFacts });
`,
  );
  await build({
    configFile: false,
    root: resolve('.'),
    logLevel: 'error',
    ...(pageConfig.resolve === undefined ? {} : { resolve: pageConfig.resolve }),
    build: {
      outDir: dir,
      emptyOutDir: false,
      target: 'chrome123',
      rollupOptions: {
        input: join(dir, 'entry.ts'),
        output: { format: 'iife', entryFileNames: 'page.js', codeSplitting: false },
      },
    },
  });
  browser = await chromium.launch({ executablePath: await findBrowser() });
  page = await browser.newPage();
  await page.addScriptTag({ content: readFileSync(join(dir, 'page.js'), 'utf8') });
}, 120_000);
afterAll(() => browser?.close());

const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: dir, stdio: 'pipe' });
const derOf = (name: string) => parseCertificates(readFileSync(join(dir, name), 'utf8'))![0]!.raw;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

const RSA_KEYS = { 'RSA 2048': 'rsa:2048', 'RSA 3072': 'rsa:3072' };
const pss = (...more: string[]) =>
  ['rsa_padding_mode:pss', ...more].flatMap((option) => ['-sigopt', option]);

const EXTENSIONS = `[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[person]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
extendedKeyUsage = emailProtection,1.3.6.1.5.5.7.3.36
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid,issuer:always
subjectAltName = email:ana@example.org,URI:https://example.org,IP:10.0.0.1
`;

/** An authority and somebody whom it certified: `name-ca.pem`, `name.pem`, `name.key`. `how`: options of each signature. */
function issue(name: string, key: readonly string[], how: readonly string[]): void {
  writeFileSync(join(dir, 'e.cnf'), EXTENSIONS);
  const make = ['-newkey', ...key, '-nodes', '-config', 'e.cnf'];
  const subject = (who: string) => ['-subj', `/CN=${who}/O=Audit & Rat/C=PT`];
  const root = [...make, '-keyout', `${name}-ca.key`, '-out', `${name}-ca.pem`, ...subject('Root')];
  openssl('req', '-x509', ...root, '-days', '3650', '-extensions', 'authority', ...how);
  openssl('req', ...make, '-keyout', `${name}.key`, '-out', `${name}.csr`, ...subject('Ana'));
  const by = ['-CA', `${name}-ca.pem`, '-CAkey', `${name}-ca.key`, '-CAcreateserial', '-days', '30'];
  const extensions = ['-extfile', 'e.cnf', '-extensions', 'person'];
  openssl('x509', '-req', '-in', `${name}.csr`, ...by, ...extensions, '-out', `${name}.pem`, ...how);
}

/** Whether OpenSSL takes `name.pem` for one that `name-ca.pem` issued. */
function opensslVerifies(name: string): boolean {
  try {
    openssl('verify', '-no_check_time', '-CAfile', `${name}-ca.pem`, `${name}.pem`);
    return true;
  } catch {
    return false;
  }
}

/** What Node and the page make of these certificates. */
async function both(certificates: readonly Uint8Array[], around: Surroundings) {
  const list = certificates.map(base64);
  const seen: (CertificateFacts | null)[] = [];
  for (let at = 0; at < list.length; at += 500) {
    seen.push(
      ...(await page.evaluate(
        ([some, beside]) =>
          (globalThis as unknown as { certificateFacts: typeof certificateFacts }).certificateFacts(
            some as string[],
            beside as Surroundings,
          ),
        [list.slice(at, at + 500), around],
      )),
    );
  }
  return { own: certificateFacts(list, around), seen };
}

/** Numbers from 0 to 1 that follow from the seed: mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Changes of one bit, of one byte, of two bytes, bytes put in and taken out; the same for the same seed. */
function mutations(der: Buffer, count: number, seed: number): Buffer[] {
  const next = numbers(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  const found: Buffer[] = [];
  for (let i = 0; i < count; i += 1) {
    const bytes = Buffer.from(der);
    const at = below(bytes.byteLength);
    const kind = below(5);
    if (kind === 0) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << below(8)), at);
    if (kind === 1 || kind === 2) bytes.writeUInt8(below(256), at);
    if (kind === 2) bytes.writeUInt8(below(256), below(bytes.byteLength));
    if (kind === 3)
      found.push(Buffer.concat([bytes.subarray(0, at), Buffer.from([below(256)]), bytes.subarray(at)]));
    else if (kind === 4) found.push(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]));
    else found.push(bytes);
  }
  return found;
}

/** Every bit of the certificate turned over, one at a time. */
function turned(der: Buffer): Buffer[] {
  return Array.from({ length: der.byteLength * 8 }, (_, bit) => {
    const bytes = Buffer.from(der);
    bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    return bytes;
  });
}

describe('a certificate that was signed with RSA', () => {
  it.each<[string, string[], boolean]>([
    ['PKCS #1 v1.5 and SHA-256', ['-sha256'], true],
    ['PKCS #1 v1.5 and SHA-512', ['-sha512'], true],
    ['PKCS #1 v1.5 and SHA-1', ['-sha1'], false],
    ['PKCS #1 v1.5 and SHA-224', ['-sha224'], false],
    ['PSS and SHA-256', ['-sha256', ...pss('rsa_pss_saltlen:32')], true],
    ['PSS and SHA-384', ['-sha384', ...pss('rsa_pss_saltlen:48')], true],
    ['PSS and SHA-512, its longest salt', ['-sha512', ...pss('rsa_pss_saltlen:-2')], true],
    ['PSS without a salt', ['-sha256', ...pss('rsa_pss_saltlen:0')], true],
    ['PSS with a salt of 20 bytes, which goes without saying', ['-sha256', ...pss('rsa_pss_saltlen:20')], true],
    ['PSS and SHA-1, which goes without saying', ['-sha1', ...pss('rsa_pss_saltlen:20')], false],
    ['PSS with two hashes', ['-sha256', ...pss('rsa_pss_saltlen:32', 'rsa_mgf1_md:sha512')], false],
  ])('%s is issued in Node and in the page alike', async (_name, how, ours) => {
    issue('one', ['rsa:2048'], how);
    // OpenSSL takes them all: what is not ours is not by a rule of the format.
    expect(opensslVerifies('one')).toBe(true);
    const [leaf, authority] = [derOf('one.pem'), derOf('one-ca.pem')];
    const around = { issuers: [base64(authority)], below: [base64(leaf)], signatures: [] };
    const { own, seen } = await both([leaf, authority], around);
    expect(seen).toEqual(own);
    expect(own.map((facts) => facts?.issued)).toEqual([[ours], [ours]]);
  });

  it('is not issued where a bit of a PSS signature is another, as OpenSSL finds', async () => {
    issue('bent', ['rsa:2048'], ['-sha256', ...pss('rsa_pss_saltlen:32')]);
    const [leaf, authority] = [derOf('bent.pem'), derOf('bent-ca.pem')];
    const bent = [1, 100, 255].map((at) => {
      const bytes = Buffer.from(leaf);
      bytes.writeUInt8(bytes.readUInt8(bytes.byteLength - at) ^ 1, bytes.byteLength - at);
      return bytes;
    });
    const judged = bent.map((bytes) => {
      writeFileSync(join(dir, 'bent.der'), bytes);
      openssl('x509', '-inform', 'DER', '-in', 'bent.der', '-out', 'bent.pem');
      return opensslVerifies('bent');
    });
    const around = { issuers: [base64(authority)], below: [], signatures: [] };
    const { own, seen } = await both(bent, around);
    expect(seen).toEqual(own);
    expect(own.map((facts) => facts?.issued[0])).toEqual(judged);
    expect(judged).toEqual([false, false, false]);
  });

  it('with a key that is for PSS alone is none, in all verifiers', async () => {
    const key = ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'];
    issue('alone', key, []);
    const pem = ['alone.pem', 'alone-ca.pem'].map((name) => readFileSync(join(dir, name), 'utf8'));
    expect(pem.map((text) => parseCertificates(text))).toEqual([null, null]);
    const bytes = pem.map((text) => Buffer.from(text.replaceAll(/-----.*-----|\s/g, ''), 'base64'));
    const { own, seen } = await both(bytes, { issuers: [], below: [], signatures: [] });
    expect([own, seen]).toEqual([
      [null, null],
      [null, null],
    ]);
  });
});

describe('Node and the page are of one mind about damaged certificates', () => {
  it.each([
    ...Object.entries(RSA_KEYS).map(([name, key]) => [name, key, ['-sha256']] as const),
    ['RSASSA-PSS', 'rsa:2048', ['-sha256', ...pss('rsa_pss_saltlen:32')]] as const,
  ])('%s', async (_name, key, how) => {
    issue('fuzz', [key], how);
    const [leaf, authority] = [derOf('fuzz.pem'), derOf('fuzz-ca.pem')];
    const bytes = Buffer.from('what is signed');
    const signature = sign('sha256', bytes, createPrivateKey(readFileSync(join(dir, 'fuzz.key'))));
    const around = {
      issuers: [base64(authority)],
      below: [base64(leaf)],
      signatures: [{ bytes: base64(bytes), signature: base64(signature) }],
    };
    const kinds = new Set<string>();
    for (const der of [leaf, authority]) {
      const list = [...turned(der).filter((_, i) => i % 17 === 0), ...mutations(der, 300, 24)];
      const { own, seen } = await both(list, around);
      const apart = own.flatMap((facts, i) =>
        JSON.stringify(facts) === JSON.stringify(seen[i])
          ? []
          : [{ own: facts, seen: seen[i], der: list[i]!.toString('hex') }],
      );
      expect(apart).toEqual([]);
      for (const facts of own) kinds.add(facts === null ? 'none' : `${facts.issued} ${facts.issues}`);
    }
    // Some are none, some lost their issuer, and of an authority some still issued what they issued.
    for (const kind of ['none', 'false false', 'false true']) expect(kinds).toContain(kind);
  }, 300_000);
});
