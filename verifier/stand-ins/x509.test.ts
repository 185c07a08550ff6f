import { execFileSync } from 'node:child_process';
import * as node from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BitString, fromBER, Integer, ObjectIdentifier, Sequence } from 'asn1js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateSignature } from '#engine/evidence/format/certificate-form.ts';
import { holdsUnder } from '#engine/evidence/format/certificates.ts';
import { printedName } from '#engine/evidence/format/certificate-name.ts';
import * as page from './crypto.ts';
import { PublicKey } from './public-key.ts';

const EXTENSIONS = `
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[person]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = emailProtection,1.3.6.1.5.5.7.3.36
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid,issuer:always
[plain]
`;

const KEYS: Record<string, string[]> = {
  'P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'P-521': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  'RSA 2048': ['rsa:2048'],
  'RSA 3072': ['rsa:3072'],
  Ed25519: ['ed25519'],
};

/** Names that are hard to print: escapes, several attributes at one place, other scripts, numbers without a name. */
const SUBJECTS = [
  '/CN=Ana Silva/O=Audit & Rat, "GmbH"/C=PT/ST=Lisboa/L=Lisboa/emailAddress=ana@example.org',
  '/CN=Άννα Παπαδοπούλου/OU=Έλεγχος\\/Ревизия/O=  spaces  inside/serialNumber=0042',
  '/DC=org/DC=example/CN=a\\+b <c>; #d/UID=7/GN=Ana/SN=Silva/title=Dr/2.5.4.65=pseudo/1.2.3.4=own',
  '/CN=#first/O= led by a space',
  '/O=One+OU=Two/CN=Multi',
];

