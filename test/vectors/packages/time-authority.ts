import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  };
}
