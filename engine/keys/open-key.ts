import { createPrivateKey, createPublicKey, sign as signBytes } from 'node:crypto';
import { TickmarkError } from '#shared/model/errors.ts';
import { boundBytes, loadKeyFile } from './key-file.ts';
import { readCertificate } from './list-keys.ts';
import { unseal } from './seal.ts';
import type { Signer } from './signer.ts';

/**
 * Opens a key for signing. Throws KEY_UNKNOWN, KEY_PASSPHRASE, KEY_UNSUPPORTED. Whether its certificate is valid
 * is decided when something is signed, at the time that is signed.
 */
export async function openKey(dir: string, name: string, passphrase: string): Promise<Signer> {
  const { algorithm, certificates, seal } = await loadKeyFile(dir, name);
  const pkcs8 = await unseal(seal, passphrase, boundBytes(algorithm, certificates));
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  pkcs8.fill(0);
  if (!createPublicKey(key).equals(readCertificate(name, certificates).publicKey)) {
    throw new TickmarkError('KEY_UNSUPPORTED', `The certificate of ${name} belongs to another key`);
  }
  return {
    algorithm,
    certificatesPem: certificates,
    sign: async (bytes) => signBytes(algorithm === 'ed25519' ? null : 'sha256', bytes, key),
  };
}
