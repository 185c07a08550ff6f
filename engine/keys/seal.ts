import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { TickmarkError } from '#shared/model/errors.ts';

/** A private key at rest: scrypt (RFC 7914) and AES-256-GCM, with every parameter needed to open it. Base64. */
export interface Seal {
  kdf: 'scrypt';
  n: number;
  r: number;
  p: number;
  salt: string;
  cipher: 'aes-256-gcm';
  nonce: string;
  tag: string;
  ciphertext: string;
}

const N = 2 ** 17;
const R = 8;
const P = 1;
/** A key file is no reason to spend more memory than this (128·N·r bytes). */
const MAX_MEMORY = 1 << 30;

/** Seals `secret`; `bound` is authenticated with it but not hidden. */
export async function seal(secret: Uint8Array, passphrase: string, bound: Uint8Array): Promise<Seal> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const key = await derive(passphrase, salt, N, R, P);
  try {
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(bound);
    const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
    return {
      kdf: 'scrypt',
      n: N,
      r: R,
      p: P,
      salt: salt.toString('base64'),
      cipher: 'aes-256-gcm',
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      ciphertext: ciphertext.toString('base64'),
    };
  } finally {
    key.fill(0);
  }
}

/** Opens a seal. The caller zeroes the answer. Throws KEY_PASSPHRASE or KEY_UNSUPPORTED. */
export async function unseal(sealed: Seal, passphrase: string, bound: Uint8Array): Promise<Buffer> {
  const { kdf, cipher, n, r, p } = sealed;
  const sensible =
    [n, r, p].every((value) => Number.isSafeInteger(value) && value > 0) && 128 * n * r * p <= MAX_MEMORY;
  if (kdf !== 'scrypt' || cipher !== 'aes-256-gcm' || !sensible || (n & (n - 1)) !== 0) {
    throw new TickmarkError(
      'KEY_UNSUPPORTED',
      `The key is sealed with ${kdf} (N=${n}, r=${r}, p=${p}) and ${cipher}`,
    );
  }
  const key = await derive(passphrase, Buffer.from(sealed.salt, 'base64'), n, r, p);
  try {
    const decipher = createDecipheriv(cipher, key, Buffer.from(sealed.nonce, 'base64'), {
      authTagLength: 16,
    });
    decipher.setAAD(bound);
    decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
    const start = decipher.update(Buffer.from(sealed.ciphertext, 'base64'));
    try {
      decipher.final();
      return start;
    } catch (cause) {
      start.fill(0);
      throw cause;
    }
  } catch (cause) {
    throw new TickmarkError('KEY_PASSPHRASE', 'The passphrase does not open the key', {
      cause,
      hint: 'Check the keyboard layout and caps lock. A lost passphrase cannot be recovered: make a new key.',
    });
  } finally {
    key.fill(0);
  }
}

function derive(passphrase: string, salt: Uint8Array, n: number, r: number, p: number): Promise<Buffer> {
  const password = Buffer.from(passphrase.normalize('NFC'), 'utf8');
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, { N: n, r, p, maxmem: 2 * MAX_MEMORY }, (error, key) => {
      password.fill(0);
      if (error) reject(error);
      else resolve(key);
    });
  });
}
