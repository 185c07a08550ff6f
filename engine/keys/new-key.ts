import { access } from 'node:fs/promises';
import { TickmarkError } from '#shared/model/errors.ts';
import type { NewKeyKind } from '#shared/model/vocabulary.ts';
import { issueKey, type SubjectName } from './issue-certificates.ts';
import { keyExists, keyPath, storeKey } from './key-file.ts';
import { describeKey, type KeyInfo } from './list-keys.ts';

export interface NewKeyInput extends SubjectName {
  name: string;
  passphrase: string;
  /** Default: P-256. */
  algorithm?: NewKeyKind;
  /** The clock of the host: when the certificate begins to be valid. */
  validFrom: Date;
  /** Whole years of validity, 1 to 10. Default 3. */
  years?: number;
}

/** Makes a key and seals it in `dir`. Throws KEY_EXISTS, BAD_ARGUMENT, OUTPUT_FAILED. */
export async function newKey(dir: string, input: NewKeyInput): Promise<KeyInfo> {
  const { name, passphrase, validFrom, years = 3, algorithm = 'ecdsa-sha256' } = input;
  if (await taken(keyPath(dir, name))) throw keyExists(name, dir);
  if (!Number.isInteger(years) || years < 1 || years > 10) {
    throw new TickmarkError('BAD_ARGUMENT', `A certificate is made for 1 to 10 years, not ${years}`);
  }
  if (input.commonName.trim() === '')
    throw new TickmarkError('BAD_ARGUMENT', 'A key needs the name of its holder');
  const from = new Date(validFrom);
  from.setUTCMilliseconds(0);
  const to = new Date(from);
  to.setUTCFullYear(from.getUTCFullYear() + years);
  const issued = await issueKey(algorithm, input, from, to);
  await storeKey(dir, name, passphrase, issued);
  return describeKey(name, issued.algorithm, issued.certificates);
}

async function taken(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
