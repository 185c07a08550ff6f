import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import type { PassphraseKeeping } from '#shared/contract/host.ts';
import { type KnownPassphrase, type Passphrases, notKept } from '#server/common/passphrases.ts';
import { randomToken } from '#server/common/desk.ts';
import { TickmarkError } from '#shared/model/errors.ts';

const FILE = 'passphrases.json';

interface Sealed {
  fingerprint: string;
  /** What safeStorage made of the passphrase, base64. */
  sealed: string;
}

/**
 * Passphrases sealed by the operating system for this user: Keychain, DPAPI, or the keyring of the Linux desktop. They lie
 * beside the settings of the window, outside of every engagement. A damaged file counts as empty.
 */
export class SealedPassphrases implements Passphrases {
  readonly #folder: string;
  readonly #platform: string;
  /** One for each key, made anew by each start of the program. */
  readonly #tokens = new Map<string, string>();
  #writing: Promise<void> = Promise.resolve();

  /** @param folder of the user's settings. @param platform as `process.platform` names it. */
  constructor(folder: string, platform: string) {
    this.#folder = folder;
    this.#platform = platform;
  }

  /** Without a keyring, Electron on Linux "seals" with a password that is in its own source: that is no safe place. */
  keeping(): PassphraseKeeping {
    const backend = this.#platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system';
    if (backend === 'basic_text' || backend === 'unknown') return 'no-safe-place';
    return safeStorage.isEncryptionAvailable() ? 'sealed' : 'no-safe-place';
  }

  async list(): Promise<KnownPassphrase[]> {
    if (this.keeping() !== 'sealed') return [];
    await this.#writing.catch(() => undefined);
    const known = [...(await this.#read())].map(([key, { fingerprint }]) => ({
      key,
      fingerprint,
      token: this.#token(key),
    }));
    return known.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async remember(key: string, fingerprint: string, passphrase: string): Promise<void> {
    if (this.keeping() !== 'sealed') throw notKept();
    const sealed = safeStorage.encryptString(passphrase).toString('base64');
    await this.#change((kept) => kept.set(key, { fingerprint, sealed }));
  }

  async forget(key: string): Promise<void> {
    this.#tokens.delete(key);
    await this.#change((kept) => kept.delete(key));
  }

  async open(token: string, key: string): Promise<string | undefined> {
    if (this.#tokens.get(key) !== token) return undefined;
    await this.#writing.catch(() => undefined);
    const sealed = (await this.#read()).get(key)?.sealed;
    try {
      if (sealed === undefined) throw new Error('nothing is kept under this name');
      return safeStorage.decryptString(Buffer.from(sealed, 'base64'));
    } catch (cause) {
      await this.forget(key);
      throw new TickmarkError(
        'KEY_PASSPHRASE',
        `The remembered passphrase of ${key} can no longer be opened on this computer. It was forgotten.`,
        { hint: 'Type the passphrase.', cause },
      );
    }
  }

  #token(key: string): string {
    const token = this.#tokens.get(key) ?? randomToken();
    this.#tokens.set(key, token);
    return token;
  }

  async #read(): Promise<Map<string, Sealed>> {
    try {
      const stored: unknown = JSON.parse(await readFile(join(this.#folder, FILE), 'utf8'));
      const entries = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
      return new Map(entries.filter((entry): entry is [string, Sealed] => isSealed(entry[1])));
    } catch {
      return new Map();
    }
  }

  #change(change: (kept: Map<string, Sealed>) => unknown): Promise<void> {
    const write = async (): Promise<void> => {
      const kept = await this.#read();
      if (change(kept) === false) return;
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const file = join(this.#folder, FILE);
      const next = `${file}.${process.pid}`;
      await writeFile(next, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`, { mode: 0o600 });
      await rename(next, file);
    };
    this.#writing = this.#writing.then(write, write);
    return this.#writing;
  }
}

function isSealed(entry: unknown): entry is Sealed {
  if (typeof entry !== 'object' || entry === null) return false;
  const { fingerprint, sealed } = entry as Partial<Sealed>;
  return typeof fingerprint === 'string' && typeof sealed === 'string';
}
