import { X509Certificate } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { TickmarkError } from '#shared/model/errors.ts';
import { holderOf } from '#engine/evidence/format/certificate-name.ts';
import { KEY_SUFFIX, loadKeyFile } from './key-file.ts';
import type { SignatureAlgorithm } from './signer.ts';

export interface KeyInfo {
  name: string;
  algorithm: SignatureAlgorithm;
  /** Distinguished name of the holder, one line. */
  subject: string;
  /** SHA-256 of the certificate, upper-case hex with colons. */
  fingerprint: string;
  /** ISO 8601, UTC. */
  valid_from: string;
  valid_to: string;
}

export function describeKey(
  name: string,
  algorithm: SignatureAlgorithm,
  certificates: readonly string[],
): KeyInfo {
  const certificate = readCertificate(name, certificates);
  return {
    name,
    algorithm,
    subject: holderOf(certificate),
    fingerprint: certificate.fingerprint256,
    valid_from: new Date(certificate.validFrom).toISOString(),
    valid_to: new Date(certificate.validTo).toISOString(),
  };
}

/** The keys in `dir` by name, no passphrase needed; a file that cannot be read is named in `unreadable`. */
export async function listKeys(dir: string): Promise<{ keys: KeyInfo[]; unreadable: string[] }> {
  const files = await readdir(dir).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw new TickmarkError('UNREADABLE', `The key folder ${dir} cannot be read: ${cause.message}`, {
      cause,
    });
  });
  const keys: KeyInfo[] = [];
  const unreadable: string[] = [];
  for (const file of files.filter((each) => each.endsWith(KEY_SUFFIX)).sort()) {
    const name = file.slice(0, -KEY_SUFFIX.length);
    try {
      const { algorithm, certificates } = await loadKeyFile(dir, name);
      keys.push(describeKey(name, algorithm, certificates));
    } catch (error) {
      if (!(error instanceof TickmarkError)) throw error;
      unreadable.push(file);
    }
  }
  return { keys, unreadable };
}

/** Certificate of a key and its issuers, PEM: what a recipient gives to `verify --trust`. */
export async function exportCertificate(dir: string, name: string): Promise<string> {
  return (await loadKeyFile(dir, name)).certificates.join('');
}

export function readCertificate(name: string, certificates: readonly string[]): X509Certificate {
  try {
    return new X509Certificate(certificates[0] ?? '');
  } catch (cause) {
    throw new TickmarkError('KEY_UNSUPPORTED', `The certificate of the key ${name} cannot be read`, {
      cause,
    });
  }
}
