import { constants, type KeyObject, X509Certificate, verify as verifyBytes } from 'node:crypto';
import { certificateSignature, isCertificateForm } from './certificate-form.ts';
import { isStrictEd25519 } from './ed25519.ts';
import { decodeUtf8 } from './manifest.ts';
import type { SignatureMethod } from './signature-method.ts';

const PEM = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Every certificate in PEM text, in order; null when one is damaged or there is none. */
export function parseCertificates(pem: Uint8Array | string): X509Certificate[] | null {
  const text = typeof pem === 'string' ? pem : decodeUtf8(pem);
  const certificates: X509Certificate[] = [];
  for (const [, block = ''] of text?.matchAll(PEM) ?? []) {
    const base64 = block.replaceAll(/[ \t\r\n]/g, '');
    const certificate = BASE64.test(base64) ? parseCertificate(Buffer.from(base64, 'base64')) : null;
    if (certificate === null) return null;
    certificates.push(certificate);
  }
  return certificates.length === 0 ? null : certificates;
}

/** The certificate of these bytes; null for one that is damaged or not in the form that all readers agree on. */
export function parseCertificate(bytes: Uint8Array): X509Certificate | null {
  if (!isCertificateForm(bytes)) return null;
  try {
    const certificate = new X509Certificate(bytes);
    // The public key is decoded on first use only and throws then.
    return certificate.publicKey === null ? null : certificate;
  } catch {
    return null;
  }
}

/** SHA-256 of the DER form, lower-case hex: what `openssl x509 -fingerprint -sha256` prints between colons. */
export function fingerprint(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

/** The fingerprint as OpenSSL prints it, for a person to compare. */
export function printedFingerprint(certificate: X509Certificate): string {
  return certificate.fingerprint256;
}

export type KeyKind = 'ec' | 'rsa' | 'ed25519';

/** The kinds of public key that can sign a package (EC on P-256, P-384 or P-521, RSA from 2048 bits, Ed25519). */
export function keyKind(key: KeyObject): KeyKind | null {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  if (key.asymmetricKeyType === 'rsa') return (modulusLength ?? 0) >= 2048 ? 'rsa' : null;
  const curves = ['prime256v1', 'P-256', 'secp384r1', 'P-384', 'secp521r1', 'P-521'];
  if (key.asymmetricKeyType === 'ec') return curves.includes(namedCurve ?? '') ? 'ec' : null;
  return null;
}

/** False for a signature that programs do not agree on. ECDSA leaves nothing open. */
function strict(key: KeyObject, signature: Uint8Array): boolean {
  // RFC 8017 section 8.1.2: as long as the modulus. OpenSSL takes one of PSS without its leading zeros.
  if (key.asymmetricKeyType === 'rsa')
    return signature.byteLength === Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  if (key.asymmetricKeyType !== 'ed25519') return true;
  return isStrictEd25519(key.export({ type: 'spki', format: 'der' }).subarray(-32), signature);
}

/** True when `signature` over `bytes` was made with this key in this way; never throws. */
export function holdsUnder(
  key: KeyObject,
  { key: kind, hash, salt }: SignatureMethod,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    if (keyKind(key) !== kind || !strict(key, signature)) return false;
    const padded = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: salt ?? 0 };
    return verifyBytes(hash, bytes, salt === null ? key : padded, signature);
  } catch {
    return false;
  }
}

/** True when `signature` is the certificate holder's over `bytes`, as packages are signed; never throws. */
export function signatureHolds(
  { publicKey }: X509Certificate,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = keyKind(publicKey);
  if (key === null) return false;
  return holdsUnder(
    publicKey,
    { key, hash: key === 'ed25519' ? null : 'sha256', salt: null },
    bytes,
    signature,
  );
}

/** True when `issuer` is a certification authority and its key signed `certificate`, in a way that is known here. */
export function issuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    const own = certificateSignature(certificate.raw);
    if (own === null || !issuer.ca || !certificate.checkIssued(issuer)) return false;
    return holdsUnder(issuer.publicKey, own.method, own.signed, own.signature);
  } catch {
    return false;
  }
}

export interface Validity {
  from: Date;
  to: Date;
}

export function validity(certificate: X509Certificate): Validity {
  return { from: new Date(certificate.validFrom), to: new Date(certificate.validTo) };
}

export function validAt(certificate: X509Certificate, at: Date): boolean {
  const { from, to } = validity(certificate);
  return from <= at && at <= to;
}

/**
 * The path from `leaf` to the first certificate that is in `anchors`, both ends included; null when there is
 * none. The leaf itself may be an anchor: then its holder is trusted directly.
 */
export function pathToAnchor(
  leaf: X509Certificate,
  issuers: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
): X509Certificate[] | null {
  const anchored = new Set(anchors.map(fingerprint));
  const path = [leaf];
  const candidates = [...anchors, ...issuers];
  for (let current = leaf; !anchored.has(fingerprint(current)); ) {
    const next = candidates.find((issuer) => !path.includes(issuer) && issuedBy(current, issuer));
    if (next === undefined) return null;
    path.push(next);
    current = next;
  }
  return path;
}

/** True when each certificate is issued by the next one. */
export function isChain(chain: readonly X509Certificate[]): boolean {
  return chain.every((certificate, i) => {
    const issuer = chain[i + 1];
    return issuer === undefined || issuedBy(certificate, issuer);
  });
}

/** PEM with Unix line ends and one at the end, as OpenSSL writes it. */
export function toPem(certificate: X509Certificate): string {
  return `${certificate.toString().replaceAll('\r\n', '\n').trimEnd()}\n`;
}
