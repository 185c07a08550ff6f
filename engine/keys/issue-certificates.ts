import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { NewKeyKind } from '#shared/model/vocabulary.ts';
import type { SignatureAlgorithm } from './signer.ts';

/** RFC 9336 would be 1.3.6.1.5.5.7.3.36, document signing; emailProtection is what older checkers look for. */
const DOCUMENT_SIGNING = '1.3.6.1.5.5.7.3.36';
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const ED25519 = { name: 'Ed25519' } as const;

export interface SubjectName {
  commonName: string;
  organization?: string;
  email?: string;
}

export interface IssuedKey {
  algorithm: SignatureAlgorithm;
  /** Leaf, then its authority. PEM. */
  certificates: string[];
  /** The leaf's private key, PKCS#8 DER. The authority's private key is forgotten at once. */
  pkcs8: Uint8Array;
}

/**
 * A new signing key with its certificate, issued by a certification authority that exists for this one key:
 * pdfsig and Windows can be told to trust an authority, not a self-signed signer.
 */
export async function issueKey(
  algorithm: NewKeyKind,
  subject: SubjectName,
  from: Date,
  to: Date,
): Promise<IssuedKey> {
  const authority = (await webcrypto.subtle.generateKey(P256, false, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const keys = (await webcrypto.subtle.generateKey(algorithm === 'ed25519' ? ED25519 : P256, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const issuer = distinguishedName({ ...subject, commonName: `${subject.commonName} (authority)` });
  const common = {
    issuer,
    notBefore: from,
    notAfter: to,
    signingKey: authority.privateKey,
    signingAlgorithm: P256,
  };
  const authorityId = await SubjectKeyIdentifierExtension.create(authority.publicKey, false);
  const issuerId = await AuthorityKeyIdentifierExtension.create(authority.publicKey, false);
  const root = await X509CertificateGenerator.create({
    ...common,
    serialNumber: serialNumber(),
    subject: issuer,
    publicKey: authority.publicKey,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      authorityId,
    ],
  });
  const extensions: Extension[] = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
    new ExtendedKeyUsageExtension([EMAIL_PROTECTION, DOCUMENT_SIGNING], false),
    await SubjectKeyIdentifierExtension.create(keys.publicKey, false),
    issuerId,
  ];
  if (subject.email !== undefined) {
    extensions.push(new SubjectAlternativeNameExtension([{ type: 'email', value: subject.email }], false));
  }
  const leaf = await X509CertificateGenerator.create({
    ...common,
    serialNumber: serialNumber(),
    subject: distinguishedName(subject),
    publicKey: keys.publicKey,
    extensions,
  });
  const pkcs8 = new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { algorithm, certificates: [pem(leaf.toString('pem')), pem(root.toString('pem'))], pkcs8 };
}

function distinguishedName({ commonName, organization }: SubjectName) {
  const parts: Record<string, string[]>[] = [{ CN: [commonName] }];
  if (organization !== undefined) parts.push({ O: [organization] });
  return parts;
}

/** Positive, 127 bits: RFC 5280 section 4.1.2.2 allows 20 bytes and forbids zero. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function pem(text: string): string {
  return `${text.replaceAll('\r\n', '\n').trimEnd()}\n`;
}
