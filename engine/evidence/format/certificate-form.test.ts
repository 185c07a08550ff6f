import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParty, scratch } from '#test/vectors/packages/make-package.ts';
import * as page from '../../../verifier/stand-ins/crypto.ts';
import { isCertificateForm } from './certificate-form.ts';
import { parseCertificates } from './certificates.ts';

let leaf: Buffer;
let authority: Buffer;

const derOf = (pem: string) => new X509Certificate(pem).raw;

beforeAll(async () => {
  const { signer } = await makeParty('Ana');
  [leaf, authority] = signer.certificatesPem.map(derOf) as [Buffer, Buffer];
});

/** The bytes with one place changed, found by what stands there. */
function edited(der: Buffer, from: string, to: string): Buffer {
  const hex = der.toString('hex');
  expect(hex.split(from)).toHaveLength(2);
  return Buffer.from(hex.replace(from, to), 'hex');
}

const pemOf = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;

/** Every `step`th bit turned over, one at a time. */
function* changed(der: Buffer, step: number): Generator<Buffer> {
  for (let bit = 0; bit < der.byteLength * 8; bit += step) {
    const bytes = Buffer.from(der);
    bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    yield bytes;
  }
}

describe('the form of a certificate', () => {
  it('is that of certificates as authorities issue them', () => {
    expect([leaf, authority].map(isCertificateForm)).toEqual([true, true]);
    // Authorities of the world, as Node carries them; those with keys of other kinds are none of ours.
    const known = rootCertificates.map((pem) => new X509Certificate(pem));
    const ours = known.filter(
      ({ publicKey: { asymmetricKeyType } }) => asymmetricKeyType === 'rsa' || asymmetricKeyType === 'ec',
    );
    const refused = ours.filter(({ raw }) => !isCertificateForm(raw)).map(({ subject }) => subject);
    expect(refused).toEqual([]);
    expect(ours.length).toBeGreaterThan(100);
  });

  it.each([
    ['rsa', ['rsa:2048']],
    ['P-521', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521']],
    ['Ed25519', ['ed25519']],
  ])('is that of what OpenSSL makes: %s', async (_name, key) => {
    const dir = await scratch();
    const subject = '/CN=Άννα/O=Audit & Rat/C=PT/emailAddress=ana@example.org';
    const more = [
      '-addext',
      'subjectAltName=email:ana@example.org,URI:https://example.org,IP:10.0.0.1,dirName:d',
    ];
    writeFileSync(join(dir, 'c.cnf'), '[req]\ndistinguished_name=n\n[n]\n[d]\nCN=Ana\n');
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-config',
        'c.cnf',
        '-newkey',
        ...key,
        '-nodes',
        '-keyout',
        'k',
        '-out',
        'c.pem',
        '-utf8',
        '-subj',
        subject,
        ...more,
      ],
      { cwd: dir, stdio: 'pipe' },
    );
    expect(isCertificateForm(derOf(readFileSync(join(dir, 'c.pem'), 'utf8')))).toBe(true);
  });

  it.each<[string, (leaf: Buffer) => Buffer]>([
    ['bytes behind it', (der) => Buffer.concat([der, Buffer.from([0])])],
    ['nothing', () => Buffer.alloc(0)],
    ['its end cut off', (der) => der.subarray(0, -1)],
    [
      'a length of more bytes than it needs',
      (der) => edited(der, '130341 6e61'.replace(' ', ''), '13810341'),
    ],
    [
      'a month that there is not',
      (der) =>
        edited(
          der,
          Buffer.from('240101000000Z').toString('hex'),
          Buffer.from('241301000000Z').toString('hex'),
        ),
    ],
    [
      'a day that there is not',
      (der) =>
        edited(
          der,
          Buffer.from('240101000000Z').toString('hex'),
          Buffer.from('240230000000Z').toString('hex'),
        ),
    ],
    ['a curve that no reader knows', (der) => edited(der, '2a8648ce3d030107', '2a8648ce3d03010f')],
    [
      'an algorithm inside that is not the one outside',
      (der) => Buffer.from(der.toString('hex').replace('2a8648ce3d040302', '2a8648ce3d040303'), 'hex'),
    ],
    ['a point in the hybrid form', (der) => edited(der, '03420004', '03420006')],
    ['a version that there is not', (der) => edited(der, 'a003020102', 'a003020103')],
    ['a use of the key that is empty', (der) => edited(der, '0404030206c0', '040404020000')],
  ])('is not that of a certificate with %s', (_name, change) => {
    expect(isCertificateForm(change(leaf))).toBe(false);
  });

  it('leaves the page and Node of one mind about who issued a certificate that names its issuer', async () => {
    const dir = await scratch();
    const run = (...words: string[]) => execFileSync('openssl', words, { cwd: dir, stdio: 'pipe' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    run('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Root/O=Corp');
    run('req', ...key, '-keyout', 'k', '-out', 'c.csr', '-subj', '/CN=Ana');
    writeFileSync(join(dir, 'e.cnf'), 'authorityKeyIdentifier=keyid,issuer:always\n');
    run(
      'x509',
      '-req',
      '-in',
      'c.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-extfile',
      'e.cnf',
      '-out',
      'c.pem',
    );
    const [below, above] = ['c.pem', 'ca.pem'].map((name) =>
      derOf(readFileSync(join(dir, name), 'utf8')),
    ) as [Buffer, Buffer];
    const verdicts = new Set<boolean>();
    for (const bytes of changed(above, 3)) {
      if (parseCertificates(pemOf(bytes)) === null) continue;
      const own = new X509Certificate(below).checkIssued(new X509Certificate(bytes));
      const other = new page.X509Certificate(below).checkIssued(new page.X509Certificate(bytes));
      expect(other, bytes.toString('hex')).toBe(own);
      verdicts.add(own);
    }
    expect(verdicts).toEqual(new Set([true, false]));
  }, 120_000);

  it('is all that the page and Node agree on: what is changed by one bit both read in the same way or not at all', () => {
    for (const der of [leaf, authority]) {
      for (const bytes of changed(der, 5)) {
        const [own] = parseCertificates(pemOf(bytes)) ?? [];
        if (!isCertificateForm(bytes)) {
          expect(own).toBe(undefined);
          continue;
        }
        let other: InstanceType<typeof page.X509Certificate> | undefined;
        try {
          const read = new page.X509Certificate(bytes);
          other = read.publicKey.asymmetricKeyType === '' ? undefined : read;
        } catch {
          other = undefined;
        }
        const facts = (one: typeof own | typeof other) =>
          one === undefined ? null : [one.validFrom, one.validTo, one.ca, one.publicKey.asymmetricKeyType];
        expect(facts(other), createHash('sha256').update(bytes).digest('hex')).toEqual(facts(own));
      }
    }
  }, 120_000);
});