let dir: string;
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
const read = (name: string) => readFileSync(join(dir, name));

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tickmark-x509-'));
  writeFileSync(join(dir, 'extensions.cnf'), EXTENSIONS);
  for (const name of ['root', 'other']) {
    const key = ['-newkey', ...KEYS['RSA 2048']!, '-nodes', '-keyout', `${name}.key`];
    openssl(
      'req',
      '-x509',
      ...key,
      '-out',
      `${name}.pem`,
      '-days',
      '3650',
      '-subj',
      '/CN=Root',
      '-extensions',
      'v3_ca',
    );
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A certificate as both see it, and its key. */
function issue(key: string[], subject: string, section = 'person', issuer = 'root') {
  openssl(
    'req',
    '-newkey',
    ...key,
    '-nodes',
    '-keyout',
    'leaf.key',
    '-out',
    'leaf.csr',
    '-utf8',
    '-multivalue-rdn',
    '-subj',
    subject,
  );
  const by = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial', '-days', '30'];
  openssl(
    'x509',
    '-req',
    '-in',
    'leaf.csr',
    ...by,
    '-extfile',
    'extensions.cnf',
    '-extensions',
    section,
    '-out',
    'leaf.pem',
  );
  const pem = read('leaf.pem').toString('utf8');
  return {
    pem,
    theirs: new node.X509Certificate(pem),
    ours: new page.X509Certificate(pem),
    key: node.createPrivateKey(read('leaf.key')),
  };
}

const facts = (certificate: node.X509Certificate | page.X509Certificate) => {
  const { validFrom, validTo, fingerprint256, ca, keyUsage, raw } = certificate;
  const { asymmetricKeyType, asymmetricKeyDetails: { namedCurve, modulusLength } = {} } =
    certificate.publicKey;
  const kind = { asymmetricKeyType, namedCurve, modulusLength };
  const text = certificate.toString().trimEnd();
  return { validFrom, validTo, fingerprint256, ca, keyUsage, raw: raw.toString('hex'), kind, text };
};

describe('certificates without Node', () => {
  it.each(SUBJECTS)('say what Node says of %s', (subject) => {
    const { ours, theirs, pem } = issue(KEYS['P-256']!, subject);
    expect(facts(ours)).toEqual(facts(theirs));
    expect(facts(new page.X509Certificate(theirs.raw))).toEqual(facts(theirs));
    expect(ours.toString()).toBe(pem);
    expect(printedName(theirs.raw).join('\n')).toBe(theirs.subject);
  });

  it.each(Object.keys(KEYS))('know keys and signatures of %s', (name) => {
    const { ours, theirs, key } = issue(KEYS[name]!, '/CN=Ana');
    expect(facts(ours)).toEqual(facts(theirs));
    const bytes = Buffer.from('what is signed');
    const hashes = name === 'Ed25519' ? [null] : ['sha256', 'sha384', 'sha512'];
    for (const hash of hashes) {
      const signature = node.sign(hash, bytes, key);
      expect(page.verify(hash, bytes, ours.publicKey, signature)).toBe(true);
      expect(page.verify(hash, Buffer.from('other bytes'), ours.publicKey, signature)).toBe(false);
      const bent = Buffer.from(signature);
      bent.writeUInt8(bent.readUInt8(bent.length - 1) ^ 1, bent.length - 1);
      expect(page.verify(hash, bytes, ours.publicKey, bent)).toBe(false);
      for (const none of [new Uint8Array(), Buffer.from('no signature')])
        expect(page.verify(hash, bytes, ours.publicKey, none)).toBe(
          node.verify(hash, bytes, theirs.publicKey, none),
        );
      if (hash === 'sha256') expect(page.verify('sha512', bytes, ours.publicKey, signature)).toBe(false);
    }
  });

  it.each([2048, 2049, 3072])('know signatures of RSASSA-PSS: a modulus of %i bits', (modulusLength) => {
    const { privateKey, publicKey } = node.generateKeyPairSync('rsa', { modulusLength });
    const spki = fromBER(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))).result;
    const own = new PublicKey(spki);
    const bytes = Buffer.from('what is signed');
    const padding = node.constants.RSA_PKCS1_PSS_PADDING;
    expect(page.constants.RSA_PKCS1_PSS_PADDING).toBe(padding);
    for (const [hash, size] of [
      ['sha256', 32],
      ['sha384', 48],
      ['sha512', 64],
    ] as const) {
      const most = Math.ceil((modulusLength - 1) / 8) - size - 2;
      for (const saltLength of [0, 1, 20, size, most]) {
        const signature = node.sign(hash, bytes, { key: privateKey, padding, saltLength });
        const holds = (salt: number, what: Uint8Array, by: Uint8Array) => [
          page.verify(hash, what, { key: own, padding, saltLength: salt }, by),
          node.verify(hash, what, { key: publicKey, padding, saltLength: salt }, by),
        ];
        expect(holds(saltLength, bytes, signature)).toEqual([true, true]);
        expect(holds(saltLength + 1, bytes, signature)).toEqual([false, false]);
        expect(holds(saltLength, Buffer.from('other bytes'), signature)).toEqual([false, false]);
        for (const at of [0, signature.byteLength - 1]) {
          const bent = Buffer.from(signature);
          bent.writeUInt8(bent.readUInt8(at) ^ 1, at);
          expect(holds(saltLength, bytes, bent)).toEqual([false, false]);
        }
        expect(page.verify(hash, bytes, own, signature)).toBe(false);
      }
    }
  });

  it('take no RSA signature that is shorter than the modulus, which OpenSSL does with PSS', () => {
    const { privateKey, publicKey } = node.generateKeyPairSync('rsa', { modulusLength: 2049 });
    const spki = fromBER(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))).result;
    const bytes = Buffer.from('what is signed');
    const how = { padding: node.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const signed = () => node.sign('sha256', bytes, { key: privateKey, ...how });
    let signature = signed();
    // The topmost of 2,049 bits has a byte of its own: it is 0 in one signature of two.
    while (signature[0] !== 0) signature = signed();
    const short = signature.subarray(1);
    expect(node.verify('sha256', bytes, { key: publicKey, ...how }, short)).toBe(true);
    const method = { key: 'rsa', hash: 'sha256', salt: 32 } as const;
    expect(holdsUnder(publicKey, method, bytes, signature)).toBe(true);
    expect(holdsUnder(publicKey, method, bytes, short)).toBe(false);
    expect(page.verify('sha256', bytes, { key: new PublicKey(spki), ...how }, short)).toBe(false);
  });

  it.each(['authority', 'person', 'plain'])('tell issuers as Node does: %s', (section) => {
    const own = issue(KEYS['P-384']!, '/CN=Middle', section);
    writeFileSync(join(dir, 'middle.pem'), own.pem);
    writeFileSync(join(dir, 'middle.key'), read('leaf.key'));
    const below = issue(KEYS['P-256']!, '/CN=Leaf', 'person', 'middle');
    const pairs = ['root', 'other', 'middle'].map((name) => read(`${name}.pem`).toString('utf8'));
    for (const subject of [own, below])
      for (const pem of pairs) {
        const [ours, theirs] = [new page.X509Certificate(pem), new node.X509Certificate(pem)];
        expect(subject.ours.checkIssued(ours)).toBe(subject.theirs.checkIssued(theirs));
        const { method, signed, signature } = certificateSignature(subject.theirs.raw)!;
        expect(page.verify(method.hash, signed, ours.publicKey, signature)).toBe(
          subject.theirs.verify(theirs.publicKey),
        );
        expect(subject.ours.publicKey.equals(ours.publicKey)).toBe(
          subject.theirs.publicKey.equals(theirs.publicKey),
        );
      }
  });

  it('are issued by nobody where they name their issuer in an odd way', () => {
    const { theirs } = issue(KEYS['P-256']!, '/CN=Ana');
    const issuer = read('root.pem').toString('utf8');
    const roots = [new page.X509Certificate(issuer), new node.X509Certificate(issuer)] as const;
    // AuthorityKeyIdentifier (2.5.29.35): an octet string with a sequence that begins with [0], the key's identifier.
    const at = theirs.raw.indexOf(Buffer.from('0603551d23', 'hex')) + 5;
    expect(theirs.raw.subarray(at, at + 1).toString('hex')).toBe('04');
    const long = theirs.raw.readUInt8(at + 3) > 0x80 ? 1 : 0;
    const key = at + 4 + long;
    expect(theirs.raw.readUInt8(key)).toBe(0x80);
    const bend = (byte: number) => {
      const odd = Buffer.from(theirs.raw);
      odd.writeUInt8(byte, key);
      return [new page.X509Certificate(odd), new node.X509Certificate(odd)] as const;
    };
    // [0] made of others, a boolean in its place, and no identifier but a number that is another one.
    for (const byte of [0xa0, 0x01, 0x82]) {
      const [ours, stock] = bend(byte);
      expect([byte, stock.checkIssued(roots[1])]).toEqual([byte, false]);
      expect([byte, ours.checkIssued(roots[0])]).toEqual([byte, false]);
    }
  });

  it('refuse what is none', () => {
    const { pem, theirs } = issue(KEYS['P-256']!, '/CN=Ana');
    for (const bad of [
      '',
      'no PEM',
      pem.replace('M', '*'),
      pem.slice(0, 200),
      pem.replace('BEGIN', 'BEGINNING'),
    ])
      expect(() => new page.X509Certificate(bad)).toThrow();
    for (const bytes of [new Uint8Array(), theirs.raw.subarray(0, 100)])
      expect(() => new page.X509Certificate(bytes)).toThrow();
  });
});

