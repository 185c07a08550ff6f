import type { X509Certificate } from 'node:crypto';
import type { VerifyCheck } from '#shared/model/verify.ts';
import { holderOf } from '../format/certificate-name.ts';
import { pathToAnchor, printedFingerprint, validAt } from '../format/certificates.ts';
import { timeResponsePath } from '../format/layout.ts';
import { check, type EvidenceView, undecided } from './evidence-view.ts';
import type { SignedStatement } from './signed-statement.ts';

/** When was it signed? The signer's word, unless a time stamp of a trusted authority proves it. */
export function checkTime(view: EvidenceView, anchors: readonly X509Certificate[] | null): VerifyCheck[] {
  const signers = [view.preparer, view.reviewer].filter((signed) => signed !== null);
  return signers.map((signed) => timeCheck(signed, anchors ?? []));
}

function timeCheck(
  { role, statement, token }: SignedStatement,
  anchors: readonly X509Certificate[],
): VerifyCheck {
  const name = `${role} signing time`;
  if (token === null) {
    const asserted = statement === null ? '' : ` (${statement.signed_at})`;
    return undecided('time', name, `time asserted by the signer, not proven${asserted}`);
  }
  if (typeof token === 'string') return check('time', name, [`${timeResponsePath(role)} ${token}`], '');
  const { authority, time } = token;
  const says = `${holderOf(authority)} says that the signature existed at ${time.toISOString()}`;
  const chain = pathToAnchor(authority, token.certificates, anchors);
  if (chain === null) {
    const compare = `that authority is not among those you trust: ${printedFingerprint(authority)}`;
    return undecided('time', name, `${says}; ${compare}`);
  }
  const expired = chain.some((certificate) => !validAt(certificate, time));
  return check(
    'time',
    name,
    expired ? [`${timeResponsePath(role)} was made with a certificate that was not valid then`] : [],
    says,
  );
}
