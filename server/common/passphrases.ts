import type { PassphraseKeeping, RememberedPassphrase } from '#shared/contract/host.ts';
import { type MethodName, type MethodSpec, methods } from '#shared/contract/methods.ts';
import { TickmarkError } from '#shared/model/errors.ts';

/** A passphrase that a host remembers, of the key with this certificate. */
export interface KnownPassphrase extends RememberedPassphrase {
  /** SHA-256 of the certificate, as `keys.list` tells it. */
  fingerprint: string;
}

/** Passphrases that the user wanted remembered; what seals them is the host's. The window gets tokens only. */
export interface Passphrases {
  keeping(): PassphraseKeeping;
  /** By key. */
  list(): Promise<KnownPassphrase[]>;
  /** Replaces what was remembered of the key. Throws BAD_ARGUMENT where nothing can be kept. */
  remember(key: string, fingerprint: string, passphrase: string): Promise<void>;
  /** Forgetting what is not remembered is no error. */
  forget(key: string): Promise<void>;
  /** The passphrase that a token stands for with this key; undefined: the text is no such token. Throws KEY_PASSPHRASE. */
  open(token: string, key: string): Promise<string | undefined>;
}

/** A host that remembers none. */
export const NO_PASSPHRASES: Passphrases = {
  keeping: () => 'never',
  list: () => Promise.resolve([]),
  remember: () => Promise.reject(notKept()),
  forget: () => Promise.resolve(),
  open: () => Promise.resolve(undefined),
};

export const notKept = (): TickmarkError =>
  new TickmarkError('BAD_ARGUMENT', 'Passphrases are not remembered here.', {
    hint: 'Type the passphrase at each signature.',
  });

/** The parameters with each token that stands for a passphrase replaced by it; one that was typed stays as it is. */
export async function openedParams(
  method: MethodName,
  params: Readonly<Record<string, unknown>>,
  passphrases: Passphrases,
): Promise<Record<string, unknown>> {
  const opened = { ...params };
  for (const [name, key] of Object.entries((methods[method] as MethodSpec).passphrases ?? {})) {
    const known = await passphrases.open(String(opened[name]), String(opened[key]));
    if (known !== undefined) opened[name] = known;
  }
  return opened;
}
