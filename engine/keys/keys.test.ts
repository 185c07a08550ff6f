import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultKeyDir, exportCertificate, importPkcs12, listKeys, newKey, openKey } from './index.ts';

const VALID_FROM = new Date('2024-01-01T00:00:00Z');
const PASSPHRASE = 'pässphrase';
const scratch = () => mkdtempSync(join(tmpdir(), 'tickmark-keys-'));
const openssl = (dir: string, ...args: string[]) =>
  execFileSync('openssl', args, { cwd: dir, encoding: 'utf8', stdio: 'pipe' });

describe('new keys', () => {
  it('makes a P-256 key whose certificate and signatures OpenSSL accepts', async () => {
    const dir = scratch();
    const made = await newKey(dir, {
      name: 'ana',
      commonName: 'Ana Müller',
      organization: 'Audit & Co',
      email: 'ana@example.com',
      passphrase: PASSPHRASE,
      validFrom: VALID_FROM,
    });
    expect(made).toMatchObject({
      name: 'ana',
      algorithm: 'ecdsa-sha256',
      subject: 'CN=Ana Müller, O=Audit & Co',
      valid_from: '2024-01-01T00:00:00.000Z',
      valid_to: '2027-01-01T00:00:00.000Z',
    });
    const signer = await openKey(dir, 'ana', PASSPHRASE);
    const work = scratch();
    const [leaf, authority] = signer.certificatesPem;
    writeFileSync(join(work, 'leaf.pem'), leaf ?? '');
    writeFileSync(join(work, 'ca.pem'), authority ?? '');
    expect(openssl(work, 'verify', '-attime', '1735689600', '-CAfile', 'ca.pem', 'leaf.pem')).toBe(
      'leaf.pem: OK\n',
    );
    const printed = openssl(work, 'x509', '-in', 'leaf.pem', '-noout', '-text');
    expect(printed).toContain('Digital Signature, Non Repudiation');
    expect(printed).toContain('E-mail Protection, 1.3.6.1.5.5.7.3.36');
    expect(printed).toContain('CA:FALSE');
    expect(printed).toContain('email:ana@example.com');
    const fingerprint = openssl(work, 'x509', '-in', 'leaf.pem', '-noout', '-fingerprint', '-sha256');
    expect(fingerprint.toLowerCase()).toBe(`sha256 fingerprint=${made.fingerprint}\n`.toLowerCase());
    writeFileSync(join(work, 'message'), 'what was signed');
    writeFileSync(join(work, 'sig'), await signer.sign(Buffer.from('what was signed')));
    writeFileSync(join(work, 'key.pem'), openssl(work, 'x509', '-in', 'leaf.pem', '-noout', '-pubkey'));
    expect(openssl(work, 'dgst', '-sha256', '-verify', 'key.pem', '-signature', 'sig', 'message')).toBe(
      'Verified OK\n',
    );
    expect(await exportCertificate(dir, 'ana')).toBe(`${leaf}${authority}`);
  });

  it('keeps the key file private and without anything of the passphrase or key in clear', async () => {
    const dir = join(scratch(), 'config', 'keys');
    await newKey(dir, { name: 'ana', commonName: 'Ana', passphrase: PASSPHRASE, validFrom: VALID_FROM });
    expect(readdirSync(dir)).toEqual(['ana.key.json']);
    expect(statSync(join(dir, 'ana.key.json')).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    const file = JSON.parse(readFileSync(join(dir, 'ana.key.json'), 'utf8'));
    expect(Object.keys(file)).toEqual(['format', 'version', 'algorithm', 'certificates', 'seal']);
    expect(file.seal).toMatchObject({ kdf: 'scrypt', n: 131072, r: 8, p: 1, cipher: 'aes-256-gcm' });
    expect(readFileSync(join(dir, 'ana.key.json'), 'utf8')).not.toMatch(/PRIVATE|passphrase/);
  });

  it('lists keys by name and names files that are no keys', async () => {
    const dir = scratch();
    expect(await listKeys(join(dir, 'nothing'))).toEqual({ keys: [], unreadable: [] });
    await newKey(dir, {
      name: 'rui',
      commonName: 'Rui',
      passphrase: 'x',
      validFrom: VALID_FROM,
      algorithm: 'ed25519',
    });
    await newKey(dir, { name: 'ana', commonName: 'Ana', passphrase: 'x', validFrom: VALID_FROM, years: 1 });
    writeFileSync(join(dir, 'old.key.json'), '{"format":"other"}');
    const { keys, unreadable } = await listKeys(dir);
    expect(keys.map(({ name, algorithm, valid_to }) => [name, algorithm, valid_to])).toEqual([
      ['ana', 'ecdsa-sha256', '2025-01-01T00:00:00.000Z'],
      ['rui', 'ed25519', '2027-01-01T00:00:00.000Z'],
    ]);
    expect(unreadable).toEqual(['old.key.json']);
  });

  it('refuses a wrong passphrase, an unknown or taken name, an unsafe name, an altered file', async () => {
    const dir = scratch();
    const input = { name: 'ana', commonName: 'Ana', passphrase: 'right', validFrom: VALID_FROM };
    await newKey(dir, input);
    const before = readFileSync(join(dir, 'ana.key.json'), 'utf8');
    await expect(openKey(dir, 'ana', 'wrong')).rejects.toMatchObject({ code: 'KEY_PASSPHRASE' });
    await expect(openKey(dir, 'rui', 'right')).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
    await expect(newKey(dir, input)).rejects.toMatchObject({ code: 'KEY_EXISTS' });
    expect(readFileSync(join(dir, 'ana.key.json'), 'utf8')).toBe(before);
    for (const name of ['../ana', 'a/b', '', '.ana', 'a b', 'x'.repeat(65)]) {
      await expect(newKey(dir, { ...input, name })).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
    }
    await expect(newKey(dir, { ...input, name: 'b', passphrase: '' })).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
    });
    await expect(newKey(dir, { ...input, name: 'b', years: 0 })).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
    });
    const altered = JSON.parse(before);
    altered.certificates.pop();
    writeFileSync(join(dir, 'ana.key.json'), JSON.stringify(altered));
    await expect(openKey(dir, 'ana', 'right')).rejects.toMatchObject({ code: 'KEY_PASSPHRASE' });
    const costly = JSON.parse(before);
    costly.seal.n = 2 ** 30;
    writeFileSync(join(dir, 'ana.key.json'), JSON.stringify(costly));
    await expect(openKey(dir, 'ana', 'right')).rejects.toMatchObject({ code: 'KEY_UNSUPPORTED' });
  });
});

