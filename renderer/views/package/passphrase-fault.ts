import { packageWords as t } from '../../strings/package.ts';

const MIN_LENGTH = 8;

/** What is wrong with a new passphrase that was typed twice; null: nothing. */
export function passphraseFault(passphrase: string, again: string): string | null {
  if (passphrase.length < MIN_LENGTH) return t.passphraseShort;
  return passphrase === again ? null : t.passphraseDiffers;
}