describe('an RSA key', () => {
  /** SubjectPublicKeyInfo with these numbers, as asn1js holds it. */
  function info(modulus: bigint, exponent: bigint) {
    const number = (value: bigint) => new Integer({ valueHex: integerBytes(value).slice().buffer });
    const key = new Sequence({ value: [number(modulus), number(exponent)] });
    const algorithm = new Sequence({ value: [new ObjectIdentifier({ value: '1.2.840.113549.1.1.1' })] });
    return fromBER(new Sequence({ value: [algorithm, new BitString({ valueHex: key.toBER() })] }).toBER())
      .result;
  }
  const integerBytes = (value: bigint) => {
    const hex = value.toString(16);
    return Uint8Array.from(Buffer.from(`00${hex.length % 2 === 0 ? '' : '0'}${hex}`, 'hex'));
  };

  it('that would take hours to compute with is none', () => {
    expect(new PublicKey(info(2n ** 2047n + 1n, 65_537n)).asymmetricKeyDetails).toEqual({
      modulusLength: 2048,
    });
    for (const [modulus, exponent] of [
      [2n ** 2047n + 1n, 2n ** 64n],
      [2n ** 16_384n, 3n],
    ] as const)
      expect(() => new PublicKey(info(modulus, exponent))).toThrow('no sound RSA key');
  });
});

describe('digests without Node', () => {
  it('are those of Node', () => {
    const bytes = Buffer.from('abc');
    for (const name of ['sha1', 'sha256', 'sha384', 'sha512']) {
      const [a, b] = [bytes.subarray(0, 1), 'bc'];
      expect(page.createHash(name).update(a).update(b).digest('hex')).toBe(
        node.createHash(name).update(bytes).digest('hex'),
      );
      expect(page.createHmac(name, Buffer.from('key')).update(bytes).digest()).toEqual(
        node.createHmac(name, 'key').update(bytes).digest(),
      );
    }
    expect(page.hash('sha256', bytes, 'buffer')).toEqual(node.createHash('sha256').update(bytes).digest());
    expect(() => page.createHash('md5')).toThrow('no digest md5');
  });
});
