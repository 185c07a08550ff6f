import { webcrypto } from 'node:crypto';
import { fromBER, OctetString } from 'asn1js';
import * as pkijs from 'pkijs';
import { TickmarkError } from '#shared/model/errors.ts';

export interface Pkcs12Contents {
  /** PKCS#8 DER; the caller zeroes them. */
  privateKeys: Uint8Array[];
  /** DER, in the order of the file. */
  certificates: Uint8Array[];
}

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const PBES2 = '1.2.840.113549.1.5.13';
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERT_BAG = '1.2.840.113549.1.12.10.1.3';

const engine = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as never });

/**
 * Reads a PKCS#12 file (RFC 7292) that is protected by a password MAC and PBES2. Throws KEY_PASSPHRASE, or
 * KEY_UNSUPPORTED for anything else, RC2 and 3DES in particular.
 */
export async function parsePkcs12(bytes: Uint8Array, passphrase: string): Promise<Pkcs12Contents> {
  const password = toArrayBuffer(Buffer.from(passphrase, 'utf8'));
  const pfx = readPfx(bytes);
  if (pfx.authSafe.contentType !== DATA || pfx.macData === undefined) {
    throw unsupported('The PKCS#12 file is not protected by a passphrase');
  }
  refuseLegacy(pfx);
  const contents: Pkcs12Contents = { privateKeys: [], certificates: [] };
  try {
    await pfx.parseInternalValues({ password, checkIntegrity: true }, engine);
  } catch (cause) {
    throw wrongPassphrase(cause);
  }
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (safe === undefined) throw unsupported('The PKCS#12 file is empty');
  try {
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) }, engine);
  } catch (cause) {
    throw wrongPassphrase(cause);
  }
  for (const { value } of safe.parsedValue.safeContents as { value: pkijs.SafeContents }[]) {
    for (const bag of value.safeBags) await takeBag(bag, password, contents);
  }
  return contents;
}

async function takeBag(bag: pkijs.SafeBag, password: ArrayBuffer, contents: Pkcs12Contents): Promise<void> {
  if (bag.bagId === CERT_BAG) {
    const certificate = (bag.bagValue as pkijs.CertBag).parsedValue as pkijs.Certificate;
    contents.certificates.push(new Uint8Array(certificate.toSchema(true).toBER()));
  } else if (bag.bagId === KEY_BAG) {
    contents.privateKeys.push(new Uint8Array((bag.bagValue as pkijs.PrivateKeyInfo).toSchema().toBER()));
  } else if (bag.bagId === SHROUDED_KEY_BAG) {
    const shrouded = bag.bagValue as pkijs.PKCS8ShroudedKeyBag;
    if (shrouded.encryptionAlgorithm.algorithmId !== PBES2) throw legacy();
    const { encryptionAlgorithm: contentEncryptionAlgorithm, encryptedData: encryptedContent } = shrouded;
    const encryptedContentInfo = new pkijs.EncryptedContentInfo({
      contentType: DATA,
      contentEncryptionAlgorithm,
    });
    encryptedContentInfo.encryptedContent = encryptedContent;
    const plain = await engine
      .decryptEncryptedContentInfo({ encryptedContentInfo, password })
      .catch((cause) => {
        throw wrongPassphrase(cause);
      });
    contents.privateKeys.push(new Uint8Array(plain));
  }
}

function readPfx(bytes: Uint8Array): pkijs.PFX {
  const parsed = fromBER(toArrayBuffer(bytes));
  if (parsed.offset !== -1) {
    try {
      return new pkijs.PFX({ schema: parsed.result });
    } catch {
      // Falls through to the one refusal below.
    }
  }
  throw unsupported('The file is not a PKCS#12 file');
}

/** OpenSSL before 3.0 and older Windows write certificates under RC2 and keys under 3DES: seen without the passphrase. */
function refuseLegacy(pfx: pkijs.PFX): void {
  const content = pfx.authSafe.content;
  if (!(content instanceof OctetString)) throw unsupported('The file is not a PKCS#12 file');
  const parsed = fromBER(content.getValue());
  if (parsed.offset === -1) throw unsupported('The file is not a PKCS#12 file');
  for (const info of new pkijs.AuthenticatedSafe({ schema: parsed.result }).safeContents) {
    if (info.contentType !== ENCRYPTED_DATA) continue;
    const { encryptedContentInfo } = new pkijs.EncryptedData({ schema: info.content });
    if (encryptedContentInfo.contentEncryptionAlgorithm.algorithmId !== PBES2) throw legacy();
  }
}

function legacy(): TickmarkError {
  return new TickmarkError('KEY_UNSUPPORTED', 'The PKCS#12 file is encrypted with RC2 or 3DES', {
    hint:
      'Export it again with AES: openssl pkcs12 -legacy -in old.p12 -nodes -out tmp.pem, then ' +
      'openssl pkcs12 -export -in tmp.pem -out new.p12, and remove tmp.pem.',
  });
}

function unsupported(message: string): TickmarkError {
  return new TickmarkError('KEY_UNSUPPORTED', message, {
    hint: 'Export the key as .p12 or .pfx with its certificate and a passphrase.',
  });
}

function wrongPassphrase(cause: unknown): TickmarkError {
  return new TickmarkError('KEY_PASSPHRASE', 'The passphrase does not open the PKCS#12 file', { cause });
}

function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
