import type { X509Certificate } from 'node:crypto';
import { holderOf } from '#engine/evidence/format/certificate-name.ts';
import { issuedBy, keyKind, parseCertificate, signatureHolds } from '#engine/evidence/format/certificates.ts';

/** What a verifier makes of one certificate; null where it takes it for none. Bytes come and go in base64. */
export interface CertificateFacts {
  from: string;
  to: string;
  ca: boolean;
  kind: string | null;
  purposes: readonly string[];
  holder: string;
  /** Which of the issuers issued it, and which of the certificates below it issued. */
  issued: boolean[];
  issues: boolean[];
  /** Which of the signatures its key made. */
  holds: boolean[];
}

export interface Surroundings {
  issuers: string[];
  below: string[];
  signatures: { bytes: string; signature: string }[];
}

const bytesOf = (base64: string) => Buffer.from(base64, 'base64');
const known = (base64: string): X509Certificate => {
  const certificate = parseCertificate(bytesOf(base64));
  if (certificate === null) throw new Error('a certificate beside the one that is looked at is none');
  return certificate;
};

export function certificateFacts(
  certificates: readonly string[],
  { issuers, below, signatures }: Surroundings,
): (CertificateFacts | null)[] {
  const [above, under] = [issuers.map(known), below.map(known)];
  return certificates.map((base64) => {
    const one = parseCertificate(bytesOf(base64));
    if (one === null) return null;
    return {
      from: one.validFrom,
      to: one.validTo,
      ca: one.ca,
      kind: keyKind(one.publicKey),
      purposes: one.keyUsage ?? [],
      holder: holderOf(one),
      issued: above.map((issuer) => issuedBy(one, issuer)),
      issues: under.map((certificate) => issuedBy(certificate, one)),
      holds: signatures.map(({ bytes, signature }) =>
        signatureHolds(one, bytesOf(bytes), bytesOf(signature)),
      ),
    };
  });
}
