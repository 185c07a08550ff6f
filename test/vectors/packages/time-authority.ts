import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { der } from '#engine/evidence/format/der.ts';
import { scratch } from './make-package.ts';

const CONFIG = `
[tsa]
default_tsa = tsa_config
[tsa_config]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384
accuracy = secs:1
ess_cert_id_alg = sha256
[extensions]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
`;

export interface TimeAuthority {
  /** Its files lie here; `root.pem` is whom to trust. */
  dir: string;
  root: string;
  /** The answer to a request. */
  reply(request: Uint8Array): Buffer;
  /** The answer with what it says signed anew, in CMS with RSASSA-PSS. */
  withPss(response: Uint8Array): Buffer;
}

/** A time stamping authority of OpenSSL, with its own root. */
export async function makeTimeAuthority(): Promise<TimeAuthority> {
  const dir = await scratch();
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  writeFileSync(join(dir, 'tsa.cnf'), CONFIG);
  writeFileSync(join(dir, 'serial'), '01\n');
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'root.key',
    '-out',
    'root.pem',
    '-days',
    '3650',
    '-subj',
    '/CN=Time Root',
  );
  openssl('req', ...key, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Time Authority');
  const sign = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '3650'];
  openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    ...sign,
    '-extfile',
    'tsa.cnf',
    '-extensions',
    'extensions',
    '-out',
    'tsa.pem',
  );
  return {
    dir,
    root: readFileSync(join(dir, 'root.pem'), 'utf8'),
    reply: (request) => {
      writeFileSync(join(dir, 'request.tsq'), request);
      const files = [
        '-queryfile',
        'request.tsq',
        '-signer',
        'tsa.pem',
        '-inkey',
        'tsa.key',
        '-chain',
        'root.pem',
      ];
      openssl('ts', '-reply', '-config', 'tsa.cnf', '-section', 'tsa_config', ...files, '-out', 'reply.tsr');
      return readFileSync(join(dir, 'reply.tsr'));
    },
    withPss: (response) => {
      writeFileSync(join(dir, 'reply.tsr'), response);
      openssl('ts', '-reply', '-in', 'reply.tsr', '-token_out', '-out', 'token.der');
      const token = ['-inform', 'DER', '-in', 'token.der', '-out', 'said.der'];
      openssl('cms', '-verify', ...token, '-CAfile', 'root.pem', '-purpose', 'any');
      const signer = ['-signer', 'tsa.pem', '-inkey', 'tsa.key', '-keyopt', 'rsa_padding_mode:pss'];
      const form = ['-binary', '-nodetach', '-cades', '-md', 'sha256', '-outform', 'DER'];
      const type = ['-econtent_type', '1.2.840.113549.1.9.16.1.4'];
      openssl('cms', '-sign', '-in', 'said.der', ...signer, ...form, ...type, '-out', 'pss.der');
      const check = ['-inform', 'DER', '-in', 'pss.der', '-CAfile', 'root.pem', '-purpose', 'any'];
      openssl('cms', '-verify', ...check, '-cades', '-out', 'again.der');
      // TimeStampResp (RFC 3161 section 2.4.2): granted, and the token.
      const granted = Buffer.from('3003020100', 'hex');
      return der(0x30, granted, readFileSync(join(dir, 'pss.der')));
    },
  };
}
