import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import type { Signer } from '#engine/keys/index.ts';
import { scratch } from './make-package.ts';

/**
 * An Ed25519 key of small order, properly certified: (R, S) = (5·B, 5) solves the equation for every statement, so nobody
 * has to know anything to sign with it, and OpenSSL accepts the signature.
 */
export async function smallOrderSigner(): Promise<Signer> {
  const dir = await scratch();
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const key = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    ed25519.Point.ZERO.toBytes(),
  ]).toString('base64');
  writeFileSync(join(dir, 'key.pem'), `-----BEGIN PUBLIC KEY-----\n${key}\n-----END PUBLIC KEY-----\n`);
  const root = ['-newkey', 'ed25519', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem'];
  openssl('req', '-x509', ...root, '-days', '3650', '-subj', '/CN=Root');
  const issue = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', '3000'];
  openssl('x509', '-new', '-force_pubkey', 'key.pem', '-subj', '/CN=Nobody', ...issue, '-out', 'leaf.pem');
  const signature = Buffer.alloc(64);
  signature.set(ed25519.Point.BASE.multiply(5n).toBytes());
  signature.writeUInt8(5, 32);
  return {
    algorithm: 'ed25519',
    certificatesPem: ['leaf.pem', 'ca.pem'].map((name) => readFileSync(join(dir, name), 'utf8')),
    sign: async () => signature,
  } as Signer;
}
