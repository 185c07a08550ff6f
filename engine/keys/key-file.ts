import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TickmarkError } from '#shared/model/errors.ts';
import { requireKeyName } from './key-dir.ts';
import { type Seal, seal } from './seal.ts';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from './signer.ts';

export const KEY_SUFFIX = '.key.json';

const keyFile = z.strictObject({
  format: z.literal('tickmark-key'),
  version: z.literal(1),
  algorithm: z.enum(SIGNATURE_ALGORITHMS),
  /** The key's own certificate first, then its issuers. PEM. */
  certificates: z.array(z.string()).min(1),
  seal: z.strictObject({
    kdf: z.literal('scrypt'),
    n: z.number(),
    r: z.number(),
    p: z.number(),
    salt: z.string(),
    cipher: z.literal('aes-256-gcm'),
    nonce: z.string(),
    tag: z.string(),
    ciphertext: z.string(),
  }),
});

export interface KeyFile {
  format: 'tickmark-key';
  version: 1;
  algorithm: SignatureAlgorithm;
  certificates: string[];
  seal: Seal;
}

export function keyPath(dir: string, name: string): string {
  requireKeyName(name);
  return join(dir, `${name}${KEY_SUFFIX}`);
}

/** What the seal authenticates besides the secret, so that no other certificate can be put beside the key. */
export function boundBytes(algorithm: SignatureAlgorithm, certificates: readonly string[]): Uint8Array {
  return Buffer.from(JSON.stringify([algorithm, ...certificates]), 'utf8');
}

/** Reads a key file. Throws KEY_UNKNOWN or KEY_UNSUPPORTED. */
export async function loadKeyFile(dir: string, name: string): Promise<KeyFile> {
  const path = keyPath(dir, name);
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT')
      throw new TickmarkError('UNREADABLE', `${path}: ${cause.message}`, { cause });
    throw new TickmarkError('KEY_UNKNOWN', `There is no key ${name} in ${dir}`, {
      cause,
      hint: 'List the keys with "tickmark keys list", or make one with "tickmark keys new NAME".',
    });
  });
  const parsed = keyFile.safeParse(parseJson(text));
  if (!parsed.success)
    throw new TickmarkError('KEY_UNSUPPORTED', `${path} is no key file that this version can read`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Seals a private key (PKCS#8 DER; zeroed here) and writes it, mode 0600, in a folder of mode 0700. The name
 * appears only with the whole content. Throws KEY_EXISTS.
 */
export async function storeKey(
  dir: string,
  name: string,
  passphrase: string,
  key: { algorithm: SignatureAlgorithm; certificates: readonly string[]; pkcs8: Uint8Array },
): Promise<void> {
  const path = keyPath(dir, name);
  if (passphrase === '') throw new TickmarkError('BAD_ARGUMENT', 'The passphrase of a key must not be empty');
  const { algorithm, certificates, pkcs8 } = key;
  const sealed = await seal(pkcs8, passphrase, boundBytes(algorithm, certificates)).finally(() =>
    pkcs8.fill(0),
  );
  const file: KeyFile = {
    format: 'tickmark-key',
    version: 1,
    algorithm,
    certificates: [...certificates],
    seal: sealed,
  };
  const partial = `${path}.${process.pid}.partial`;
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFile(partial, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flush: true });
    // A link fails when the name is taken, a rename would overwrite the other key.
    await link(partial, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw keyExists(name, dir);
    throw new TickmarkError(
      'OUTPUT_FAILED',
      `The key could not be written to ${dir}: ${(cause as Error).message}`,
      { cause },
    );
  } finally {
    await rm(partial, { force: true });
  }
}

export function keyExists(name: string, dir: string): TickmarkError {
  return new TickmarkError('KEY_EXISTS', `There is a key ${name} in ${dir} already`, {
    hint: 'Choose another name; keys are never overwritten.',
  });
}
