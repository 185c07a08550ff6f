import type { X509Certificate } from 'node:crypto';
import type { VerifyCheck } from '#shared/model/verify.ts';
import { holderOf } from '../format/certificate-name.ts';
import { pathToAnchor, printedFingerprint, validAt } from '../format/certificates.ts';
import { check, type EvidenceView, undecided } from './evidence-view.ts';
import type { SignedStatement } from './signed-statement.ts';

/**
 * Is the signer's key one that the reader trusts? Without an anchor that is left to the reader, who compares
 * the fingerprint. Certificates are judged at `at`, or at the time that the signer asserts.
 */
export function checkTrust(
  view: EvidenceView,
  anchors: readonly X509Certificate[] | null,
  at: Date | null,
): VerifyCheck[] {
  return [view.preparer, view.reviewer]
    .filter((signed) => signed !== null)
    .map((signed) => trustCheck(signed, anchors, at));
}

function trustCheck(
  signed: SignedStatement,
  anchors: readonly X509Certificate[] | null,
  at: Date | null,
): VerifyCheck {
  const { role, leaf, issuers, statement } = signed;
  const name = `${role} certificate`;
  if (leaf === null) return undecided('trust', name, 'there is no readable certificate to judge');
  const print = printedFingerprint(leaf);
  if (anchors === null) {
    return undecided(
      'trust',
      name,
      `trust not established: compare the fingerprint with the one that the ${role} gave you another way: ${print}`,
    );
  }
  const path = pathToAnchor(leaf, issuers, anchors);
  if (path === null) {
    return check(
      'trust',
      name,
      [`no certificate that you trust stands behind the ${role}'s key (${print})`],
      '',
    );
  }
  const time = at ?? (statement === null ? null : new Date(statement.signed_at));
  const expired = time === null ? [] : path.filter((certificate) => !validAt(certificate, time));
  return check(
    'trust',
    name,
    expired.map(
      (certificate) =>
        `${holderOf(certificate)} is valid from ${certificate.validFrom} to ${certificate.validTo}, not at ${time?.toISOString()}`,
    ),
    `leads to a certificate that you trust (${print})`,
  );
}
