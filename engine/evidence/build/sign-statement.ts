import { TickmarkError } from '#shared/model/errors.ts';
import type { Signer } from '#engine/keys/signer.ts';
import { fingerprint, parseCertificates, signatureHolds, toPem, validAt } from '../format/certificates.ts';
import { IN_TOTO_TYPE, preAuthEncoding, writeEnvelope } from '../format/dsse.ts';
import { bundlePath, certificatePath, envelopePath, issuersPath } from '../format/layout.ts';
import { writeSigstoreBundle } from '../format/sigstore.ts';
import { type Statement, type Subject, writeStatement } from '../format/statement.ts';
import type { BagWriter } from './bag-writer.ts';

/** ISO 8601 in UTC with whole seconds: what a statement says of its own time. */
const UTC_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * Adds the signer's certificates to the bag, then the envelope over `subjects` and those certificates.
 * Throws KEY_EXPIRED when the certificate is not valid at `signed_at`, KEY_UNSUPPORTED when the signer's
 * signature does not hold under its own certificate.
 */
export async function addSignature(
  bag: BagWriter,
  signer: Signer,
  statement: Omit<Statement, 'subjects'> & { readonly subjects: readonly Subject[] },
): Promise<void> {
  const { role, signed_at: signedAt } = statement;
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
  const certificates = [await bag.add(certificatePath(role), { bytes: Buffer.from(toPem(leaf)) })];
  if (issuers.length > 0) {
    certificates.push(await bag.add(issuersPath(role), { bytes: Buffer.from(issuers.map(toPem).join('')) }));
  }
  const subjects = [
    ...statement.subjects,
    ...certificates.map(({ path, sha256 }) => ({ name: path, sha256 })),
  ];
  const payload = writeStatement({ ...statement, subjects });
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
