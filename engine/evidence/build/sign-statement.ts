import type { X509Certificate } from 'node:crypto';
import { TickmarkError } from '#shared/model/errors.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import type { Signer } from '#engine/keys/signer.ts';
import { fingerprint, parseCertificates, signatureHolds, toPem, validAt } from '../format/certificates.ts';
import { IN_TOTO_TYPE, preAuthEncoding, writeEnvelope } from '../format/dsse.ts';
import {
  bundlePath,
  certificatePath,
  envelopePath,
  issuersPath,
  SIGNED_REPORT_PDF,
} from '../format/layout.ts';
import { writeSigstoreBundle } from '../format/sigstore.ts';
import { type SignedReport, type Statement, type Subject, writeStatement } from '../format/statement.ts';
import type { BagWriter } from './bag-writer.ts';
import { signsCms } from './cms.ts';
import { signPdf } from './sign-pdf.ts';

/** ISO 8601 in UTC with whole seconds: what a statement says of its own time. */
const UTC_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * The signer's certificate and its issuers. Throws BAD_ARGUMENT for a time that a statement cannot hold, KEY_EXPIRED
 * when the certificate is not valid then: to be asked before a long build, and again when it is signed.
 */
export function signerCertificates(
  signer: Signer,
  signedAt: string,
): [X509Certificate, ...X509Certificate[]] {
  if (!UTC_SECONDS.test(signedAt)) {
    throw new TickmarkError(
      'BAD_ARGUMENT',
      `The signing time must look like 2024-11-24T09:30:00Z, not ${signedAt}`,
    );
  }
  const [leaf, ...issuers] = parseCertificates(signer.certificatesPem.join('\n')) ?? [];
  if (leaf === undefined)
    throw new TickmarkError('KEY_UNSUPPORTED', 'The signer has no readable certificate');
  if (!validAt(leaf, new Date(signedAt))) {
    throw new TickmarkError(
      'KEY_EXPIRED',
      `The certificate is valid from ${leaf.validFrom} to ${leaf.validTo}, not at ${signedAt}`,
      { hint: 'Make or import another key.' },
    );
  }
  return [leaf, ...issuers];
}

/**
 * Adds the signer's certificates to the bag, the report with the signer's signature appended, then the envelope
 * over `subjects`, those certificates and that report. `report` is the PDF to sign, null when there is none.
 * Throws what signerCertificates throws, and KEY_UNSUPPORTED when the signer's signature does
 * not hold under its own certificate.
 */
export async function addSignature(
  bag: BagWriter,
  signer: Signer,
  statement: Pick<Statement, 'role' | 'signed_at' | 'evidence'> & { readonly subjects: readonly Subject[] },
  report: Uint8Array | null,
): Promise<void> {
  const { role, signed_at: signedAt } = statement;
  const [leaf, ...issuers] = signerCertificates(signer, signedAt);
  const certificates = [await bag.add(certificatePath(role), { bytes: Buffer.from(toPem(leaf)) })];
  if (issuers.length > 0) {
    certificates.push(await bag.add(issuersPath(role), { bytes: Buffer.from(issuers.map(toPem).join('')) }));
  }
  const signedReport =
    report === null ? null : await addReport(bag, signer, [leaf, ...issuers], role, report);
  const subjects = [
    ...statement.subjects,
    ...certificates.map(({ path, sha256 }) => ({ name: path, sha256 })),
  ];
  const payload = writeStatement({ ...statement, subjects, signed_report: signedReport });
  const bytes = preAuthEncoding(IN_TOTO_TYPE, payload);
  const sig = await signer.sign(bytes);
  if (!signatureHolds(leaf, bytes, sig)) {
    throw new TickmarkError(
      'KEY_UNSUPPORTED',
      'The signature does not hold under the signer’s own certificate',
    );
  }
  const envelope = { payloadType: IN_TOTO_TYPE, payload, keyid: fingerprint(leaf), sig };
  await bag.add(envelopePath(role), { bytes: writeEnvelope(envelope) });
  await bag.add(bundlePath(role), { bytes: writeSigstoreBundle(envelope, leaf) });
}

/** A key that cannot sign PDFs leaves the report as it is: a reviewer's package keeps the preparer's signature. */
async function addReport(
  bag: BagWriter,
  signer: Signer,
  certificates: readonly X509Certificate[],
  role: SignRole,
  report: Uint8Array,
): Promise<SignedReport | null> {
  if (!signsCms(signer.algorithm)) {
    if (role === 'reviewer') await bag.add(SIGNED_REPORT_PDF, { bytes: report });
    return null;
  }
  const bytes = await signPdf(report, signer, certificates, role).catch((cause: Error) => {
    throw new TickmarkError('FILE_MALFORMED', `The report cannot be signed: ${cause.message}`, { cause });
  });
  const { size, sha256 } = await bag.add(SIGNED_REPORT_PDF, { bytes });
  return { bytes: size, sha256 };
}
