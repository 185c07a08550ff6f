import type { VerifyReport } from '#shared/model/verify.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type ByteSource, openSource } from '../format/byte-source.ts';
import { parseCertificates } from '../format/certificates.ts';
import { openPackage } from '../format/open-package.ts';
import { checkCompleteness } from './check-completeness.ts';
import { checkFixity } from './check-fixity.ts';
import { checkJournal } from './check-journal.ts';
import { checkRedaction } from './check-redaction.ts';
import { checkReport } from './check-report.ts';
import { checkSchema } from './check-schema.ts';
import { checkSignatures } from './check-signatures.ts';
import { checkTime } from './check-time.ts';
import { checkTrust } from './check-trust.ts';
import { readEvidence } from './evidence-view.ts';

export interface VerifyOptions {
  /** Certificates that the reader trusts, PEM; each may hold several. */
  trust?: readonly string[];
  /** The time at which certificates must be valid. Default: the time that each signer asserts. */
  at?: Date;
}

/**
 * Runs every check of docs/spec/evidence-package.md on a package and reports all of them. Bad evidence gives a
 * report with the verdict `invalid`. Throws NOT_FOUND or UNREADABLE for the file, PACKAGE_INVALID when it is no
 * ZIP at all, BAD_ARGUMENT when a trusted certificate cannot be read.
 */
export async function verifyPackage(
  file: string | ByteSource,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const anchors = options.trust === undefined ? null : options.trust.flatMap(readAnchor);
  const source = typeof file === 'string' ? await openSource(file) : file;
  try {
    const view = await readEvidence(await openPackage(source));
    const checks = [
      ...checkFixity(view),
      ...(await checkCompleteness(view)),
      ...checkSignatures(view),
      ...checkTrust(view, anchors, options.at ?? null),
      ...checkTime(view, anchors),
      ...(await checkReport(view)),
      ...(await checkRedaction(view)),
      ...(await checkJournal(view)),
      ...checkSchema(view),
    ];
    return { verdict: checks.some(({ ok }) => ok === false) ? 'invalid' : 'valid', checks };
  } finally {
    if (typeof file === 'string') await source.close();
  }
}

function readAnchor(pem: string) {
  const certificates = parseCertificates(pem);
  if (certificates === null) {
    throw new TickmarkError('BAD_ARGUMENT', 'The trusted certificate is not a PEM certificate', {
      hint: 'Give a file that "tickmark keys export-cert" or your certification authority wrote.',
    });
  }
  return certificates;
}
