import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { TickmarkError } from '#shared/model/errors.ts';
import { issuedBy, keyKind, parseCertificate, toPem } from '#engine/evidence/format/certificates.ts';
import { storeKey } from './key-file.ts';
import { describeKey, type KeyInfo } from './list-keys.ts';
import { parsePkcs12 } from './parse-pkcs12.ts';
import type { SignatureAlgorithm } from './signer.ts';

export interface ImportInput {
  name: string;
  /** The .p12 or .pfx file. */
  bytes: Uint8Array;
  /** Passphrase of that file. */
  filePassphrase: string;
  /** Passphrase under which Tickmark keeps the key. */
  passphrase: string;
  /** The host's clock: an expired certificate is refused. */
  now: Date;
}

const ALGORITHMS: Record<'ec' | 'rsa' | 'ed25519', SignatureAlgorithm> = {
  ec: 'ecdsa-sha256',
  rsa: 'rsa-sha256',
  ed25519: 'ed25519',
};

/**
 * Takes a key with its certificates out of a PKCS#12 file and seals it in `dir`. Throws KEY_PASSPHRASE,
 * KEY_EXPIRED, KEY_EXISTS, and KEY_UNSUPPORTED for RC2 and 3DES containers, short keys and unknown kinds.
 */
export async function importPkcs12(dir: string, input: ImportInput): Promise<KeyInfo> {
  const { privateKeys, certificates } = await parsePkcs12(input.bytes, input.filePassphrase);
  const [pkcs8] = privateKeys;
  if (pkcs8 === undefined || privateKeys.length > 1) {
    for (const each of privateKeys) each.fill(0);
    throw new TickmarkError('KEY_UNSUPPORTED', `The file holds ${privateKeys.length} private keys, not one`);
  }
  try {
    const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    const own = certificates.find((der) => new X509Certificate(der).checkPrivateKey(key));
    if (own === undefined)
      throw new TickmarkError('KEY_UNSUPPORTED', 'The file holds no certificate for its key');
    const algorithm = algorithmOf(new X509Certificate(own).publicKey);
    const leaf = parseCertificate(own);
    if (leaf === null) throw unreadable();
    // An issuer that no verifier would read is left out: the signature holds without it.
    const parsed = certificates.map(parseCertificate).filter((certificate) => certificate !== null);
    if (new Date(leaf.validTo) < input.now) {
      throw new TickmarkError('KEY_EXPIRED', `The certificate was valid until ${leaf.validTo}`, {
        hint: 'Ask your certification authority for a new one.',
      });
    }
    const chain = chainOf(leaf, parsed).map(toPem);
    await storeKey(dir, input.name, input.passphrase, { algorithm, certificates: chain, pkcs8 });
    return describeKey(input.name, algorithm, chain);
  } finally {
    pkcs8.fill(0);
  }
}

/** Verifiers read one strict form alone; a package that such a key signs would be worth nothing. */
function unreadable(): TickmarkError {
  return new TickmarkError(
    'KEY_UNSUPPORTED',
    'The certificate of the key is not in the form of RFC 5280, or was written with errors',
    { hint: 'Ask your certification authority for another one.' },
  );
}

function algorithmOf(publicKey: KeyObject): SignatureAlgorithm {
  const kind = keyKind(publicKey);
  if (kind !== null) return ALGORITHMS[kind];
  throw new TickmarkError(
    'KEY_UNSUPPORTED',
    `A key of the kind ${publicKey.asymmetricKeyType} cannot sign packages`,
    {
      hint: 'Use RSA of at least 2048 bits, or an elliptic curve key on P-256, P-384 or P-521.',
    },
  );
}

function chainOf(leaf: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf];
  for (let current: X509Certificate | undefined = leaf; current !== undefined; ) {
    const child: X509Certificate = current;
    current = all.find((issuer) => !chain.includes(issuer) && issuedBy(child, issuer));
    if (current !== undefined) chain.push(current);
  }
  return chain;
}
