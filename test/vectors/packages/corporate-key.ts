import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './make-package.ts';

/**
 * A certificate of a company's authority as PKCS#12, made with OpenSSL, and that authority's certificate. `how`: options of
 * the authority's signatures.
 */
export async function corporateKey(
  key: string[],
  how: readonly string[] = [],
): Promise<{ p12: Buffer; root: string }> {
  const dir = await scratch();
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const root = ['-keyout', 'ca.key', '-out', 'ca.pem', '-days', '3650', '-subj', '/CN=Corporate Root'];
  openssl('req', '-x509', '-newkey', 'rsa:3072', '-nodes', ...root, ...how);
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
  openssl('x509', '-req', '-in', 'leaf.csr', ...issue, '-out', 'leaf.pem', ...how);
  const pack = ['-inkey', 'leaf.key', '-in', 'leaf.pem', '-certfile', 'ca.pem', '-passout', 'pass:p'];
  openssl('pkcs12', '-export', ...pack, '-out', 'out.p12');
  return { p12: readFileSync(join(dir, 'out.p12')), root: readFileSync(join(dir, 'ca.pem'), 'utf8') };
}