describe('the key folder', () => {
  it('follows the platform', () => {
    expect(defaultKeyDir({ XDG_CONFIG_HOME: '/cfg' }, 'linux', '/home/ana')).toBe('/cfg/tickmark/keys');
    expect(defaultKeyDir({ XDG_CONFIG_HOME: 'relative' }, 'linux', '/home/ana')).toBe(
      '/home/ana/.config/tickmark/keys',
    );
    expect(defaultKeyDir({}, 'darwin', '/Users/ana')).toBe(
      '/Users/ana/Library/Application Support/tickmark/keys',
    );
    expect(defaultKeyDir({ APPDATA: 'C:\\Users\\ana\\Roaming' }, 'win32', 'C:\\Users\\ana')).toBe(
      'C:\\Users\\ana\\Roaming\\tickmark\\keys',
    );
  });
});

/** A CA and a certificate made by OpenSSL, packed as PKCS#12 with the given options. */
function makeP12(newkey: string[], pack: string[], days = '3650'): Buffer {
  const dir = scratch();
  const subject = (name: string) => ['-subj', `/CN=${name}`];
  openssl(
    dir,
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '3650',
    ...subject('Root'),
  );
  openssl(
    dir,
    'req',
    '-newkey',
    ...newkey,
    '-nodes',
    '-keyout',
    'leaf.key',
    '-out',
    'leaf.csr',
    ...subject('Ana'),
  );
  openssl(
    dir,
    'x509',
    '-req',
    '-in',
    'leaf.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    days,
    '-out',
    'leaf.pem',
  );
  openssl(
    dir,
    'pkcs12',
    '-export',
    '-inkey',
    'leaf.key',
    '-in',
    'leaf.pem',
    '-certfile',
    'ca.pem',
    '-passout',
    'pass:file pass',
    '-out',
    'out.p12',
    ...pack,
  );
  return readFileSync(join(dir, 'out.p12'));
}

