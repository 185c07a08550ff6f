import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { TrailCrypto } from '#engine/integrity/cloudtrail/index.ts';

const opened = new Map<string, KeyObject | null>();

function openKey(der: Uint8Array, encoding: 'pkcs1' | 'spki'): KeyObject | null {
  const name = Buffer.from(der).toString('base64');
  let key = opened.get(name);
  if (key !== undefined) return key;
  try {
    key = createPublicKey({ key: Buffer.from(der), format: 'der', type: encoding });
    if (key.asymmetricKeyType !== 'rsa') key = null;
  } catch {
    key = null;
  }
  opened.set(name, key);
  return key;
}

/** Node's hash and RSA functions, in the form that integrity/cloudtrail takes them. */
export const nodeTrailCrypto: TrailCrypto = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  md5: (bytes) => createHash('md5').update(bytes).digest('hex'),
  verifyRsa: ({ der, encoding }, message, signature) => {
    const key = openKey(der, encoding);
    return key !== null && verify('sha256', message, key, signature);
  },
};