const RSA = ['rsa:2048'];
const EC = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
const P384 = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'];

describe('PKCS#12', () => {
  const now = new Date();

  it.each([
    ['RSA', RSA, 'rsa-sha256'],
    ['P-256', EC, 'ecdsa-sha256'],
    ['P-384', P384, 'ecdsa-sha256'],
  ])('imports %s with its chain and signs with it', async (_, newkey, algorithm) => {
    const dir = scratch();
    const bytes = makeP12(newkey, []);
    const info = await importPkcs12(dir, {
      name: 'ana',
      bytes,
      filePassphrase: 'file pass',
      passphrase: 'own',
      now,
    });
    expect(info).toMatchObject({ name: 'ana', algorithm, subject: 'CN=Ana' });
    const signer = await openKey(dir, 'ana', 'own');
    expect(signer.certificatesPem.length).toBe(2);
    const work = scratch();
    writeFileSync(join(work, 'leaf.pem'), signer.certificatesPem[0] ?? '');
    writeFileSync(join(work, 'message'), 'm');
    writeFileSync(join(work, 'sig'), await signer.sign(Buffer.from('m')));
    writeFileSync(join(work, 'key.pem'), openssl(work, 'x509', '-in', 'leaf.pem', '-noout', '-pubkey'));
    expect(openssl(work, 'dgst', '-sha256', '-verify', 'key.pem', '-signature', 'sig', 'message')).toBe(
      'Verified OK\n',
    );
  });

  it('refuses legacy encryption with advice, also when only the key has it', async () => {
    const legacy = ['-legacy', '-provider', 'legacy', '-provider', 'default'];
    for (const pack of [
      legacy,
      ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
      ['-keypbe', 'PBE-SHA1-3DES'],
    ]) {
      const input = {
        name: 'ana',
        bytes: makeP12(RSA, pack),
        filePassphrase: 'file pass',
        passphrase: 'own',
        now,
      };
      await expect(importPkcs12(scratch(), input)).rejects.toMatchObject({
        code: 'KEY_UNSUPPORTED',
        hint: expect.stringContaining('openssl pkcs12 -export'),
      });
    }
  });

  it('refuses a wrong passphrase, an expired certificate, a short key, a damaged or foreign file', async () => {
    const good = { name: 'ana', bytes: makeP12(EC, []), filePassphrase: 'file pass', passphrase: 'own', now };
    const refused = async (change: Partial<typeof good>, code: string) =>
      expect(importPkcs12(scratch(), { ...good, ...change })).rejects.toMatchObject({ code });
    await refused({ filePassphrase: 'wrong' }, 'KEY_PASSPHRASE');
    await refused({ now: new Date(now.getTime() + 3651 * 86_400_000) }, 'KEY_EXPIRED');
    await refused({ bytes: makeP12(['rsa:1024'], []) }, 'KEY_UNSUPPORTED');
    await refused(
      { bytes: makeP12(['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], []) },
      'KEY_UNSUPPORTED',
    );
    await refused({ bytes: Buffer.from('not a key') }, 'KEY_UNSUPPORTED');
    await refused({ bytes: good.bytes.subarray(0, good.bytes.byteLength >> 1) }, 'KEY_UNSUPPORTED');
    await refused({ bytes: Buffer.alloc(0) }, 'KEY_UNSUPPORTED');
  });
});
